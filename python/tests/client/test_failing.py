"""Whatever fails on our side, the computation goes on as Dask would do it, with one warning."""

from __future__ import annotations

import warnings

import pytest
import steps
from dask import delayed


def graph():
    return delayed(steps.total)(delayed(steps.load)(4))


def test_a_store_that_is_a_file_costs_a_warning(open_client, tmp_path, runs):
    (tmp_path / "store").write_text("not a folder")
    with pytest.warns(RuntimeWarning, match="without a store"):
        assert open_client().compute(graph(), sync=True) == 6
    assert runs.taken() == {"load": 1, "total": 1}


def test_a_planner_that_fails_costs_a_warning(client, runs, monkeypatch):
    monkeypatch.setattr("martlet.planner.Planner.rewrite", lambda *arguments: 1 / 0)
    with pytest.warns(RuntimeWarning, match="ZeroDivisionError"):
        assert client.compute(graph(), sync=True) == 6


def test_warnings_as_errors_end_no_computation(client, monkeypatch):
    monkeypatch.setattr("martlet.planner.Planner.rewrite", lambda *arguments: 1 / 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        assert client.compute(graph(), sync=True) == 6


@pytest.mark.parametrize("part", ["_cut_off", "_settle", "_known_content_key"])
def test_a_worker_that_fails_computes(client, runs, monkeypatch, part):
    monkeypatch.setattr(f"martlet.worker.step.Step.{part}", lambda *arguments: 1 / 0)
    assert client.compute(graph(), sync=True) == 6
    assert runs.taken() == {"load": 1, "total": 1}


def test_an_exception_of_a_step_is_the_users_and_is_not_kept(client, runs):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.compute(delayed(steps.inverse)(0), sync=True)
        assert runs.taken() == {"inverse": 1}
