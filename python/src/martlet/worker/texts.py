"""Texts among the values that a step is given or returns, which may name files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from martlet.marks import File

__all__ = ["files_in", "paths_in"]

#: More values than these are not looked at.
LIMIT = 10_000

#: Types whose values name nothing and hold nothing.
_PLAIN = frozenset({int, float, bool, complex, bytes, type(None)})


def paths_in(*values: Any) -> Iterator[str]:
    """Texts that may name files, as they are given."""
    for value in _parts(values):
        if isinstance(value, str):
            if "/" in value or "." in value[1:-1]:
                yield value.removeprefix("file://")
        elif isinstance(value, os.PathLike):
            yield os.fsdecode(value)


def files_in(*values: Any) -> Iterator[File]:
    """The `martlet.File` objects among values."""
    return (value for value in _parts(values) if type(value) is File)


def _parts(values: tuple[Any, ...]) -> Iterator[Any]:
    """Values and what they consist of, a bounded number."""
    waiting: list[Any] = list(values)
    seen: set[int] = set()
    count = 0
    while waiting and count < LIMIT:
        value = waiting.pop()
        count += 1
        kind = type(value)
        if kind in _PLAIN:
            continue
        if isinstance(value, (str, os.PathLike)):
            yield value
        elif id(value) not in seen:
            seen.add(id(value))
            if isinstance(value, dict):
                waiting += [*value.keys(), *value.values()]
            elif isinstance(value, (list, tuple, set, frozenset)):
                waiting += value
            elif kind.__module__.split(".")[0] not in ("builtins", "numpy"):
                waiting += vars(value).values() if hasattr(value, "__dict__") else ()
