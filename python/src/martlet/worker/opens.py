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

from .events import NOTES
from .memory import MEMORY, NO_CODE, Code, Stack
from .planned import NO_FILES, Planned

__all__ = ["Opened", "Stamp", "stamp_of", "watch"]

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
    code : Code
        The user's code that it reaches.

    Attributes
    ----------
    stacks : set of tuple
        The places in this code at which it read files or listed folders.
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

    def __init__(self, planned: Planned, code: Code) -> None:
        self._planned, self.code = planned, code
        self.stacks: set[Stack] = set()
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
        if path in self.written and before is None:
            return
        stamp = before or stamp_of(path)
        self._remember(name, path, stamp, caller, is_listed=False)
        if path in self._planned.paths or name in self.read:
            return
        if len(self.read) >= LIMIT:
            self.is_overfull = True
        else:
            self.read[name] = stamp

    def lists(self, name: str, path: str, caller: FrameType) -> None:
        """Note that a folder is listed, before it is."""
        stamp = stamp_of(path)
        self._remember(name, path, stamp, caller, is_listed=True)
        if len(self.listed) >= LIMIT:
            self.is_overfull = True
        else:
            self.listed.setdefault(name, stamp)

    def _remember(
        self, name: str, path: str, stamp: Stamp | None, caller: FrameType, *, is_listed: bool
    ) -> None:
        stack = self.code.stack(caller)
        if stack:
            self.stacks.add(stack)
            is_named = self._planned.names(path)
            MEMORY.note(stack, path, name, stamp, is_listed=is_listed, is_named=is_named)

    def writes(self, path: str, *, appends: bool = False) -> None:
        """Note that a file is made, changed or removed."""
        if len(self.written) >= LIMIT:
            self.is_overfull = True
            return
        if appends and path not in self.written:
            self.appended[path] = stamp_of(path)
        self.written.setdefault(path, os.path.lexists(path))


def stamp_of(path: str) -> Stamp | None:
    """The state of a file; None if there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


_current: ContextVar[Opened | None] = ContextVar("martlet_opened", default=None)
_running: set[Opened] = set()
#: Threads that were there before any step.
_nobodys: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
_installing = threading.Lock()
_is_installed = False


def watch(planned: Planned = NO_FILES, code: Code = NO_CODE) -> Opened:
    """Watch what is opened in this context, until the answer's `end`.

    Parameters
    ----------
    planned, code : Planned, Code
        See :class:`Opened`.
    """
    if not _is_installed:
        _install()
    opened = Opened(planned, code)
    _running.add(opened)
    _current.set(opened)
    return opened


def _install() -> None:
    global _is_installed
    with _installing:
        if not _is_installed:
            _nobodys.update(threading.enumerate())
            _native.add_audit_hook(_hook, tuple(NOTES))
            _is_installed = True


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    note = NOTES.get(event)
    if note is None or not _running:
        return
    opened = _current.get()
    try:
        for each in _steps_of_thread() if opened is None else (opened,):
            note(each, arguments, sys._getframe(1))
    except Exception:  # what is raised here would end the user's call
        for each in list(_running):
            each.is_overfull = True


def _steps_of_thread() -> tuple[Opened, ...]:
    """The steps that a thread without their context may work for: whoever runs.

    Which step started it says nothing, since a pool's threads serve all.
    """
    # `current_thread` would make an object for a thread that is none of Python's.
    thread = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]
    if thread is None or thread in _nobodys or thread.name.startswith(("Dask-", "martlet")):
        return ()
    return tuple(_running)
