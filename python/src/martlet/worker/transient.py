"""Types whose values mean nothing in another session: open files, locks, connections, iterators."""

from __future__ import annotations

import functools
import io
import multiprocessing.process
import queue
import socket
import subprocess
import threading
import types
from collections.abc import Iterator

__all__ = ["is_of_this_session"]

_TYPES: tuple[type, ...] = (
    Iterator,
    io.IOBase,
    queue.Queue,
    queue.SimpleQueue,
    socket.socket,
    subprocess.Popen,
    threading.Thread,
    threading.Event,
    threading.Condition,
    threading.Semaphore,
    threading.Barrier,
    type(threading.Lock()),
    type(threading.RLock()),
    multiprocessing.process.BaseProcess,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
)

#: By name, so that nothing is imported for them.
_NAMES = frozenset(
    {
        "asyncio.events.AbstractEventLoop",
        "asyncio.locks.Condition",
        "asyncio.locks.Event",
        "asyncio.locks.Lock",
        "asyncio.locks.Semaphore",
        "asyncio.queues.Queue",
        "dask._task_spec.TaskRef",
        "distributed.actor.Actor",
        "distributed.client.Client",
        "distributed.client.Future",
        "distributed.core.Server",
        "distributed.event.Event",
        "distributed.lock.Lock",
        "distributed.multi_lock.MultiLock",
        "distributed.queues.Queue",
        "distributed.semaphore.Semaphore",
        "distributed.variable.Variable",
        "fsspec.spec.AbstractBufferedFile",
        "h5py._hl.base.HLObject",
        "uproot.behaviors.RNTuple.HasFields",
        "uproot.behaviors.TBranch.HasBranches",
        "uproot.reading.CommonFileMethods",
        "uproot.reading.ReadOnlyDirectory",
        "uproot.source.chunk.Source",
    }
)

#: They are files in name only: their bytes go into the pickle.
_HARMLESS = (io.BytesIO, io.StringIO)


@functools.lru_cache(maxsize=10_000)
def is_of_this_session(kind: type) -> bool:
    """Whether values of a type mean nothing in another session.

    Parameters
    ----------
    kind : type
        The exact type of a value.

    Examples
    --------
    >>> is_of_this_session(type(iter([])))
    True
    >>> is_of_this_session(io.BytesIO)
    False
    """
    if issubclass(kind, _HARMLESS):
        return False
    if issubclass(kind, _TYPES):
        return True
    return any(f"{base.__module__}.{base.__qualname__}" in _NAMES for base in kind.__mro__)
