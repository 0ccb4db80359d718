"""Where tasks enter Martlet on a worker: :func:`run` for a step, :func:`load` for a kept result.

Tasks name these functions as those of ``_martlet_worker``, the name under which every process of a
cluster finds this module, or a stand-in where there is no Martlet (see
:mod:`martlet.worker.plugin`).
"""

from __future__ import annotations

import functools
import inspect
import sys
from types import FunctionType
from typing import Any

from martlet import _native

from .failure import keep_quiet, load_failed
from .labels import label_of
from .plugin import MODULE
from .session import Session
from .sight import sight
from .step import Step

__all__ = [
    "beware",
    "forget",
    "load",
    "look",
    "lost",
    "prepare",
    "run",
    "sight",
    "stop_keeping",
    "tallies",
]

_sessions: dict[bytes, Session] = {}

#: Clients whose steps run unchecked on some worker.
_mixed: set[bytes] = set()


def prepare(token: bytes, topic: str, settings: dict[str, Any], worker: Any) -> bool:
    """Make this worker ready for a client; called by the plugin.

    Parameters
    ----------
    token : bytes
        The client's 8 bytes, with which the info of all its tasks begins.
    topic : str
        Dask event topic on which to talk to the client.
    settings : dict
        See :class:`martlet.worker.plugin.Preparation`.
    worker : distributed.Worker
        This worker.

    Returns
    -------
    bool
        Whether steps are checked here, as far as there is something to be kept at all.

    Raises
    ------
    RuntimeError
        If the client writes another format.
    """
    if settings["format"] != _native.FORMAT:
        raise RuntimeError(f"format {_native.FORMAT} here, {settings['format']} on the client")
    keep_quiet()
    if token in _sessions:
        _sessions[token].join(worker)
    else:
        _sessions[token] = Session(token, topic, settings, worker)
    session = _sessions[token]
    session.is_mixed = token in _mixed
    return session.store is not None or not settings["store_id"]


def beware(token: bytes) -> None:
    """Know that a client's steps run unchecked on some worker."""
    _mixed.add(token)
    if token in _sessions:
        _sessions[token].is_mixed = True


def forget(token: bytes, worker: Any) -> None:
    """Forget a client that has gone, or a worker that goes."""
    session = _sessions.get(token)
    if session is not None and session.leave(worker):
        del _sessions[token]
        _mixed.discard(token)


def lost(token: bytes, key: Any) -> None:
    """A result has left the memory of a worker."""
    session = _sessions.get(token)
    if session is not None and session.volatile:
        session.lost(key)


def look(token: bytes, texts: list[str]) -> list[Any] | None:
    """What texts name here, as `Files.take` wants it; None for a client that is not known."""
    session = _sessions.get(token)
    return session.files.answers(texts) if session is not None else None


def stop_keeping(token: bytes, why: str) -> None:
    """Keep nothing more for a client."""
    session = _sessions.get(token)
    if session is not None:
        session.stop_keeping(why)


def tallies(token: bytes) -> tuple[str, int, list[Any]]:
    """A session's name, how often it has told its tallies, and those that it has not told yet."""
    session = _sessions.get(token)
    return (session.name, session.told, session.tallies.take()) if session else ("", 0, [])


def run(info: Any, func: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Run a step: cut it off, or compute it, and keep it if it is worth that.

    Parameters
    ----------
    info : bytes or tuple of (bytes, tuple, tuple)
        What the client says of the step; with the files that its arguments name and those that it opens
        besides, if there are any.
    func : callable
        The user's function.
    *args, **kwargs
        Its arguments.
    """
    named: tuple[Any, ...] = ()
    opened: tuple[Any, ...] = ()
    if type(info) is tuple:
        info, named, opened = info
    step = _step(info, named, opened, func, args, kwargs)
    if step is None:
        return func(*args, **kwargs)
    if _is_async(func) if type(func) is FunctionType else inspect.iscoroutinefunction(func):
        return _run_async(step, func, args, kwargs)
    found = step.before(args, kwargs)
    if found is not None:
        return found[0]
    step.starts()
    try:
        value = func(*args, **kwargs)
    finally:
        step.stops()
    step.after(value, func, (args, kwargs))
    return value


@functools.lru_cache(maxsize=1000)
def _is_async(func: FunctionType) -> bool:
    """Whether calling a function makes a coroutine, looked up once since each step asks."""
    return inspect.iscoroutinefunction(func)


async def _run_async(step: Step, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    import asyncio

    found = await asyncio.to_thread(step.before, args, kwargs)
    if found is not None:
        return found[0]
    step.starts()
    try:
        value = await func(*args, **kwargs)
    finally:
        step.stops()
    await asyncio.to_thread(step.after, value, func, (args, kwargs))
    return value


def _step(
    info: bytes,
    named: tuple[Any, ...],
    opened: tuple[Any, ...],
    func: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Step | None:
    """The step of a task; None if it runs plain, whatever the reason: it runs in any case."""
    session = _sessions.get(info[:8])
    if session is None:
        return None
    try:
        return Step(session, info, label_of(func, args, kwargs), named, opened)
    except Exception as error:
        session.warn(f"a step runs without Martlet: {type(error).__name__}: {error}")
        return None


def load(info: bytes, /) -> Any:
    """Load a kept result; the client computes the step anew if that fails."""
    session = _sessions.get(info[:8])
    if session is None:
        raise load_failed(info[14:46], "this worker does not know the client")
    return Step(session, info, "").load()


run.__module__ = load.__module__ = MODULE
sys.modules[MODULE] = sys.modules[__name__]
