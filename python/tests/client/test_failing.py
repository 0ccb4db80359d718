"""Whatever fails on our side, the computation goes on as Dask would do it, with one warning."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import warnings

import martlet.planner
import pytest
import steps
from dask import delayed


def graph(n=4):
    return delayed(steps.total)(delayed(steps.load)(n))


def a_file(store):
    store.write_text("not a folder")


def shared_with_all(store):
    martlet._native.Store(str(store))
    store.chmod(0o777)


def of_a_newer_martlet(store):
    martlet._native.Store(str(store))
    header = store / "martlet-store.json"
    header.write_text(header.read_text().replace('"version":1', '"version":999'))
    assert "999" in header.read_text()


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(a_file, "Not a directory"), (shared_with_all, "can write"), (of_a_newer_martlet, "999")],
)
def test_a_store_that_cannot_be_used_costs_one_warning(
    open_client, tmp_path, runs, recwarn, harm, reason
):
    harm(tmp_path / "store")
    client = open_client()
    for number in range(2):
        assert client.compute(graph(4 + number), sync=True)
    assert runs.taken() == {"load": 2, "total": 2}
    assert reason in the_only(warnings_of(client, recwarn))
    assert client.explain(graph()).steps and not client.check(graph()).checked
    assert client.forget(graph()) == 0


def warnings_of(client, recwarn):
    """Our warnings so far, once workers were heard."""
    client.report()
    time.sleep(0.1)
    return [str(each.message) for each in recwarn if each.category is RuntimeWarning]


def the_only(messages):
    assert len(messages) == 1, messages
    return messages[0]


@pytest.fixture
def read_only(tmp_path):
    """Makes a store read-only for whoever opens it from now on."""
    mounted = []

    def harm(store):
        if os.geteuid() != 0:
            for folder in [store, *filter(os.path.isdir, store.rglob("*"))]:
                folder.chmod(0o500)
            return
        for command in (f"mount --bind {store} {store}", f"mount -o remount,ro,bind {store}"):
            done = subprocess.run(command.split(), capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"`{command}` needs more rights: {done.stderr.strip()}")
            mounted.append(store)

    yield harm
    for store in mounted:
        subprocess.run(["umount", "--lazy", str(store)], check=False)
    if not mounted:
        subprocess.run(["chmod", "-R", "u+w", str(tmp_path)], check=True)


def removed(store):
    shutil.rmtree(store)


def replaced_by_a_file(store):
    shutil.rmtree(store)
    store.write_text("not a folder")


@pytest.mark.parametrize("harmed", [removed, replaced_by_a_file])
def test_a_store_harmed_in_mid_session_costs_one_warning(
    client, tmp_path, runs, recwarn, harmed
):
    assert client.compute(graph(4), sync=True) == 6
    harmed(tmp_path / "store")
    runs.taken()
    for number in range(3):
        assert client.compute(graph(5 + number), sync=True) == sum(range(5 + number))
    assert runs.taken() == {"load": 3, "total": 3}
    assert "is kept" in the_only(warnings_of(client, recwarn))


def test_a_read_only_store_is_used_as_it_is(open_client, tmp_path, runs, recwarn, read_only):
    open_client().compute(graph(4), sync=True)
    runs.taken()
    read_only(tmp_path / "store")
    client = open_client()
    assert client.compute(graph(4), sync=True) == 6
    assert runs.taken() == {}
    for number in range(2):
        assert client.compute(graph(5 + number), sync=True) == sum(range(5 + number))
    assert runs.taken() == {"load": 2, "total": 2}
    assert "is kept" in the_only(warnings_of(client, recwarn))


def test_workers_that_see_another_store_say_so_once(
    client, tmp_path, runs, recwarn, monkeypatch
):
    preparation = martlet.planner.Planner.preparation

    def then_replaced(planner):
        told = preparation(planner)
        shutil.rmtree(tmp_path / "store")
        martlet._native.Store(str(tmp_path / "store"))
        return told

    monkeypatch.setattr("martlet.planner.Planner.preparation", then_replaced)
    for number in range(3):
        assert client.compute(graph(4 + number), sync=True) == sum(range(4 + number))
    assert runs.taken() == {"load": 3, "total": 3}
    said = [each for each in warnings_of(client, recwarn) if "is another store here" in each]
    assert "than on the client" in the_only(said)


def test_a_planner_that_fails_costs_a_warning(client, runs, monkeypatch):
    monkeypatch.setattr("martlet.planner.Planner.rewrite", lambda *arguments: 1 / 0)
    with pytest.warns(RuntimeWarning, match="ZeroDivisionError"):
        assert client.compute(graph(), sync=True) == 6


def test_warnings_as_errors_end_no_computation(client, monkeypatch):
    monkeypatch.setattr("martlet.planner.Planner.rewrite", lambda *arguments: 1 / 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        assert client.compute(graph(), sync=True) == 6


@pytest.mark.parametrize(
    "part", ["step.Step._cut_off", "inputs.Inputs.contents", "keeping.Keeping.settle"]
)
def test_a_worker_that_fails_computes(client, runs, monkeypatch, part):
    monkeypatch.setattr(f"martlet.worker.{part}", lambda *arguments: 1 / 0)
    assert client.compute(graph(), sync=True) == 6
    assert runs.taken() == {"load": 1, "total": 1}


def test_an_exception_of_a_step_is_the_users_and_is_not_kept(client, runs):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.compute(delayed(steps.inverse)(0), sync=True)
        assert runs.taken() == {"inverse": 1}
