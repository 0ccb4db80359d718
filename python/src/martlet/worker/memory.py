"""What code of this process may hold in memory of files that it has read, for steps that come later.

Nobody sees a table in a global being asked, or ``functools.cache``. So a file that was read beneath a
function which may keep it counts for every step that reaches this function.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, NamedTuple

from .named_files import named_among
from .places import is_users

__all__ = ["MEMORY", "NO_KEEPERS", "UNKNOWN", "Keeper", "Keepers", "Memory", "Reads"]

#: More files than these are not told apart, and frames farther out do not count.
LIMIT, DEPTH = 1_000_000, 1000

#: The state of a file that was read in more than one.
_CHANGED = object()

#: Where code stands: a module, and the qualified name of a function; no name for the whole module.
Place = tuple[str, str]


class Keeper(NamedTuple):
    """A function that may keep what is read beneath it, or a module of which that is not known.

    Attributes
    ----------
    place : tuple of (str, str)
        Where it stands.
    owns : frozenset of str
        Digests of what it is; none if that is not known: then it is taken for any.
    """

    place: Place
    owns: frozenset[str] = frozenset()


class Keepers:
    """Those that a step reaches.

    Parameters
    ----------
    rows : iterable of (str, str, str)
        Modules, qualified names and digests, as in the manifests of its fingerprints.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        owns: dict[Place, set[str]] = {}
        for module, name, own in rows:
            owns.setdefault((module, name), set()).add(own)
        #: All of them.
        self.all = [Keeper(place, frozenset(some)) for place, some in owns.items()]
        self._known: dict[Place, Keeper | None] = {each.place: each for each in self.all}

    def above(self, frame: FrameType | None) -> Iterable[Keeper]:
        """Those beneath which a frame is; all of them if nothing of the user's is above it."""
        found: set[Keeper] = set()
        is_users_code = False
        for _ in range(DEPTH if self.all else 0):
            if frame is None or frame.f_globals.get("__name__") == "martlet.worker.entry":
                break
            if is_users(frame.f_code.co_filename):
                is_users_code = True
                keeper = self._at(frame.f_globals.get("__name__"), frame.f_code.co_qualname)
                if keeper is not None:
                    found.add(keeper)
            frame = frame.f_back
        return found if is_users_code else self.all

    def _at(self, module: Any, name: str) -> Keeper | None:
        if (module, name) not in self._known:
            found = (self._known.get(place) for place in places_of(module, name))
            self._known[module, name] = next(filter(None, found), None)
        return self._known[module, name]


NO_KEEPERS = Keepers()

#: Of a step of which nobody knows what it reaches.
UNKNOWN = Keepers()


def places_of(module: Any, name: str) -> list[Place]:
    """The places to which code belongs: a function, those in which it is nested, its module."""
    if module == "__mp_main__":
        module = "__main__"
    parts = name.split(".<locals>.")
    return [
        *((module, ".<locals>.".join(parts[:count])) for count in range(len(parts), 0, -1)),
        (module, ""),
    ]


class Reads(NamedTuple):
    """What was read beneath a keeper, by real paths.

    Attributes
    ----------
    states : dict
        What each file or folder was like: a `martlet.worker.opens.Stamp`, None if there was none, or what
        equals neither if it changed meanwhile.
    unnamed : dict
        Those that no argument of the step named: as it named them, and whether they were listed.
    """

    states: dict[str, Any]
    unnamed: dict[str, tuple[str, bool]]


class Memory:
    """What was read in this process, by keepers."""

    def __init__(self) -> None:
        self._reads: dict[Place, dict[frozenset[str], Reads]] = {}
        self._count = 0
        #: Folders in which nothing outlasts the process.
        self.passing: tuple[str, ...] = ()

    def note(
        self,
        keepers: Iterable[Keeper],
        path: str,
        state: Any,
        name: str,
        *,
        is_listed: bool,
        is_named: bool = False,
    ) -> bool:
        """Know that a file or folder was read beneath keepers, by its real path; see `Reads`.

        Returns
        -------
        bool
            Whether it was not among the unnamed ones before.
        """
        is_new = False
        for place, owns in keepers:
            reads = self._reads.setdefault(place, {}).setdefault(owns, Reads({}, {}))
            if path not in reads.states:
                self._count += 1
                if self._count > LIMIT:
                    break
            if reads.states.setdefault(path, state) != state:
                reads.states[path] = _CHANGED
            if not is_named and not path.startswith(self.passing):
                is_new = is_new or path not in reads.unnamed
                reads.unnamed[path] = name, is_listed
        return is_new

    def note_frame(
        self, frame: FrameType | None, path: str, state: Any, name: str, *, is_listed: bool
    ) -> None:
        """Know that something was read beneath a frame, outside of all steps of which anything is known."""
        places: set[Place] = set()
        for _ in range(DEPTH):
            if frame is None:
                break
            if is_users(frame.f_code.co_filename):
                places |= {*places_of(frame.f_globals.get("__name__"), frame.f_code.co_qualname)}
            frame = frame.f_back
        if places:
            real = os.path.realpath(path)
            self.note(map(Keeper, places), real, state, name, is_listed=is_listed)

    def pass_over(self, keepers: Keepers, noted: set[str], arguments: Any) -> None:
        """Let what a step's arguments name after all, and what is gone, not count for others.

        So it is with files that inputs name, and with temporary ones.

        Parameters
        ----------
        keepers : Keepers
            What the step reaches.
        noted : set of str
            Real paths of what it was the first to read unnamed.
        arguments : object
            What it was called with.
        """
        known = (self._reads.get(place, {}).get(owns) for place, owns in keepers.all)
        own = [reads for reads in known if reads is not None]
        unnamed = {path for reads in own for path in noted if path in reads.unnamed}
        if unnamed:
            gone = {path for path in unnamed if not os.path.lexists(path)}
            for path in gone | named_among(unnamed, arguments):
                for reads in own:
                    reads.unnamed.pop(path, None)

    def of(self, keepers: Keepers) -> Iterator[Reads]:
        """What a step may have had from memory."""
        for place, owns in keepers.all:
            for others, reads in list(self._reads.get(place, {}).items()):
                if not owns or not others or not owns.isdisjoint(others):
                    yield reads

    def may_hold(self, keepers: Keepers) -> bool:
        """Whether a step may have had anything from memory."""
        return self.is_overfull or any(True for _ in self.of(keepers))

    @property
    def is_overfull(self) -> bool:
        """Whether more was read than can be told."""
        return self._count > LIMIT


#: Of this process, whoever its clients are.
MEMORY = Memory()
