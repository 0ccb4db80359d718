"""Texts among values that may name files, however deep inside objects."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from pathlib import PosixPath, PurePath
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from .marks import File

__all__ = [
    "NAMELESS",
    "TELLING",
    "files_in",
    "folders_above",
    "is_plain",
    "paths_in",
    "usual_paths_in",
]

#: So many values are looked at, those that name nothing left out; of a plain one so many at all.
LIMIT, PLAIN = 2_000_000, 10_000

#: Types whose values name nothing and hold nothing.
NAMELESS = frozenset({int, float, bool, complex, bytes, type(None)})

#: Types whose values name files, or hold what does, so that their identity counts these.
TELLING = frozenset({str, PosixPath, dict, list, tuple, set, frozenset})

_CODE = (FunctionType, BuiltinFunctionType, ModuleType, type)


def paths_in(values: Iterable[Any]) -> Iterator[str]:
    """Texts that may name files, as they are given.

    Parameters
    ----------
    values : iterable
        What is looked through, and what it consists of.

    Raises
    ------
    OverflowError
        If that is too much.
    """
    return filter(None, map(_text, _parts(values)))


def usual_paths_in(values: Iterable[Any]) -> Iterator[str]:
    """Texts and paths that count by the files that they name, by the usual rule: at least the first."""
    try:
        for value in _parts(values):
            if (type(value) is not File or value.by is None) and (text := _text(value)):
                yield text
    except OverflowError:
        return


def files_in(values: Iterable[Any]) -> Iterator[File]:
    """The `martlet.File` objects among values: see `paths_in`."""
    return (value for value in _parts(values) if type(value) is File)


def folders_above(path: str) -> Iterator[str]:
    """The folders in which a path lies, from the nearest on."""
    while path != (path := os.path.dirname(path)):
        yield path


def is_plain(value: Any) -> bool:
    """Whether a value is of Python's own, and bounded: its identity counts all that it names.

    An object of the user's may say what it is without the file that it holds.
    """
    waiting = [value]
    count = 0
    while waiting and count < PLAIN:
        part = waiting.pop()
        count += 1
        if type(part) is dict:
            waiting += [*part.keys(), *part.values()]
        elif type(part) in (list, tuple, set, frozenset):
            waiting += part
        elif type(part) in (str, bytes):
            count += len(part) // 64
        elif type(part) not in (PosixPath, File) and type(part) not in NAMELESS:
            return False
    return not waiting


def _text(value: str | os.PathLike[Any]) -> str:
    """A path as a text; empty for a word that can be none."""
    if not isinstance(value, str):
        return os.fsdecode(value)
    return value if "/" in value or "." in value[1:-1] else ""


def _parts(values: Iterable[Any]) -> Iterator[Any]:
    """Texts and paths in values and in what they consist of."""
    waiting = list(values)
    seen: set[int] = set()
    count = 0
    while waiting:
        value = waiting.pop()
        if type(value) in NAMELESS:
            continue
        count += 1
        if count > LIMIT:
            raise OverflowError(f"it consists of more than {LIMIT} parts")
        if isinstance(value, (str, PurePath, File)):
            yield value
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.extend(_inside(value))  # `+=` would ask pandas' FrozenList to add


def _inside(value: Any) -> Iterable[Any]:
    """What a value consists of, without running code of its class."""
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords.values()]
    if isinstance(value, MethodType):
        return [value.__self__]
    kind = type(value)
    if isinstance(value, _CODE) or kind.__module__.split(".")[0] in ("builtins", "numpy"):
        return ()
    found = list(_attribute(value, "__dict__", {}).values())
    for base in kind.__mro__:
        slots = vars(base).get("__slots__", ())
        names = (slots,) if isinstance(slots, str) else slots
        found += (_attribute(value, name) for name in names if name != "__dict__")
    return found


def _attribute(value: Any, name: str, default: Any = None) -> Any:
    try:
        return object.__getattribute__(value, name)
    except (AttributeError, TypeError):
        return default
