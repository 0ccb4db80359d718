"""A step's files on the worker: whether they are what was planned, and what else it opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from martlet import _native
from martlet.observed import Observation, digest_of

from .results import Unkeepable

if TYPE_CHECKING:
    from .opens import Opened
    from .session import Session

__all__ = ["FileUse", "Planned", "PlannedFile", "is_writer", "uncovered"]

#: Texts of the arguments and of the result that are looked at for names of files.
TEXTS = 10_000


class PlannedFile(NamedTuple):
    """A file that a step's key counts, as the client saw it.

    Attributes
    ----------
    path : str
        Its absolute path.
    size, modified, inode : int
        Bytes, nanoseconds since 1970, and number, of the file.
    identity : bytes
        32 bytes.
    """

    path: str
    size: int
    modified: int
    inode: int
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

    def changed(self, files: Any) -> str:
        """The path of a file that is not what was planned; empty if all are.

        Parameters
        ----------
        files : _native.Files
            Knows files: asked about those that look as if they had been touched.
        """
        for file in self._files:
            try:
                now = os.stat(file.path)
            except OSError:
                return file.path
            if (now.st_size, now.st_mtime_ns) == (file.size, file.modified):
                continue
            files.forget()
            try:
                if files.identity(file.path) != file.identity:
                    return file.path
            except Exception:  # it can't be identified any more
                return file.path
        return ""

    def covers(self, path: str) -> bool:
        """Whether the key counts what lies under a path."""
        real = os.path.realpath(path)
        for file in self._files:
            known = os.path.realpath(file.path)
            if real == known or real.startswith(os.path.join(known, "")):
                return True
        return False


class FileUse:
    """What a step did with files, and what follows from it.

    Parameters
    ----------
    session : Session
        The client's session here.
    planned : Planned
        The files that its key counts.
    checks : tuple of bytes
        Fingerprints of its functions.
    started : float
        When it started, in seconds since 1970.
    """

    def __init__(
        self, session: Session, planned: Planned, checks: tuple[bytes, ...], started: float
    ) -> None:
        self._session, self._planned = session, planned
        self._checks, self._started = checks, started

    def heed(
        self, opened: Opened | None, arguments: Any, value: Any, *, counts_already: bool
    ) -> bytes | None:
        """Remember what was seen for later plans.

        Parameters
        ----------
        opened : Opened or None
            What the step opened; None if nobody watched.
        arguments, value : object
            What it was called with, and what it returned.
        counts_already : bool
            Whether its key counts files that its function opens besides.

        Returns
        -------
        bytes or None
            A digest of files that the key has to count too, if there are any.

        Raises
        ------
        Unkeepable
            If the result can't be kept.
        """
        changed = self._planned.changed(self._session.files)
        if changed:
            raise Unkeepable(f"`{changed}` changed while the step ran")
        if opened is None or not (opened.read or opened.written):
            return None
        opens = uncovered(opened, self._planned)
        writes = is_writer(opened, arguments, value)
        if not (opens or writes):
            return None
        if not self._checks:
            raise Unkeepable("it opens files that its arguments don't name")
        observations = self._session.observations
        for subject in self._checks:
            observations.add(subject, Observation(opens, writes))
        if writes:
            raise Unkeepable("it writes files, so it runs every time")
        return None if counts_already else self._digest(opens)

    def _digest(self, opens: frozenset[str]) -> bytes:
        """The digest of all files that the functions are known to open, as the next plan has it."""
        files = self._session.files
        for path in opens:
            if os.path.exists(path) and os.stat(path).st_ctime > self._started:
                raise Unkeepable(f"`{path}` changed while the step ran")
        files.forget()
        try:
            return digest_of(self._session.observations.of_all(self._checks).opens, files)
        except _native.Unidentified as error:
            raise Unkeepable(f"it opens files that can't be identified: {error}") from error


def uncovered(opened: Opened, planned: Planned) -> frozenset[str]:
    """Files that a step read though its key does not count them, by the names that it used."""
    return frozenset(
        path
        for path in opened.read
        if os.path.abspath(path) not in opened.written and not planned.covers(path)
    )


def is_writer(opened: Opened, *values: Any) -> bool:
    """Whether a step made or changed a file that its arguments or its result name."""
    if not opened.written:
        return False
    named = {os.path.abspath(text) for text in _texts(values)}
    if named & opened.written:
        return True
    return any(os.path.dirname(path) in named for path in opened.written - opened.appended)


def _texts(values: Any) -> Iterator[str]:
    """Texts among values and in what they consist of, a bounded number."""
    waiting, seen, count = list(values), set(), 0
    while waiting and count < TEXTS:
        value = waiting.pop()
        count += 1
        if isinstance(value, str):
            yield value.removeprefix("file://")
        elif isinstance(value, os.PathLike):
            yield os.fsdecode(value)
        elif id(value) not in seen:
            seen.add(id(value))
            if isinstance(value, dict):
                waiting += [*value.keys(), *value.values()]
            elif isinstance(value, (list, tuple, set, frozenset)):
                waiting += value
            elif type(value).__module__ not in ("builtins", "numpy"):
                waiting += vars(value).values() if hasattr(value, "__dict__") else ()
