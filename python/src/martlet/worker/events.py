"""What Python's audit events say of files: which are read, listed, made or changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .places import counts

if TYPE_CHECKING:
    from .opens import Watching

__all__ = ["NOTES"]

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _open(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    name, mode, flags = arguments
    found = _located(name)
    if found is None or not counts(found[1], caller):
        return
    writes = any(letter in mode for letter in "wax+") if mode else flags & _WRITING
    appends = "a" in mode if mode else flags & os.O_APPEND
    is_new = any(letter in mode for letter in "wx") if mode else flags & (os.O_TRUNC | os.O_EXCL)
    also_reads = ("+" in mode if mode else flags & os.O_RDWR) and not is_new
    if not writes or also_reads:
        opened.reads(*found, caller)
    if writes:
        opened.writes(found[1], appends=bool(appends))


def _list(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    found = _located("." if arguments[0] is None else arguments[0])
    if found is not None and counts(found[1], caller, is_listed=True):
        opened.lists(*found, caller)


def _connect(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    """SQLite, which opens behind Python's back what it is told here."""
    name = os.fsdecode(arguments[0])
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    if name and name != ":memory:":
        opened.reads(name, os.path.abspath(name), caller)


def _change(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    found = _located(arguments[0])
    if found is not None:
        opened.writes(found[1])


def _truncate(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    _take(opened, arguments[0], caller)
    _change(opened, arguments, caller)


def _move(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    _link(opened, arguments, caller)
    _change(opened, arguments, caller)


def _link(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    _take(opened, arguments[0], caller)
    _change(opened, arguments[1:], caller)


def _link_by_name(opened: Watching, arguments: tuple[Any, ...], caller: FrameType) -> None:
    target, link = map(os.fsdecode, arguments[:2])
    _take(opened, os.path.join(os.path.dirname(link), target), caller)  # as the system reads it
    _change(opened, arguments[1:], caller)


def _take(opened: Watching, name: Any, caller: FrameType) -> None:
    """Note as read what will lie under a name that counts as the step's own from then on."""
    found = _located(name)
    if found is not None and not os.path.isdir(found[1]) and counts(found[1], caller):
        opened.reads(*found, caller)


def _located(name: Any) -> tuple[str, str] | None:
    """A path as it was named, and absolute; None for a descriptor."""
    if name is None or isinstance(name, int):
        return None
    text = name if type(name) is str else os.fsdecode(name)
    return None if "\0" in text else (text, os.path.abspath(text))


#: Who notes which event, given what watches, the event's arguments, and who caused it.
NOTES: dict[str, Callable[[Watching, tuple[Any, ...], FrameType], None]] = {
    "open": _open,
    "os.listdir": _list,
    "os.scandir": _list,
    "sqlite3.connect": _connect,
    "os.rename": _move,
    "os.link": _link,
    "os.symlink": _link_by_name,
    "os.truncate": _truncate,
    "os.remove": _change,
    "os.mkdir": _change,
    "os.rmdir": _change,
}
