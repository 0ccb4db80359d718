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
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from martlet import _native

from .places import counts

__all__ = ["Opened", "Stamp", "stamp_of", "watch"]

#: What tells two states of a file apart: inode, size, times of change.
Stamp = tuple[int, int, int, int]

#: More files than these of one step are not told apart.
LIMIT = 10_000

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Opened:
    """What one step does with files.

    Parameters
    ----------
    planned : frozenset of str
        Absolute paths that its key counts: reading them is nothing new.

    Attributes
    ----------
    read : dict
        Files that it opened to read, as it named them, each with its state before; None if there was
        none.
    listed : dict
        Folders that it listed, likewise.
    written : dict
        Absolute paths that it made, changed or removed, each with whether something was there before.
    appended : set of str
        Those of them to which it only added, as to a log.
    is_overfull : bool
        Whether it opened more than can be told.
    """

    def __init__(self, planned: frozenset[str] = frozenset()) -> None:
        self._planned = planned
        self._around = _current.get()
        self.read: dict[str, Stamp | None] = {}
        self.listed: dict[str, Stamp | None] = {}
        self.written: dict[str, bool] = {}
        self.appended: set[str] = set()
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

    def reads(self, name: str, path: str) -> None:
        """Note that a file is opened to be read, before it is."""
        if path in self._planned or path in self.written or name in self.read:
            return
        if len(self.read) >= LIMIT:
            self.is_overfull = True
        else:
            self.read[name] = stamp_of(path)

    def lists(self, name: str, path: str) -> None:
        """Note that a folder is listed, before it is."""
        if len(self.listed) >= LIMIT:
            self.is_overfull = True
        else:
            self.listed.setdefault(name, stamp_of(path))

    def writes(self, path: str, *, appends: bool = False) -> None:
        """Note that a file is made, changed or removed."""
        if len(self.written) >= LIMIT:
            self.is_overfull = True
            return
        self.written.setdefault(path, os.path.lexists(path))
        if appends:
            self.appended.add(path)


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


def watch(planned: frozenset[str] = frozenset()) -> Opened:
    """Watch what is opened in this context, until the answer's `end`.

    Parameters
    ----------
    planned : frozenset of str
        See :class:`Opened`.
    """
    if not _is_installed:
        _install()
    opened = Opened(planned)
    _running.add(opened)
    _current.set(opened)
    return opened


def _install() -> None:
    global _is_installed
    with _installing:
        if not _is_installed:
            _nobodys.update(threading.enumerate())
            _native.add_audit_hook(_hook, tuple(_NOTES))
            _is_installed = True


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    note = _NOTES.get(event)
    if note is None or not _running:
        return
    opened = _current.get()
    try:
        for each in _steps_of_thread() if opened is None else (opened,):
            note(each, arguments)
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


def _open(opened: Opened, arguments: tuple[Any, ...]) -> None:
    name, mode, flags = arguments
    found = _located(name)
    if found is None or not counts(found[1], sys._getframe(2)):
        return
    writes = any(letter in mode for letter in "wax+") if mode else flags & _WRITING
    appends = "a" in mode if mode else flags & os.O_APPEND
    is_new = any(letter in mode for letter in "wx") if mode else flags & (os.O_TRUNC | os.O_EXCL)
    also_reads = ("+" in mode if mode else flags & os.O_RDWR) and not is_new
    if not writes or also_reads:
        opened.reads(*found)
    if writes:
        opened.writes(found[1], appends=bool(appends))


def _list(opened: Opened, arguments: tuple[Any, ...]) -> None:
    found = _located("." if arguments[0] is None else arguments[0])
    if found is not None and counts(found[1], sys._getframe(2), is_listed=True):
        opened.lists(*found)


def _connect(opened: Opened, arguments: tuple[Any, ...]) -> None:
    """SQLite, which opens behind Python's back what it is told here."""
    name = os.fsdecode(arguments[0])
    if name.startswith("file:"):
        name = name.removeprefix("file:").split("?")[0]
        name = name.removeprefix("//")
    if name and name != ":memory:":
        opened.reads(name, os.path.abspath(name))


def _change(opened: Opened, arguments: tuple[Any, ...]) -> None:
    found = _located(arguments[0])
    if found is not None:
        opened.writes(found[1])


def _move(opened: Opened, arguments: tuple[Any, ...]) -> None:
    _change(opened, arguments)
    _change(opened, arguments[1:])


def _located(name: Any) -> tuple[str, str] | None:
    """A path as it was named, and absolute; None for a descriptor."""
    if name is None or isinstance(name, int):
        return None
    text = name if type(name) is str else os.fsdecode(name)
    return None if "\0" in text else (text, os.path.abspath(text))


#: Who notes which event.
_NOTES: dict[str, Callable[[Opened, tuple[Any, ...]], None]] = {
    "open": _open,
    "os.listdir": _list,
    "os.scandir": _list,
    "sqlite3.connect": _connect,
    "os.rename": _move,
    "os.link": lambda opened, arguments: _change(opened, arguments[1:]),
    "os.symlink": lambda opened, arguments: _change(opened, arguments[1:]),
    "os.truncate": _change,
    "os.remove": _change,
    "os.mkdir": _change,
    "os.rmdir": _change,
}
