"""What the running task was given, by its inputs' Dask keys."""

from __future__ import annotations

from typing import Any

from martlet import _native

__all__ = ["Given"]


class Given:
    """The results that the task of this thread depends on, as far as they are in memory.

    A coroutine's are not found: it does not run in a thread of its own.
    """

    def __init__(self) -> None:
        from distributed.worker import get_worker, thread_state

        worker = get_worker()
        task = worker.state.tasks.get(getattr(thread_state, "key", None))
        self._memory = getattr(worker.data, "memory", worker.data)
        self._keys: dict[int, Any] = {0: None}
        for each in [*task.dependencies] if task is not None else []:
            found = _native.key_hash(each.key)
            self._keys[found] = None if found in self._keys else each.key

    def value(self, key_hash: int) -> tuple[Any] | None:
        """The result whose Dask key has a hash; None if it is not known which that is."""
        key = self._keys.get(key_hash)
        if key is None:
            return None
        try:
            return (self._memory[key],)
        except KeyError:  # on disk by now
            return None
