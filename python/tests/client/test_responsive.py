"""An asynchronous client's event loop is never blocked for more than 50 ms by our work."""

from __future__ import annotations

import asyncio
import functools
import threading
import time

import distributed
import martlet
import pytest
from dask._task_spec import convert_legacy_graph
from martlet.submission import packed

TASK_COUNT = 100_000

#: Seconds for which the loop may be kept from other work: 50 ms are promised. Where other programs
#: want the processors, it may be three times what it is beside plain Python.
LIMIT = 0.15

#: Seconds that a slow store takes to answer.
SLOW = 0.4


def load(n):
    return n


class Gaps:
    """The longest time in which a loop did nothing else, measured by a coroutine that ticks."""

    def __init__(self):
        self.longest = 0.0

    async def __aenter__(self):
        self._ticking = asyncio.create_task(self._tick())
        await asyncio.sleep(0.02)
        self.longest = 0.0
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(0)
        self._ticking.cancel()

    async def _tick(self):
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest = max(self.longest, now - before - 0.001)
            before = now


@pytest.fixture
def planned(monkeypatch):
    """Is set once a submission is planned; it is not sent: the scheduler shares this process."""
    planned = threading.Event()

    @functools.wraps(distributed.Client._graph_to_futures)  # whose parameters tell Dask's version
    def sent(client, *arguments, **options):
        planned.set()
        return {}

    monkeypatch.setattr(distributed.Client, "_graph_to_futures", sent)
    return planned


async def longest_gap(client, graph, keys, planned):
    submitted = packed(convert_legacy_graph(graph), {}, keys)
    async with Gaps() as gaps:
        started = time.perf_counter()
        # Where all of Dask's methods lead, after work of their own on the loop.
        futures = client._graph_to_futures(submitted, keys)
        while not planned.is_set():
            await asyncio.sleep(0.005)
        seconds = time.perf_counter() - started
    del futures
    return gaps.longest, seconds


def in_a_session_of_a_free_loop(*arguments):
    """The loop's longest gap, and the seconds of all, where the gap is as short as promised.

    What other programs hold up is no fault of ours: it does not happen each time.
    """
    for _ in range(5):
        gap, seconds = in_a_session(*arguments)
        if gap < LIMIT or gap < 3 * asyncio.run(gap_beside_plain_python()):
            return gap, seconds
    pytest.fail(f"the loop was kept from other work for {gap:.2f} s")


async def gap_beside_plain_python():
    """The loop's longest gap while a thread runs plain Python for half a second."""
    end = time.perf_counter() + 0.5

    def work():
        while time.perf_counter() < end:
            pass

    async with Gaps() as gaps:
        await asyncio.to_thread(work)
    return gaps.longest


def in_a_session(cluster, store, graph, keys, planned, slow=lambda client: None):
    async def session():
        options = {"asynchronous": True, "store": store}
        async with martlet.Client(cluster.scheduler_address, **options) as client:
            await asyncio.to_thread(client._ready)
            planned.clear()
            slow(client)
            return await longest_gap(client, graph, keys, planned)

    return asyncio.run(session())


def test_the_loop_goes_on_while_a_large_graph_is_planned(cluster, tmp_path, planned):
    graph = {("x", n): (load, n) for n in range(TASK_COUNT)}
    graph["total"] = (sum, list(graph))
    gap, seconds = in_a_session_of_a_free_loop(cluster, tmp_path, graph, ["total"], planned)
    assert seconds > gap


@pytest.mark.parametrize("name", ["find", "manifest", "session"])
def test_the_loop_goes_on_while_a_store_is_slow(cluster, tmp_path, planned, name):
    def slow(client):
        planner = client._planner
        method = {"find": "plan", "manifest": "_write_manifests", "session": "_write_session"}[name]
        quick = getattr(planner, method)

        def after_a_while(*arguments, **options):
            time.sleep(SLOW)
            return quick(*arguments, **options)

        setattr(planner, method, after_a_while)

    _, seconds = in_a_session_of_a_free_loop(cluster, tmp_path, {"x": (load, 1)}, ["x"], planned, slow)
    assert seconds > SLOW
