"""What code of this process may hold in memory of files that it has read, for steps that come later.

Nobody sees a table in a global being asked, or ``functools.cache``. But where code read a file for one
step, and another step that reaches the same code does not come by that place, it may have had from memory
what was read there: so the file counts for it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, NamedTuple

__all__ = ["MEMORY", "NO_CODE", "Code", "Memory", "Reads", "Stack"]

#: Functions, classes or a module of the user's: module, name, digests of what they are by themselves.
Part = tuple[str, str, frozenset[str]]

#: Places in the user's code, innermost first: whose code, and the instruction.
Stack = tuple[tuple[Part, int], ...]

#: More files than these are not told apart, and frames farther out do not count.
LIMIT, DEPTH = 1_000_000, 100

#: The state of a file that was read in more than one.
_CHANGED = object()

_KINDS = frozenset({"function", "class", "module", "source"})


class Code:
    """The user's code that a step reaches and that may keep in memory what it reads.

    Parameters
    ----------
    parts : iterable of (str, str, str, str)
        As in the manifests of its fingerprints.
    """

    def __init__(self, parts: Iterable[tuple[str, str, str, str]] = ()) -> None:
        owns: dict[tuple[str, str], set[str]] = {}
        for kind, module, name, own in parts:
            if kind in _KINDS:
                owns.setdefault((module, name), set()).add(own)
        self._parts: dict[tuple[str, str], Part] = {
            place: (*place, frozenset(some)) for place, some in owns.items()
        }
        self._known: dict[tuple[str, str], Any] = {}
        self._shared: dict[Stack, Stack] = {}

    def stack(self, frame: FrameType | None) -> Stack:
        """The places in this code that lead to a frame."""
        places = []
        for _ in range(DEPTH):
            if frame is None:
                break
            module, name = frame.f_globals.get("__name__"), frame.f_code.co_qualname
            if module == "martlet.worker.entry":
                break
            part = self._part(module, name)
            if part is not None:
                places.append((part, frame.f_lasti))
            frame = frame.f_back
        return tuple(places)

    def shared(self, stack: Stack) -> Stack:
        """The places of a stack, of whatever step, that are in this code."""
        found = self._shared.get(stack)
        if found is None:
            found = tuple(place for place in stack if self._has(place[0]))
            self._shared[stack] = found
        return found

    def _has(self, part: Part) -> bool:
        mine = self._parts.get(part[:2])
        return mine is not None and not mine[2].isdisjoint(part[2])

    def _part(self, module: Any, name: str) -> Part | None:
        """The part to which code belongs: nested functions and methods to what they lie in."""
        if (module, name) not in self._known:
            if module == "__mp_main__":
                module = "__main__"
            outer, found = name, None
            while found is None and outer:
                outer = outer.removesuffix(".<locals>")
                found = self._parts.get((module, outer))
                outer = outer.rpartition(".")[0]
            self._known[module, name] = found or self._parts.get((module, ""))
        return self._known[module, name]


NO_CODE = Code()


class Reads(NamedTuple):
    """What was read at one place.

    Attributes
    ----------
    states : dict
        What each file or folder was like, by absolute path: a `martlet.worker.opens.Stamp`, None if
        there was none, or what equals none if it changed.
    unnamed : dict
        Those that no argument of the step named, by absolute path: as it named them, and whether they
        were listed.
    """

    states: dict[str, Any]
    unnamed: dict[str, tuple[str, bool]]


class Memory:
    """What was read in this process, by the places in code."""

    def __init__(self) -> None:
        self._reads: dict[Stack, Reads] = {}
        self._count = 0

    def note(
        self, stack: Stack, path: str, name: str, state: Any, *, is_listed: bool, is_named: bool
    ) -> None:
        """Know that a file or folder was read at a place."""
        reads = self._reads.get(stack)
        if reads is None:
            reads = self._reads.setdefault(stack, Reads({}, {}))
        if path not in reads.states:
            self._count += 1
            if self._count > LIMIT:
                return
        if reads.states.setdefault(path, state) != state:
            reads.states[path] = _CHANGED
        if not is_named:
            reads.unnamed[path] = name, is_listed

    def name(self, stacks: set[Stack], paths: set[str]) -> None:
        """Know that the arguments of the step which read files at some places name these after all."""
        for stack in stacks:
            for path in paths:
                self._reads[stack].unnamed.pop(path, None)

    @property
    def is_overfull(self) -> bool:
        """Whether more was read than can be told."""
        return self._count > LIMIT

    def may_hold(self, code: Code, stacks: set[Stack]) -> bool:
        """Whether a step may have had anything from memory: see `held`."""
        return self.is_overfull or any(True for _ in self.held(code, stacks))

    def held(self, code: Code, stacks: set[Stack]) -> Iterator[Reads]:
        """What a step may have had from memory.

        Parameters
        ----------
        code : Code
            What it reaches.
        stacks : set of tuple
            Where it read files itself.
        """
        for stack, reads in list(self._reads.items()):
            if stack in stacks:
                continue
            mine = code.shared(stack)
            if mine and not any(code.shared(own)[: len(mine)] == mine for own in stacks):
                yield reads


#: Of this process, whoever its clients are.
MEMORY = Memory()
