"""Which files a step opens: Python's audit events, told apart by step.

Each step has a context of its own, which its coroutines and what it runs ``to_thread`` share. What a
thread opens that has none counts for all steps that run meanwhile. What C and C++ libraries open without
Python's help is not seen, nor what other programs do that a step starts.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from contextvars import ContextVar
from types import FrameType
from typing import Any

from martlet import _native
from martlet.naming import folders_above

from .events import NOTES
from .memory import MEMORY, NO_KEEPERS, UNKNOWN, Keepers
from .planned import NO_FILES, Planned

__all__ = ["Opened", "Stamp", "Watching", "install", "stamp_of", "watch"]

#: What tells two states of a file apart: inode, size, times of change.
Stamp = tuple[int, int, int, int]

#: More files than these of one step are not told apart.
LIMIT = 10_000


class Opened:
    """What one step does with files.

    Parameters
    ----------
    planned : Planned
        Files that its key counts: reading them is nothing new.
    keepers : Keepers
        What it reaches that may keep in memory what is read beneath it.

    Attributes
    ----------
    touched : set of str
        Real paths of what it read or listed, whether its key counts it or not, if it has keepers.
    noted : set of str
        Those of them that no step before had read unnamed.
    read : dict
        Files that it opened to read, as it named them, each with its state before; None if there was
        none.
    listed : dict
        Folders that it listed, likewise.
    written : dict
        Absolute paths that it made, changed or removed, each with whether something was there before.
    appended : dict
        Those of them to which it only added, as to a log, each with its state before.
    is_overfull : bool
        Whether it opened more than can be told.
    """

    def __init__(self, planned: Planned, keepers: Keepers) -> None:
        self._planned, self.keepers = planned, keepers
        self.touched: set[str] = set()
        self.noted: set[str] = set()
        self._thread = threading.get_ident()
        self._around = _current.get()
        self.read: dict[str, Stamp | None] = {}
        self.listed: dict[str, Stamp | None] = {}
        self.written: dict[str, bool] = {}
        self.appended: dict[str, Stamp | None] = {}
        self.is_overfull = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was seen."""
        return not (self.read or self.listed or self.written or self.is_overfull)

    def end(self) -> None:
        """Watch no longer."""
        _running.discard(self)
        if _current.get() is self:
            _current.set(self._around)

    def reads(self, name: str, path: str, caller: FrameType) -> None:
        """Note that a file is opened to be read, before it is."""
        before = self.appended.get(path)
        if before is None and self._has_made(path):
            return
        stamp = before or stamp_of(path)
        self._remember(name, path, stamp, caller)
        if path in self._planned.paths or name in self.read:
            return
        if len(self.read) >= LIMIT:
            self.is_overfull = True
        else:
            self.read[name] = stamp

    def lists(self, name: str, path: str, caller: FrameType) -> None:
        """Note that a folder is listed, before it is."""
        if self._has_made(path):
            return
        stamp = stamp_of(path)
        self._remember(name, path, stamp, caller, is_listed=True)
        if len(self.listed) >= LIMIT:
            self.is_overfull = True
        else:
            self.listed.setdefault(name, stamp)

    def _has_made(self, path: str) -> bool:
        """Whether the step wrote a file, or made the folder in which it lies."""
        written = self.written
        if path in written:
            return True
        return bool(written) and any(written.get(each) is False for each in folders_above(path))

    def _remember(
        self,
        name: str,
        path: str,
        stamp: Stamp | None,
        caller: FrameType,
        *,
        is_listed: bool = False,
    ) -> None:
        if self.keepers is UNKNOWN:
            MEMORY.note_frame(caller, path, stamp, name, is_listed=is_listed)
        if not self.keepers.all:
            return
        real = os.path.realpath(path)
        self.touched.add(real)
        is_of_pool = threading.get_ident() != self._thread
        keepers = self.keepers.all if is_of_pool else self.keepers.above(caller)
        is_named = self._planned.names(path)
        if MEMORY.note(keepers, real, stamp, name, is_listed=is_listed, is_named=is_named):
            self.noted.add(real)

    def writes(self, path: str, *, appends: bool = False) -> None:
        """Note that a file is made, changed or removed."""
        if len(self.written) >= LIMIT:
            self.is_overfull = True
            return
        if appends and path not in self.written:
            self.appended[path] = stamp_of(path)
        self.written.setdefault(path, os.path.lexists(path))


class _Outside:
    """What is opened outside of steps, as by plain tasks: what they read may be kept in memory too."""

    def reads(self, name: str, path: str, caller: FrameType) -> None:
        MEMORY.note_frame(caller, path, stamp_of(path), name, is_listed=False)

    def lists(self, name: str, path: str, caller: FrameType) -> None:
        MEMORY.note_frame(caller, path, stamp_of(path), name, is_listed=True)

    def writes(self, path: str, *, appends: bool = False) -> None:
        pass


def stamp_of(path: str) -> Stamp | None:
    """The state of a file; None if there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


#: What takes note of events.
Watching = Opened | _Outside

_current: ContextVar[Opened | None] = ContextVar("martlet_opened", default=None)
_running: set[Opened] = set()
_OUTSIDE = (_Outside(),)
#: Threads that were there before any step.
_nobodys: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
_installing = threading.Lock()
_is_installed = False


def watch(planned: Planned = NO_FILES, keepers: Keepers = NO_KEEPERS) -> Opened:
    """Watch what is opened in this context, until the answer's `end`.

    Parameters
    ----------
    planned, keepers : Planned, Keepers
        See :class:`Opened`.
    """
    if not _is_installed:
        install()
    opened = Opened(planned, keepers)
    _running.add(opened)
    _current.set(opened)
    return opened


def install() -> None:
    """Begin to watch this process, whose threads of now work for no step but those of Dask's pools."""
    global _is_installed
    with _installing:
        if not _is_installed:
            _nobodys.update(threading.enumerate())
            _native.add_audit_hook(_hook, tuple(NOTES))
            _is_installed = True


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    note = NOTES.get(event)
    if note is None:
        return
    opened = _current.get()
    try:
        for each in _steps_of_thread() if opened is None else (opened,):
            note(each, arguments, sys._getframe(1))
    except Exception:  # what is raised here would end the user's call
        for each in list(_running):
            each.is_overfull = True


def _steps_of_thread() -> tuple[Watching, ...]:
    """The steps that a thread without their context may work for: whoever runs.

    Which step started it says nothing, since a pool's threads serve all.
    """
    # `current_thread` would make an object for a thread that is none of Python's.
    thread = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]
    if thread is None or thread in _nobodys or thread.name.startswith(("Dask-", "martlet")):
        return _OUTSIDE
    return tuple(_running) or _OUTSIDE
