"""Results as bytes and back: pickle 5, large buffers out of band."""

from __future__ import annotations

import io
import os
import pickle
import sys
import types
from typing import Any, NamedTuple

import cloudpickle

from martlet.marks import File

from .held_files import held
from .masked import reduced
from .transient import is_of_this_session

__all__ = ["PLAIN", "Pickled", "Unkeepable", "from_pickle", "to_pickle"]


class Unkeepable(Exception):
    """A result that must not be kept; ``args[0]`` says why."""


class Pickled(NamedTuple):
    """A result as bytes.

    Attributes
    ----------
    stream : bytes
        Pickle, protocol 5.
    buffers : list of memoryview
        Out-of-band buffers, contiguous bytes.
    named : list
        Classes and functions that the pickle names.
    is_by_value : bool
        Whether code is inside, as of classes in ``__main__``: such bytes differ in every process.
    """

    stream: bytes
    buffers: list[memoryview]
    named: list[Any]
    is_by_value: bool

    @property
    def nbytes(self) -> int:
        """Bytes of stream and buffers."""
        total = len(self.stream)
        for buffer in self.buffers:
            total += buffer.nbytes
        return total


#: Types whose values hold nothing else: no pickler of ours needs to look inside.
PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes})


class _NeedsCode(Exception):
    pass


class _Bounded(io.BytesIO):
    """Bytes up to a number of them."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._limit:
            raise Unkeepable("it is too large")
        return super().write(data)


class _Looking:
    """What both picklers share: refuse what must not be kept, note what is named."""

    def __init__(
        self, file: io.BytesIO, buffers: list[pickle.PickleBuffer], inputs: frozenset[str]
    ) -> None:
        super().__init__(file, protocol=5, buffer_callback=buffers.append)  # type: ignore[call-arg]
        from martlet.identity.subclasses import forgotten  # not by those who import only the client

        self.named: dict[int, Any] = {}
        self._inputs, self._forgotten = inputs, forgotten

    def look(self, obj: Any) -> Any:
        """What an object is pickled as, if not as it is."""
        kind = type(obj)
        if kind is File and os.path.abspath(obj) not in self._inputs:
            return held(obj)
        if isinstance(obj, (type, types.FunctionType, types.BuiltinFunctionType)):
            self.named[id(obj)] = obj
        elif is_of_this_session(kind):
            raise Unkeepable(f"it holds {_article(kind.__name__)}")
        elif (masked := reduced(obj)) is not NotImplemented:
            return masked
        elif lost := self._forgotten(obj):
            raise Unkeepable(f"pickling {_article(kind.__name__)} loses its `{lost[0]}`")
        return NotImplemented


class _Plain(_Looking, pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, (type, types.FunctionType)) and not _is_importable(obj):
            raise _NeedsCode
        return self.look(obj)


class _ByValue(_Looking, cloudpickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        reduced = self.look(obj)
        if reduced is not NotImplemented:
            return reduced
        if isinstance(obj, type) and obj.__module__ == "__main__" and _lookup(obj) is obj:
            return _main_class, (obj.__qualname__, cloudpickle.dumps(obj))
        reduced = super().reducer_override(obj)
        if isinstance(obj, type) and isinstance(reduced, tuple) and len(reduced) > 2:
            reduced[2][0]["__qualname__"] = obj.__qualname__  # cloudpickle forgets where it was made
        return reduced


def to_pickle(
    value: Any, inputs: frozenset[str] = frozenset(), limit: int = sys.maxsize
) -> Pickled:
    """A result as bytes that say exactly what it is.

    Parameters
    ----------
    value : object
        The result. It is not changed; an iterator is not consumed.
    inputs : frozenset of str
        Absolute paths of the step's own files: a `martlet.File` of one is kept by name, others with
        their content.
    limit : int, optional
        The most bytes that it may take.

    Returns
    -------
    Pickled

    Raises
    ------
    Unkeepable
        If it can't be pickled, is too large, or holds what means nothing in another session.
    """
    if type(value) in PLAIN and limit == sys.maxsize:
        return Pickled(pickle.dumps(value, protocol=5), [], [], False)
    try:
        return _dump(_Plain, value, inputs, limit, is_by_value=False)
    except Unkeepable:
        raise
    except (_NeedsCode, pickle.PicklingError, AttributeError, TypeError):
        pass
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a Rust extension's panic and `SystemExit` are no `Exception`
        raise Unkeepable(f"it can't be pickled ({type(error).__name__}: {error})") from error
    try:
        return _dump(_ByValue, value, inputs, limit, is_by_value=True)
    except (Unkeepable, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        raise Unkeepable(f"it can't be pickled ({type(error).__name__}: {error})") from error


def _dump(
    pickler: Any, value: Any, inputs: frozenset[str], limit: int, *, is_by_value: bool
) -> Pickled:
    file, buffers = io.BytesIO() if limit == sys.maxsize else _Bounded(limit), []
    writer = pickler(file, buffers, inputs)
    writer.dump(value)
    views = [buffer.raw() for buffer in buffers]
    pickled = Pickled(file.getvalue(), views, list(writer.named.values()), is_by_value)
    if pickled.nbytes > limit:
        raise Unkeepable("it is too large")
    return pickled


def from_pickle(stream: Any, buffers: list[Any]) -> Any:
    """The result again: same types, same values, arrays writable.

    Parameters
    ----------
    stream : bytes-like
        Pickle.
    buffers : list of memoryview
        The out-of-band buffers; arrays are made on them without a copy.
    """
    return pickle.loads(stream, buffers=buffers)


def _main_class(qualname: str, by_value: bytes) -> Any:
    """The class of ``__main__`` if this process has it, else the one that was kept."""
    found: Any = sys.modules.get("__main__")
    for part in qualname.split("."):
        found = getattr(found, part, None)
    if not isinstance(found, type):
        found = cloudpickle.loads(by_value)
        found.__qualname__ = qualname
    return found


def _is_importable(obj: Any) -> bool:
    return obj.__module__ != "__main__" and _lookup(obj) is obj


def _lookup(obj: Any) -> Any:
    found: Any = sys.modules.get(getattr(obj, "__module__", None) or "")
    for part in obj.__qualname__.split("."):
        found = getattr(found, part, None)
    return found


def _article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
