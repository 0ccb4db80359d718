"""Whole sessions: a file rewritten makes its readers run, an unchanged one lets them rest."""

from __future__ import annotations

import os
import shutil

import dask
import pytest
from distributed import LocalCluster

import martlet


@pytest.fixture(scope="module")
def workers():
    options = {"processes": False, "dashboard_address": None, "n_workers": 1}
    with LocalCluster(**options) as cluster:
        yield cluster


@pytest.fixture
def session(workers, tmp_path, monkeypatch):
    """Run a call in a session of its own: its result, and how many steps were computed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*call, **options):
        options = {"store": tmp_path / "store", "keep": "all", **options}
        with martlet.Client(workers, set_as_default=False, **options) as client:
            value = client.submit(*call).result()
            return value, client.report().to_dict()["total"]

    return run


def content(path):
    with open(path) as file:
        return file.read()


def same(path):
    return path


def joined(folder, stem):
    return os.path.join(folder, f"{stem}.txt")


def length(path):
    return os.stat(path).st_size


def test_a_step_runs_when_its_file_is_another(session, inputs):
    path = str(inputs.write("a.txt", "hello"))
    computed = []
    for text in ("hello", "hello", "jello", "hello"):
        if content(path) != text:
            inputs.write("a.txt", text)
        value, total = session(content, path)
        assert value == text
        computed.append(total["computed"])
    assert computed == [1, 0, 1, 0]


def test_a_touched_or_copied_file_lets_its_step_rest(session, inputs):
    path = inputs.write("a.txt", "hello")
    assert session(content, str(path))[1]["computed"] == 1
    os.utime(path, ns=(0, 0))
    shutil.copy(path, inputs.folder / "b.txt")
    for name in ("a.txt", "b.txt"):
        value, total = session(content, f"{inputs.folder}/{name}")
        assert (value, total["computed"]) == ("hello", 0)


def test_a_result_that_names_a_file_counts_by_the_name_too(workers, inputs, tmp_path):
    options = {"store": tmp_path / "store", "keep": "all", "set_as_default": False}
    for name in ("a.txt", "b.txt"):
        path = str(inputs.write(name, "hello"))
        with martlet.Client(workers, **options) as client:
            found = client.submit(joined, str(inputs.folder), name[0])
            assert client.submit(same, found).result() == path


def test_the_report_tells_remote_inputs(session):
    url = "https://me:secret@host/a.root?authz=secret"
    value, total = session(same, url)
    assert value == url and total["remote_inputs"] == 1
    with dask.config.set({"martlet.inputs.remote": "never"}):
        for _ in range(2):
            value, total = session(same, url)
            assert (value, total["unidentified"]) == (url, 1)
            assert "secret" not in str(total["steps"])
