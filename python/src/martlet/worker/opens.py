"""Which files a step opens: Python's audit events, told apart by thread.

What C and C++ libraries open without Python's help is not seen.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import threading
from typing import Any, NamedTuple

from martlet import _native

__all__ = ["Opened", "watch", "watched"]

#: More files than these of one step are not told apart.
LIMIT = 1000

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

#: Events by which files come and go under a name, with the argument that is that name.
_CHANGES = {"os.rename": 1, "os.link": 1, "os.symlink": 1, "os.truncate": 0, "os.remove": 0}


class Opened(NamedTuple):
    """What one step did with files.

    Attributes
    ----------
    read : set of str
        Paths that it opened to read, as it named them.
    written : set of str
        Paths that it made, changed or removed, absolute.
    appended : set of str
        Those of them to which it only added, as to a log.
    """

    read: set[str]
    written: set[str]
    appended: set[str]


class _Watch(threading.local):
    opened: Opened | None = None


_watch = _Watch()
_installed = threading.Lock()
_is_installed = False

#: What this process has written: nobody's input. A temporary file is one of these.
_own: set[str] = set()


def watch() -> None:
    """Watch what this thread opens from now on."""
    global _is_installed
    with _installed:
        if not _is_installed:
            _native.add_audit_hook(_hook, ("open", *_CHANGES))
            _is_installed = True
    _watch.opened = Opened(set(), set(), set())


def watched() -> Opened | None:
    """What this thread opened since it was last watched; files of packages and the system left out."""
    opened, _watch.opened = _watch.opened, None
    if opened is None:
        return None
    read = {path for path in opened.read if _counts(path)}
    return opened._replace(read=read)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    opened = _watch.opened
    if opened is None:
        return
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, int) or path is None:
            return
        writes = any(letter in mode for letter in "wax+") if mode else flags & _WRITING
        if not writes:
            _note(opened.read, path)
            return
        _note(opened.written, path, is_own=True)
        if "a" in mode if mode else flags & os.O_APPEND:
            _note(opened.appended, path, is_own=True)
    elif event in _CHANGES:
        _note(opened.written, arguments[_CHANGES[event]], is_own=True)


def _note(paths: set[str], path: Any, is_own: bool = False) -> None:
    """Remember a path; an audit hook must not raise."""
    try:
        text = os.fsdecode(path)
    except (TypeError, ValueError):
        return
    if is_own:
        text = os.path.abspath(text)
        if len(_own) < 100_000:
            _own.add(text)
    if len(paths) < LIMIT:
        paths.add(text)


def _counts(path: str) -> bool:
    full = os.path.abspath(path)
    if full in _own or full.endswith((".py", ".pyc", ".so")) or "\0" in full:
        return False
    return not full.startswith(_folders())


_folders_known: tuple[str, ...] = ()


def _folders() -> tuple[str, ...]:
    """Folders of the system, of Python and its packages, and of caches."""
    global _folders_known
    if not _folders_known:
        places = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix}
        places |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
        home = os.path.expanduser("~")
        places |= {os.path.join(home, ".cache"), os.path.join(home, ".config")}
        places |= {"/proc", "/sys", "/dev", "/run", "/etc", "/usr", "/lib", "/lib64", "/bin", "/opt"}
        _folders_known = tuple(
            sorted({os.path.join(os.path.abspath(place), "") for place in places if place})
        )
    return _folders_known
