"""A load that fails is computed after all, and nobody notices."""

from __future__ import annotations

import shutil

import pytest
import steps
from conftest import damage, wait_for_release
from dask import delayed


def graph(n=20_000):
    first = delayed(steps.load)(n)
    return delayed(steps.total)(delayed(steps.double)(first), delayed(steps.double)(first + 0))


def gone(store):
    for path in store.glob("records/*/*"):
        path.unlink()


@pytest.mark.parametrize("harm", [damage, gone])
def test_results_harmed_after_planning_are_computed(client, tmp_path, runs, harm, caplog):
    expected = client.compute(graph(), sync=True)
    runs.taken()
    planner = client._planner
    plan = planner.plan

    def plan_then_harm(submission, keys, excluded=frozenset()):
        planned = plan(submission, keys, excluded)
        if not excluded:
            harm(tmp_path / "store")
        return planned

    planner.plan = plan_then_harm
    assert client.compute(graph(), sync=True) == expected
    assert runs.taken()["total"] == 1
    assert "Compute Failed" not in caplog.text
    planner.plan = plan
    assert client.compute(graph(), sync=True) == expected
    assert runs.taken() == {}


def test_later_submissions_that_depend_on_a_harmed_one_follow(client, tmp_path, runs):
    first = client.submit(steps.load, 100)
    first.result()
    first.release()
    wait_for_release(client, first.key)
    plan = client._planner.plan
    harmed = []

    def plan_then_harm(submission, keys, excluded=frozenset()):
        planned = plan(submission, keys, excluded)
        if not harmed:
            harmed.append(damage(tmp_path / "store"))
        return planned

    client._planner.plan = plan_then_harm
    first = client.submit(steps.load, 100)
    second = client.submit(steps.double, first)
    third = client.submit(steps.total, second, first)
    assert third.result() == 4950 * 3
    assert first.status == second.status == "finished"
    assert runs.taken() == {"load": 2, "double": 1, "total": 1}


def test_loads_that_all_fail_end_in_computing(client, runs, monkeypatch):
    expected = client.compute(graph(), sync=True)
    runs.taken()
    monkeypatch.setattr("martlet.worker.keeping.Keeping._take", lambda keeping, key, outcome: None)
    assert client.compute(graph(), sync=True) == expected
    assert runs.taken().keys() == {"load", "double", "total"}


def test_a_key_that_was_given_a_new_meaning_keeps_it_when_a_load_fails(client, runs, monkeypatch):
    for number in (1, 2):
        for _ in range(2):
            assert client.get({"x": (steps.total, number)}, "x") == number
            wait_for_release(client, "x")
    monkeypatch.setattr("martlet.worker.keeping.Keeping._take", lambda keeping, key, outcome: None)
    assert client.get({"x": (steps.total, 2)}, "x") == 2


def test_hundreds_of_loads_that_fail_one_after_the_other_are_computed(client, tmp_path, runs):
    expected = list(range(1, 301))
    first = client.map(steps.plus, range(300), [1] * 300)
    assert client.gather(first) == expected
    keys = [future.key for future in first]
    del first
    for key in keys:
        wait_for_release(client, key)
    runs.taken()
    plan = client._planner.plan

    def plan_then_remove(submission, keys, excluded=frozenset(), **options):
        planned = plan(submission, keys, excluded, **options)
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        return planned

    client._planner.plan = plan_then_remove
    assert client.gather(client.map(steps.plus, range(300), [1] * 300)) == expected
    assert runs.taken() == {"plus": 300}
