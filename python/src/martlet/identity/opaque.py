"""Things without an identity: resources, iterators, and what belongs to this process only."""

from __future__ import annotations

import contextvars
import io
import logging
import socket
import threading
import types
import weakref
from collections.abc import Container, Generator, Iterable, Iterator
from typing import Any

from .subclasses import is_users_class

_EMPTY: tuple[Iterable[object], ...] = ([], (), {}, set(), "", b"", range(0), {}.items())
_ITERATORS = {type(iter(value)) for value in _EMPTY}
_LOCKS = (
    type(threading.Lock()),
    type(threading.RLock()),
    threading.Condition,
    threading.Event,
    threading.Semaphore,
    threading.Barrier,
    threading.local,
)

#: Handles of other libraries, by module and name of the type or a base.
_NAMED = {
    "distributed.client.Future": "a Future",
    "distributed.client.Client": "a Client",
    "distributed.actor.Actor": "an actor",
    "concurrent.futures._base.Future": "a Future",
    "asyncio.futures.Future": "a Future",
    "_asyncio.Future": "a Future",
    "sqlite3.Connection": "a connection",
    "sqlite3.Cursor": "a connection",
    "subprocess.Popen": "a process",
    "multiprocessing.context.BaseContext": "a process context",
    "ctypes.CDLL": "a library loaded by ctypes",
    "queue.Queue": "a queue",
    "_queue.SimpleQueue": "a queue",
    "_contextvars.ContextVar": "a context variable",
    "tempfile._TemporaryFileWrapper": "an open file",
    "h5py._hl.base.HLObject": "an open file",
}

#: Globals that don't count: they say how a step logs or takes turns, not what it computes.
_ASIDE = {
    "logging.Logger",
    "logging.LoggerAdapter",
    "logging.Handler",
    "_thread.lock",
    "_thread.RLock",
    "threading.Condition",
    "threading.Event",
    "threading.Semaphore",
    "threading.Barrier",
    "threading.Thread",
    "asyncio.locks.Lock",
    "asyncio.locks.Semaphore",
    "distributed.lock.Lock",
    "distributed.semaphore.Semaphore",
    "warnings.catch_warnings",
    "multiprocessing.synchronize.Lock",
    "multiprocessing.synchronize.RLock",
    "tqdm.std.tqdm",
    "concurrent.futures._base.Executor",
    "rich.console.Console",
}


def refusal(kind: type) -> str:
    """Why values of a type have no identity; empty if they may have one."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    if issubclass(kind, (Generator, types.CoroutineType, types.AsyncGeneratorType)):
        return "a generator or coroutine, which can be run only once"
    if kind in _ITERATORS or (issubclass(kind, Iterator) and kind.__module__ == "builtins"):
        return f"an iterator (`{name}`), which can be run only once"
    if issubclass(kind, io.IOBase) and not issubclass(kind, (io.BytesIO, io.StringIO)):
        return "an open file"
    if issubclass(kind, socket.socket):
        return "a socket"
    if issubclass(kind, _LOCKS):
        return f"a `{name}`, which belongs to this process"
    if issubclass(kind, (types.FrameType, types.TracebackType, weakref.ReferenceType)):
        return f"a `{name}`, which belongs to this process"
    for base in kind.__mro__:
        what = _NAMED.get(f"{base.__module__}.{base.__qualname__}")
        if what:
            return f"{what} (`{name}`), which belongs to this session"
    return ""


def stands_aside(value: object) -> bool:
    """Whether a global of this type counts by its type only.

    What is of a class of the user's never does: the class's code and attributes may decide.
    """
    if isinstance(value, io.TextIOBase) and not isinstance(value, io.StringIO):
        # A log: what a step reads, it opens itself.
        try:
            return not value.readable() and not is_users_class(type(value))
        except ValueError:
            return False
    names = (f"{base.__module__}.{base.__qualname__}" for base in type(value).__mro__)
    return not _ASIDE.isdisjoint(names) and not is_users_class(type(value))


#: What `logging` itself keeps in its objects; what a user adds to them counts.
_LOGGING = {
    logging.Logger: {*vars(logging.Logger("")), "manager"},
    logging.LoggerAdapter: {"logger"},
    logging.Handler: {*vars(logging.Handler())},
}


def beside(value: Any) -> dict[str, Any] | None:
    """What counts, beside its type, of a global that stands aside; None if it does not.

    That is what was added to a logger, what a ``threading.local`` holds in this thread, whether an
    event is set, and what a context variable holds by default and here.
    """
    if isinstance(value, threading.local):
        return dict(vars(value))
    if isinstance(value, threading.Event):
        return {**_added(value, vars(threading.Event())), "is_set": value.is_set()}
    if isinstance(value, contextvars.ContextVar):
        default, here = contextvars.Context().run(_held, value), _held(value)
        return {"name": value.name, "default": default, "here": here}
    for base, own in _LOGGING.items():
        if isinstance(value, base) and not (base is logging.Handler and stands_aside(value)):
            return _added(value, own)
    return {} if stands_aside(value) else None


def _added(value: Any, own: Container[str]) -> dict[str, Any]:
    return {name: each for name, each in vars(value).items() if name not in own}


def _held(variable: contextvars.ContextVar[Any]) -> tuple[Any, ...]:
    try:
        return (variable.get(),)
    except LookupError:
        return ()
