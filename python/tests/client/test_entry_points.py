"""Whatever is handed to Dask is remembered: each way computes first, and then loads."""

from __future__ import annotations

import asyncio
import builtins
import itertools
import threading

import dask
import martlet
import numpy as np
import pytest
import steps
from conftest import wait_for_release
from dask import delayed
from distributed import Scheduler, SpecCluster, Worker


def computed(client):
    return client.compute(delayed(steps.total)(delayed(steps.load)(4))).result()


def computed_by_dask(client):
    return dask.compute(delayed(steps.total)(delayed(steps.load)(4)))[0]


def persisted(client):
    return client.compute(delayed(steps.total)(client.persist(delayed(steps.load)(4)))).result()


def got(client):
    return client.get({"x": (steps.load, 4), "y": (steps.total, "x")}, "y")


def submitted(client):
    return client.submit(steps.total, client.submit(steps.load, 4)).result()


def mapped(client):
    return sum(client.gather(client.map(steps.total, client.map(steps.load, [0, 1, 4]))))


def annotated(client):
    with dask.annotate(priority=3, retries=2):
        loaded = delayed(steps.load)(4)
    return client.compute(delayed(steps.total)(loaded), priority=1, retries=1).result()


WAYS = [computed, computed_by_dask, persisted, got, submitted, mapped, annotated]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_runs_again(open_client, runs, way):
    assert way(open_client()) == 6
    assert set(runs.taken()) == {"load", "total"}
    assert way(open_client()) == 6
    assert runs.taken() == {}


@pytest.mark.parametrize("data", [np.arange(4), {"x": np.arange(4)}, [np.arange(4)]])
def test_scattered_data_count_by_content(open_client, runs, data):
    for expected in ({"total": 1}, {}):
        client = open_client()
        scattered = client.scatter(data)
        if isinstance(data, (dict, list)):
            scattered = list(scattered.values() if isinstance(data, dict) else scattered)[0]
        assert client.submit(steps.total, scattered).result() == 6
        assert runs.taken() == expected


def test_impure_submissions_run_every_time(open_client, runs):
    for _ in range(2):
        assert open_client().submit(steps.total, 1, pure=False).result() == 1
        assert runs.taken() == {"total": 1}


def test_a_key_that_is_held_keeps_its_first_meaning(client, runs):
    first = client.submit(steps.total, 1, key="same")
    first.result()
    again = client.get({"same": (steps.total, 5), "y": (steps.total, "same", 1)}, "y")
    assert again == 2
    first.release()
    for key in ("same", "y"):
        wait_for_release(client, key)
    assert client.get({"same": (steps.total, 5), "y": (steps.total, "same", 1)}, "y") == 6


def test_a_disabled_client_is_a_plain_one(open_client, runs, tmp_path):
    for _ in range(2):
        assert computed(open_client(enabled=False)) == 6
        assert runs.taken() == {"load": 1, "total": 1}
    assert not (tmp_path / "store").exists()


def in_containers(client):
    first, second = client.map(steps.load, [4, 3])
    nested = {"signal": [first, (second, 1)], "data": {"runs": [first]}}
    return client.submit(steps.total_of, nested).result()


def in_delayed_containers(client):
    first, second = client.map(steps.load, [4, 3])
    return client.compute(delayed(steps.total_of)({"a": [first, {"b": second}]})).result()


def by_keyword(client):
    return client.submit(steps.total_of, nested=[client.submit(steps.load, 4)]).result()


@pytest.mark.parametrize(
    ("way", "expected"), [(in_containers, 16), (in_delayed_containers, 9), (by_keyword, 6)]
)
def test_futures_in_containers_are_inputs(open_client, runs, way, expected):
    assert way(open_client()) == expected
    assert set(runs.taken()) == {"load", "total_of"}
    assert way(open_client()) == expected
    assert runs.taken() == {}


@pytest.fixture(scope="module")
def gpu_cluster():
    """Two workers, the second with a GPU."""
    options = {"dashboard": False, "protocol": "inproc://", "dashboard_address": ":0"}
    worker = {"nthreads": 1, "protocol": "inproc://", "dashboard": False}
    with SpecCluster(
        scheduler={"cls": Scheduler, "options": options},
        workers={
            "cpu": {"cls": Worker, "options": worker},
            "gpu": {"cls": Worker, "options": {**worker, "resources": {"GPU": 1}}},
        },
    ) as cluster:
        yield cluster


