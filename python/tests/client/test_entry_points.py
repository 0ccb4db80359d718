"""Whatever is handed to Dask is remembered: each way computes first, and then loads."""

from __future__ import annotations

import dask
import numpy as np
import pytest
import steps
from conftest import wait_for_release
from dask import delayed


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
