"""What the inputs of the running task are by their values, where nobody has told."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.naming import files_in, is_plain, paths_in

from .doubts import digest_of
from .files import files_named_by
from .results import SIMPLE, SMALL, size_of

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Dependencies", "current_key"]

#: Bytes of values that are looked at for one step.
ROOM = 4 * 1024 * 1024

#: So many parts of a step's arguments are looked through; more inputs are not told.
LIMIT = 20_000


#: In place of a value that is not found, and of one that is not small.
MISSING, LARGE = object(), object()


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
        worker = get_worker()
        task = worker.state.tasks.get(current_key())
        # A mapping of the user's may read from a disk or a device.
        memory = worker.data if type(worker.data) is dict else getattr(worker.data, "memory", {})
        self._memory: Any = memory
        self._keys: dict[int, Any] = {}
        for each in [*task.dependencies] if task is not None else []:
            key_hash = _native.key_hash(each.key)
            self._keys[key_hash] = None if key_hash in self._keys else each.key
        values = {id(self._memory[key]) for key in self._keys.values() if key in self._memory}
        self._given = _met(values, (args, kwargs)) if values else values
        self._found: dict[int, Any] = {}

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
        if value is MISSING or value is LARGE:
            return None
        if any(paths_in([value])):  # files, which may change while it is the same
            is_told = is_plain(value) or not files_named_by(value)
            return self._digest(value) if is_told else None
        return self._session.looked_at.content(step, value, self._digest)

    @_never_fails
    def naming(self, key_hash: int) -> tuple[()] | tuple[bytes, frozenset[str]] | None:
        """The content digest of an input that names files, and these files, as they are now.

        Returns
        -------
        tuple or None
            Empty for an input that names none, or not plainly, or is not small: nothing is kept on the
            strength of that. None if it can't be looked at.
        """
        value = self._value(key_hash)
        if value is MISSING:
            return None
        if value is LARGE or not is_plain(value) or not any(paths_in([value])):
            return ()
        if any(files_in([value])):
            return ()
        return _native.identity(value, self._session.identifier), files_named_by(value)

    def _value(self, key_hash: int) -> Any:
        if key_hash not in self._found:
            self._found[key_hash] = self._find(key_hash)
        return self._found[key_hash]

    def _find(self, key_hash: int) -> Any:
        key = self._keys.get(key_hash) if key_hash else None
        if key is None:
            return MISSING
        try:
            value = self._memory[key]
        except KeyError:  # on disk, or released by now
            return MISSING
        if id(value) not in self._given:
            return MISSING
        nbytes = size_of(value)
        if nbytes > SMALL:
            return LARGE
        self._room -= nbytes
        return value if self._room >= 0 else MISSING

    def _digest(self, value: Any) -> bytes | None:
        if type(value) in SIMPLE:
            return _native.identity(value, self._session.identifier)
        if any(files_in([value])):  # it would be read whole
            return None
        if any(paths_in([value])):  # its bytes alone would count no file
            return _native.identity(value, self._session.identifier)
        return digest_of(self._session, value, limit=SMALL)


def _met(values: set[int], arguments: Any) -> set[int]:
    """Those of some values, given by their addresses, that lie in plain containers among arguments."""
    met: set[int] = set()
    seen: set[int] = set()
    waiting = [arguments]
    while waiting and len(seen) < LIMIT:
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