@pytest.mark.parametrize(
    ("options", "expected"),
    [({"workers": ["cpu"]}, "cpu"), ({"workers": "gpu"}, "gpu"), ({"resources": {"GPU": 1}}, "gpu")],
)
@pytest.mark.parametrize("way", ["submit", "map", "compute", "annotate"])
def test_steps_run_where_they_are_told_to(gpu_cluster, tmp_path, options, expected, way):
    with martlet.Client(gpu_cluster, store=tmp_path, keep="all") as client:
        if way == "submit":
            names = [client.submit(steps.name_of_worker, n, **options).result() for n in range(4)]
        elif way == "map":
            names = client.gather(client.map(steps.name_of_worker, range(4), **options))
        elif way == "compute":
            graph = [delayed(steps.name_of_worker)(n) for n in range(4)]
            names = client.gather(client.compute(graph, optimize_graph=False, **options))
        else:
            with dask.annotate(**options):
                graph = [delayed(steps.name_of_worker)(n) for n in range(4)]
            names = client.gather(client.compute(graph, optimize_graph=False))
        assert set(names) == {expected}
        assert client.report().to_dict()["total"]["computed"] == 4


def marked(client):
    return client.map(steps.name_of_worker_with_gpu, range(4))


def told(client):
    return client.map(steps.name_of_worker, range(4), resources={"GPU": 1})


@pytest.mark.parametrize("way", [marked, told])
def test_steps_that_need_resources_are_loaded_later(gpu_cluster, tmp_path, way):
    for expected in ("computed", "loaded"):
        with martlet.Client(gpu_cluster, store=tmp_path, keep="all") as client:
            assert set(client.gather(way(client))) == {"gpu"}
            assert client.report().to_dict()["total"][expected] == 4


def test_what_is_urgent_runs_first(gpu_cluster, tmp_path, runs):
    with martlet.Client(gpu_cluster, store=tmp_path, keep="all") as client:
        opened = threading.Event()
        builtins.martlet_gate = opened
        on = {"workers": ["cpu"]}
        blocking = client.submit(steps.wait_at_the_gate, **on)
        later = [client.submit(steps.moment, n, priority=-n, **on) for n in range(4)]
        try:
            client.run_on_scheduler(until_there, [each.key for each in later])
        finally:
            opened.set()
        moments = client.gather(later)
        assert moments == sorted(moments)
        assert blocking.result()


async def until_there(keys, dask_scheduler):
    while not all(key in dask_scheduler.tasks for key in keys):
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("way", ["submit", "map", "compute", "annotate"])
def test_a_step_that_fails_is_retried_as_often_as_told(open_client, runs, way):
    def session(client):
        if way == "submit":
            return client.submit(steps.fails_twice, "x", retries=2).result()
        if way == "map":
            return client.map(steps.fails_twice, ["x"], retries=2)[0].result()
        if way == "compute":
            return client.compute(delayed(steps.fails_twice)("x"), retries=2).result()
        with dask.annotate(retries=2):
            graph = delayed(steps.fails_twice)("x")
        return client.compute(graph, optimize_graph=False).result()

    builtins.martlet_failures = [1, 2]
    for expected in ({"fails_twice": 3}, {}):
        assert session(open_client()) == "x"
        assert runs.taken() == expected


@pytest.mark.parametrize("first", ["submit", "map"])
@pytest.mark.parametrize("second", ["submit", "map"])
def test_what_depends_on_an_impure_future_runs_again(open_client, first, second):
    def call(client, way, function, argument, **options):
        if way == "submit":
            return client.submit(function, argument, **options)
        return client.map(function, [argument], **options)[0]

    builtins.martlet_ticks = itertools.count()
    for expected in (0, 2, 4):
        client = open_client()
        impure = call(client, first, steps.tick, 1, pure=False)
        assert call(client, second, steps.double, impure).result() == expected
