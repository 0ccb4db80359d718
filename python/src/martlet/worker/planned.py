"""The files that a step's key counts, and whether they are what they were when it was planned."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from martlet import _native
from martlet.observed import LISTED, listing, told

__all__ = ["Planned", "PlannedFile"]


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
    rows : iterable of tuple
        Each a :class:`PlannedFile`.
    """

    def __init__(self, rows: Any) -> None:
        self._files = [PlannedFile(*row) for row in rows]
        #: The paths of those that count by what they hold, or by not being there.
        self.paths = frozenset(file.path for file in self._files if file.modified != LISTED)
        self._listed = frozenset(file.path for file in self._files if file.modified == LISTED)

    def joined(self, others: Iterable[Planned]) -> Planned:
        """These files and others."""
        files = [*self._files, *(file for other in others for file in other._files)]
        return Planned(dict.fromkeys(files))  # each once, however many ways lead to it

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

    def covers(self, path: str) -> bool:
        """Whether the key counts what lies under an absolute path."""
        if path in self.paths:
            return True
        if not self.paths:
            return False
        real = os.path.realpath(path)
        return real in self._real or any(real.startswith(folder) for folder in self._folders)

    def covers_listing(self, path: str) -> bool:
        """Whether the key counts which names are in a folder, given by its absolute path."""
        return path in self._listed or self.covers(path)

    @functools.cached_property
    def _real(self) -> frozenset[str]:
        return frozenset(os.path.realpath(path) for path in self.paths)

    @functools.cached_property
    def _folders(self) -> tuple[str, ...]:
        folders = (file.path for file in self._files if file.modified == -1)
        return tuple(os.path.join(os.path.realpath(path), "") for path in folders)


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
