"""The files that a step's key counts, and whether they are what they were when it was planned."""

from __future__ import annotations

import functools
import os
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from martlet import _native
from martlet.observed import LISTED, listing, told

__all__ = ["NO_FILES", "Planned", "PlannedFile"]


class PlannedFile(NamedTuple):
    """A file that a step's key counts, as the client saw it.

    Attributes
    ----------
    path : str
        Its absolute path.
    size, modified, changed : int
        Bytes, and times in nanoseconds since 1970. A folder that counts by what it holds has the
        modification time -1, one that was only listed -2.
    identity : bytes
        32 bytes; empty for a file that was not there.
    """

    path: str
    size: int
    modified: int
    changed: int
    identity: bytes


class Planned:
    """The files that a step's key counts.

    Parameters
    ----------
    named : iterable of tuple
        Those that its arguments name, each a :class:`PlannedFile`.
    opened : iterable of tuple, optional
        Those that it was seen to open besides.
    """

    def __init__(self, named: Iterable[Any], opened: Iterable[Any] = ()) -> None:
        self._named = [PlannedFile(*row) for row in named]
        self._opened = [PlannedFile(*row) for row in opened]
        self._files = [*self._named, *self._opened]
        #: The paths of those that count by what they hold, or by not being there.
        self.paths = frozenset(file.path for file in self._files if file.modified != LISTED)
        self._listed = frozenset(file.path for file in self._files if file.modified == LISTED)

    def joined(self, others: Iterable[Planned]) -> Planned:
        """These files and others, which count as if they had been opened."""
        opened = [*self._opened, *(file for other in others for file in other._files)]
        named = set(self._named)
        # Each once, however many ways lead to it.
        return Planned(self._named, dict.fromkeys(file for file in opened if file not in named))

    def changed(self, files: Any) -> str:
        """The path of a file that is not what was planned; empty if all are.

        Parameters
        ----------
        files : _native.Files
            Knows files: asked about those that look as if they had been touched.
        """
        for file in self._files:
            if not _is_as_planned(file, files):
                return file.path
        return ""

    def names(self, path: str) -> bool:
        """Whether the step's arguments name what lies under an absolute path."""
        return self._by_name.covers(path)

    def covers(self, path: str) -> bool:
        """Whether the key counts what lies under an absolute path."""
        if path in self.paths:
            return True
        if not self.paths:
            return False
        real = os.path.realpath(path)
        return real in self._real or any(real.startswith(folder) for folder in self.folders)

    def covers_listing(self, path: str) -> bool:
        """Whether the key counts which names are in a folder, given by its absolute path."""
        return path in self._listed or self.covers(path)

    def among(self, paths: Collection[str]) -> set[str]:
        """Those of some real paths that the key counts."""
        found = self._real.intersection(paths)
        if self.folders:
            found |= {path for path in list(paths) if path.startswith(self.folders)}
        return set(found)

    @functools.cached_property
    def _by_name(self) -> Planned:
        return Planned(self._named) if self._opened else self

    @functools.cached_property
    def _real(self) -> frozenset[str]:
        return frozenset(os.path.realpath(path) for path in self.paths)

    @functools.cached_property
    def folders(self) -> tuple[str, ...]:
        """The beginnings of paths in folders that count by what they hold."""
        folders = (file.path for file in self._files if file.modified == -1)
        return tuple(os.path.join(os.path.realpath(path), "") for path in folders)


NO_FILES = Planned(())


def _is_as_planned(file: PlannedFile, files: Any) -> bool:
    if file.modified == LISTED:
        return listing(file.path) == file.identity
    if not file.identity:
        return not os.path.exists(file.path)
    try:
        status = os.stat(file.path)
        times = status.st_size, status.st_mtime_ns, status.st_ctime_ns
        return times == file[1:4] or told(file.path, files)[4] == file.identity
    except (OSError, _native.Unidentified):
        return False
