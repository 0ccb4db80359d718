"""An asynchronous client plans off its event loop, in the order of submission."""

from __future__ import annotations

import asyncio

import martlet
import steps
from dask import delayed


def test_an_asynchronous_client_computes_and_loads(cluster, tmp_path, runs):
    async def session():
        options = {"asynchronous": True, "store": tmp_path / "store", "keep": "all"}
        async with martlet.Client(cluster.scheduler_address, **options) as client:
            first = client.submit(steps.load, 10)
            second = client.submit(steps.double, first)
            third = client.compute(delayed(steps.total)(second))
            return await third, await client.gather([first, second]), await client.report()

    for expected in ({"load": 1, "double": 1, "total": 1}, {}):
        total, (first, second), report = asyncio.run(session())
        assert total == 90
        assert first.sum() == 45 and second.sum() == 90
        assert runs.taken() == expected
    assert report.to_dict()


def test_a_future_dropped_at_once_leaves_nothing_behind(cluster, tmp_path):
    async def session():
        options = {"asynchronous": True, "store": tmp_path / "store"}
        async with martlet.Client(cluster.scheduler_address, **options) as client:
            key = client.submit(steps.load, 11).key
            await client.submit(steps.load, 12)
            await asyncio.sleep(0.1)
            assert key not in client.futures
            return key in cluster.scheduler.tasks

    assert not asyncio.run(session())


def test_coroutine_steps_are_remembered(client, runs):
    for expected in ({"later": 1}, {}):
        assert client.submit(steps.later, 1).result() == 2
        assert runs.taken() == expected
