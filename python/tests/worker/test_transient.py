"""What means nothing in another session is never kept, wherever in a result it is."""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import queue
import socket
import subprocess
import sys
import threading

import distributed
import numpy as np
import pytest
from martlet.worker.results import Unkeepable, to_pickle
from martlet.worker.transient import is_of_this_session


def numbers():
    yield 1


async def coroutine():
    return 1


async def asynchronous_numbers():
    yield 1


TRANSIENT = {
    "an open file": lambda: open(__file__),
    "an open binary file": lambda: open(__file__, "rb"),
    "a raw file": lambda: open(__file__, "rb", buffering=0),
    "a lock": threading.Lock,
    "a reentrant lock": threading.RLock,
    "a condition": threading.Condition,
    "an event": threading.Event,
    "a semaphore": threading.Semaphore,
    "a barrier": lambda: threading.Barrier(2),
    "a thread": threading.Thread,
    "a process": multiprocessing.Process,
    "a running program": lambda: subprocess.Popen([sys.executable, "-c", ""]),
    "a socket": socket.socket,
    "a queue": queue.Queue,
    "a queue by priority": queue.PriorityQueue,
    "a simple queue": queue.SimpleQueue,
    "a generator": numbers,
    "a coroutine": coroutine,
    "an asynchronous generator": asynchronous_numbers,
    "a list's iterator": lambda: iter([1]),
    "a dictionary's iterator": lambda: iter({"a": 1}.items()),
    "a map": lambda: map(abs, [1]),
    "a zip": lambda: zip([1], [2], strict=True),
    "an enumeration": lambda: enumerate([1]),
    "an array's iterator": lambda: np.arange(3).flat,
    "an asyncio lock": asyncio.Lock,
    "an asyncio event": asyncio.Event,
    "an asyncio condition": asyncio.Condition,
    "an asyncio semaphore": asyncio.Semaphore,
    "an asyncio bounded semaphore": asyncio.BoundedSemaphore,
    "an asyncio queue": asyncio.Queue,
    "an asyncio queue by priority": asyncio.PriorityQueue,
    "an event loop": asyncio.new_event_loop,
}


@pytest.fixture(params=TRANSIENT)
def transient(request):
    value = TRANSIENT[request.param]()
    yield value
    if isinstance(value, subprocess.Popen):
        value.wait()
    elif hasattr(value, "close"):
        value.close()


@pytest.mark.parametrize(
    "within", [lambda v: v, lambda v: [1, v], lambda v: {"a": (v,)}], ids=["bare", "list", "dict"]
)
def test_what_is_of_this_session_is_not_kept(transient, within):
    with pytest.raises(Unkeepable):
        to_pickle(within(transient))


def test_an_iterator_is_not_consumed():
    iterator = iter([1, 2])
    with pytest.raises(Unkeepable):
        to_pickle(iterator)
    assert list(iterator) == [1, 2]


@pytest.mark.parametrize(
    "kind",
    [
        distributed.Actor,
        distributed.Client,
        distributed.Event,
        distributed.Future,
        distributed.Lock,
        distributed.MultiLock,
        distributed.Queue,
        distributed.Semaphore,
        distributed.Variable,
        distributed.Worker,
    ],
)
def test_what_is_of_a_cluster_is_not_kept(kind):
    assert is_of_this_session(kind)


def test_an_open_tree_is_not_kept_but_its_arrays_are(tmp_path):
    uproot = pytest.importorskip("uproot")
    with uproot.recreate(tmp_path / "events.root") as file:
        file.mktree("tree", {"pt": np.float32}).extend({"pt": np.ones(3, np.float32)})
    with uproot.open(tmp_path / "events.root") as file:
        for thing in (file, file.file, file["tree"], file["tree"]["pt"]):
            with pytest.raises(Unkeepable):
                to_pickle([thing])
        assert to_pickle(file["tree"]["pt"].array(library="np"))


@pytest.mark.parametrize(
    "value",
    [
        io.BytesIO(b"a plot"),
        io.StringIO("a table"),
        range(3),
        {1, 2},
        {"a": 1}.keys,
        np.arange(3),
        np.random.default_rng(1),
        ValueError("as a value"),
        memoryview,
        abs,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_means_the_same_everywhere_is_kept(value):
    assert to_pickle([value]).nbytes > 0
