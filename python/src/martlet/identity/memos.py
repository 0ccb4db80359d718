"""Memo tables: containers that a step's own code fills, so that their content must not count.

Where steps run in this process, a table counts with what it held when it was first met: they may
have filled it since. If any of that has changed, it was more than a memo (a configuration that
other code edits), and it counts as it is. Where none do, what is new comes from the user: it counts.
"""

from __future__ import annotations

import sys
import weakref
from typing import Any

from .packing import digest, pack
from .part import UNSET, Part

Shape = tuple[bytes, list[Part]]

_WEAK = (weakref.WeakKeyDictionary, weakref.WeakValueDictionary, weakref.WeakSet)


class Memos:
    """What the memo tables of this process held when they were first met."""

    def __init__(self, steps_run_here: bool | None = None) -> None:
        self._steps_run_here = steps_run_here
        self._tables: dict[int, tuple[Any, Any, bytes, tuple[int, ...]]] = {}
        self._names: dict[tuple[Any, str], tuple[bytes, Any]] = {}

    def table(self, part: Part, again: Any) -> Shape | None:
        """The identity to count for a container that the step's code fills.

        Parameters
        ----------
        part : Part
            The container.
        again : callable
            Makes a part of a value, to compare what is left of the first content.
        """
        if not part.error and not self.may_be_filled():
            return None
        value = part.thing
        known = self._tables.get(id(value))
        if known is None:
            content = _copy(value)
            if content is None:
                is_weak = isinstance(value, _WEAK)  # what it holds comes and goes by itself
                return by_name(part) if is_weak else None
            first = part.own if not part.error else by_name(part)[0]
            self._tables[id(value)] = value, content, first, tuple(id(r.thing) for r in part.refs)
            return (first, part.refs) if not part.error else (first, [])
        _, content, first, things = known
        if not content:
            return first, []
        left = again(_left(value, content))
        if left.own == first and tuple(id(r.thing) for r in left.refs) == things:
            return first, left.refs
        return None

    def name(self, part: Part) -> Shape | None:
        """The identity to count for a name that the step's code binds: its first, if empty."""
        if part.holder is None or not (part.error or self.may_be_filled()):
            return None
        key = part.holder
        known = self._names.get(key)
        if known is None:
            if part.error or not _is_empty(part.thing):
                return None
            self._names[key] = part.own, part.keeper
            return part.own, []
        return known[0], []

    def may_be_filled(self) -> bool:
        """Whether steps run in this process, and may have filled tables."""
        if self._steps_run_here is None and _has_workers():
            self._steps_run_here = True  # also after they are gone
        return bool(self._steps_run_here)


def _has_workers() -> bool:
    worker = getattr(sys.modules.get("distributed.worker"), "Worker", None)
    return bool(getattr(worker, "_instances", ()))


def by_name(part: Part) -> Shape:
    """A memo as a worker checks it: by the place that it is in, whatever is there by now."""
    return digest(pack("memo")), []


def _is_empty(value: Any) -> bool:
    return (
        value is None
        or value is UNSET
        or (type(value) in (bool, int, float, str, list, dict, tuple) and not value)
    )


def _copy(value: Any) -> Any:
    """The keys of a dictionary, the elements of a set, the length of a list; None for others."""
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, (set, frozenset)):
        return set(value)
    return range(len(value)) if isinstance(value, list) else None


def _left(value: Any, content: Any) -> Any:
    if isinstance(value, dict):
        left = {key: value[key] for key in content if key in value}
        return left if type(value) is dict else _like(value, left)
    if isinstance(value, set):
        return type(value)(value & content)
    return value[: len(content)]


def _like(value: Any, left: dict[Any, Any]) -> Any:
    copy = value.copy()
    copy.clear()
    copy.update(left)
    return copy
