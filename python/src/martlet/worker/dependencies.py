"""What the inputs of the running task are by their values, where nobody has told."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.naming import files_in, is_plain, paths_in

from .doubts import digest_of
from .results import SIMPLE, SMALL, size_of

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Dependencies", "current_key"]

#: Bytes of values that are looked at for one step.
ROOM = 4 * 1024 * 1024

#: So many parts of a step's arguments are looked through.
LIMIT = 100_000


def current_key() -> Any:
    """The Dask key of the task that this thread runs; None in a coroutine, and outside of tasks."""
    from distributed.worker import thread_state

    return getattr(thread_state, "key", None)


def _never_fails(method: Callable[..., Any]) -> Callable[..., Any]:
    """Nothing is known of a value whose class fails, nor of one that makes a Rust extension panic."""

    @functools.wraps(method)
    def answer(*args: Any) -> Any:
        try:
            return method(*args)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            return None

    return answer


class Dependencies:
    """The small values in memory that the task of this thread depends on.

    The worker may have another value under a key by now, of a task that was cancelled and submitted
    anew. So nothing counts but the very objects that the step was called with.

    Parameters
    ----------
    session : Session
        The client's session here.
    args, kwargs : tuple, dict
        What the step was called with.
    """

    def __init__(self, session: Session, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        from distributed.worker import get_worker

        self._session, self._room = session, ROOM
        worker = get_worker()  # a step runs on one
        task = worker.state.tasks.get(current_key())
        # A mapping of the user's may read from a disk or a device.
        memory = worker.data if type(worker.data) is dict else getattr(worker.data, "memory", {})
        self._memory: Any = memory
        self._keys: dict[int, Any] = {}
        for each in [*task.dependencies] if task is not None else []:
            key_hash = _native.key_hash(each.key)
            self._keys[key_hash] = None if key_hash in self._keys else each.key
        self._given = _addresses((args, kwargs)) if self._keys else set()

    @_never_fails
    def content(self, step: bytes, key_hash: int) -> bytes | None:
        """The content digest of an input: the one that the worker which made it knows.

        Parameters
        ----------
        step : bytes
            Its step key.
        key_hash : int
            Hash of its Dask key; 0 for an input that can't be found so.

        Returns
        -------
        bytes or None
            None if the value is not found, or is not small, or holds files in its own way.
        """
        found = self._value(key_hash)
        if found is None:
            return None
        if any(map(os.path.lexists, paths_in(found))):  # files, which may change while it is the same
            return self._digest(*found) if is_plain(*found) else None
        return self._session.looked_at.content(step, *found, self._digest)

    @_never_fails
    def naming_files(self, key_hash: int) -> tuple[Any, bytes | None] | None:
        """An input that names files here, plainly, so that its content digest counts them.

        Returns
        -------
        value : object
            A text or path, or plain containers of such.
        content : bytes or None
            Its content digest with the files as they are now.
        """
        found = self._value(key_hash)
        if found is None or type(found[0]) in SIMPLE or not is_plain(*found):
            return None
        if not any(map(os.path.lexists, paths_in(found))):
            return None
        return found[0], self._digest(*found)

    def _value(self, key_hash: int) -> tuple[Any] | None:
        key = self._keys.get(key_hash) if key_hash else None
        if key is None:
            return None
        try:
            value = self._memory[key]
        except KeyError:  # on disk, or released by now
            return None
        nbytes = size_of(value)
        self._room -= nbytes
        is_small = nbytes <= SMALL and self._room >= 0
        return (value,) if is_small and id(value) in self._given else None

    def _digest(self, value: Any) -> bytes | None:
        if type(value) in SIMPLE:
            return _native.identity(value, self._session.identifier)
        if any(files_in([value])):  # it would be read whole
            return None
        return digest_of(self._session, value, limit=SMALL)


def _addresses(arguments: Any) -> set[int]:
    """The addresses of arguments, and of what plain containers among them hold."""
    found: set[int] = set()
    waiting = [arguments]
    while waiting and len(found) < LIMIT:
        value = waiting.pop()
        if id(value) in found:
            continue
        found.add(id(value))
        if type(value) is dict:
            waiting += value.values()
        elif type(value) in (list, tuple, set, frozenset):
            waiting += value
    return found
