"""What the inputs of the running task are by their values, where nobody has told."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.naming import TELLING, files_in, is_plain, paths_in

from .digests import SIMPLE, SMALL, digest_of, size_of
from .named_files import files_named_by
from .results import PLAIN

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Dependencies", "current_key"]

#: Values that are looked at for one step, numbers aside; each pickles to at most 64 KiB.
ROOM = 1000

#: So many parts of a step's arguments are looked through; more inputs are not told.
LIMIT = 20_000

#: In place of a value that is not found.
MISSING = object()


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
        except KeyboardInterrupt:
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
        worker = get_worker()
        task = worker.state.tasks.get(current_key())
        # A mapping of the user's may read from a disk or a device.
        memory = worker.data if type(worker.data) is dict else getattr(worker.data, "memory", {})
        self._memory: Any = memory
        self._keys: dict[int, Any] = {}
        for each in [*task.dependencies] if task is not None else []:
            key_hash = _native.key_hash(each.key)
            self._keys[key_hash] = None if key_hash in self._keys else each.key
        values = {id(self._memory.get(key, MISSING)) for key in self._keys.values()}
        self._met = _met(values, (args, kwargs)) if values else values
        self._is_whole = self._met == values

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
        value = self._value(key_hash)
        if value is MISSING or type(value) not in SIMPLE and not self._has_room():
            return None
        if type(value) in TELLING and any(paths_in([value])):  # files may change while it is the same
            return self._told(value)
        return self._session.looked_at.content(step, value, self._digest)

    @_never_fails
    def naming(self, key_hash: int) -> tuple[()] | tuple[bytes, Any] | None:
        """The content digest of an input that names files, as these are now, and its value.

        Returns
        -------
        tuple or None
            Empty for an input that names none, or not plainly: nothing is kept on the strength of
            that. None if it can't be looked at.
        """
        value = self._value(key_hash)
        if value is MISSING:
            return None
        if type(value) not in TELLING or not is_plain(value) or not any(paths_in([value])):
            return ()
        if any(files_in([value])):
            return ()
        if not self._has_room():
            return None
        return _native.identity(value, self._session.identifier), value

    def _has_room(self) -> bool:
        self._room -= 1
        return self._room >= 0

    def _value(self, key_hash: int) -> Any:
        """A value that the step was called with."""
        key = self._keys.get(key_hash) if key_hash else None
        try:
            value = MISSING if key is None else self._memory[key]
        except KeyError:  # on disk, or released by now
            return MISSING
        if id(value) not in self._met:
            return MISSING
        # Others may hold the same None, number or text: then all that it depends on has to be there.
        return value if self._is_whole or type(value) not in PLAIN else MISSING

    def _told(self, value: Any) -> bytes | None:
        """The identity of a plain value with the files that it names; the bytes alone count none."""
        if not is_plain(value) or any(files_in([value])):  # a `File` would be read whole
            return None
        return _native.identity(value, self._session.identifier)

    def _digest(self, value: Any) -> bytes | None:
        if type(value) in SIMPLE:
            return _native.identity(value, self._session.identifier)
        if type(value) not in TELLING and size_of(value) > SMALL:
            return None
        if any(files_in([value])) or files_named_by(value):
            return None
        return digest_of(self._session, value, limit=SMALL)


def _met(values: set[int], arguments: Any) -> set[int]:
    """Those of some values, given by their addresses, that lie in plain containers among arguments."""
    met: set[int] = set()
    seen: set[int] = set()
    waiting = [arguments]
    for _ in range(LIMIT):
        if not waiting or len(met) == len(values):
            break
        part = waiting.pop()
        if id(part) in values:
            met.add(id(part))
        elif id(part) not in seen:
            seen.add(id(part))
            if type(part) is dict:
                waiting += itertools.islice(part.values(), LIMIT)
            elif type(part) in (list, tuple, set, frozenset):
                waiting += itertools.islice(part, LIMIT)
    return met
