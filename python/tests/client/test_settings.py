"""Where the store is, how large it is, who may write to it, and what is kept in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import dask.config
import martlet
import pytest
import steps
from dask import delayed
from martlet import config
from martlet.config import Settings
from martlet.worker.keeping import UNKNOWN


def test_every_setting_is_in_the_documentation():
    settings = re.findall(r'"(martlet\.[\w.-]+)"', Path(config.__file__).read_text())
    page = Path(__file__).parents[3] / "docs" / "configuration.md"
    if not page.exists():
        pytest.skip("the documentation is not here")
    documented = re.findall(r"^\| `([\w.-]+)`", page.read_text(), re.M)
    assert set(settings) == set(documented)


def graph(n=4):
    return delayed(steps.total)(delayed(steps.load)(n))


def computed(client, what=None):
    """The steps that ran, and those that were kept, by their short names."""
    client.compute(graph() if what is None else what, sync=True)
    rows = client.report().to_dict()["total"]["steps"]
    return {
        outcome: {row["step"].rpartition(".")[2] for row in rows if row["outcome"] == outcome}
        for outcome in ("computed", "kept", "not kept")
    }


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"argument": "a", "configured": "b", "cache": "c"}, "a"),
        ({"argument": Path("a")}, "a"),
        ({"argument": b"a"}, "a"),
        ({"argument": "file://{home}/a"}, "a"),
        ({"argument": "~/a"}, "a"),
        ({"configured": "b", "cache": "c"}, "b"),
        ({"configured": "~/b"}, "b"),
        ({"cache": "{home}/c"}, "c/martlet/store"),
        ({"cache": ""}, ".cache/martlet/store"),
        ({"argument": "", "configured": "b"}, ".cache/martlet/store"),
        ({"configured": ""}, ".cache/martlet/store"),
        ({}, ".cache/martlet/store"),
    ],
)
def test_the_store_is_that_of_the_argument_the_configuration_or_the_cache_folder(
    chosen, expected, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    chosen = {
        name: value.format(home=tmp_path) if isinstance(value, str) else value
        for name, value in chosen.items()
    }
    if "cache" in chosen:
        monkeypatch.setenv("XDG_CACHE_HOME", chosen["cache"])
    with dask.config.set({"martlet.store": chosen.get("configured")}):
        assert Settings.load(chosen.get("argument")).store == str(tmp_path / expected)


def test_a_store_with_an_unknown_scheme_is_refused_with_a_hint():
    with pytest.raises(ValueError, match="(?s)s3://bucket.*hint: name a folder"):
        Settings.load("s3://bucket/store")


@pytest.mark.parametrize(
    "name", ["keep", "trust", "enabled", "progress", "max-size", "inputs.remote"]
)
def test_a_setting_that_cannot_be_is_refused_with_those_that_can(name):
    with (
        dask.config.set({f"martlet.{name}": "some"}),
        pytest.raises(ValueError, match=f"martlet.{name} is 'some'; it can be "),
    ):
        Settings.load()


@pytest.mark.parametrize(
    "name", ["store", "keep", "trust", "enabled", "progress", "max-size", "inputs.remote"]
)
def test_an_empty_setting_is_none(name):
    usual = Settings.load()
    with dask.config.set({f"martlet.{name}": ""}):
        assert Settings.load() == usual


@pytest.mark.parametrize("size", [-1, "-3 GB", None, "3 parsecs", []])
def test_a_size_that_cannot_be_is_refused(size):
    with (
        dask.config.set({"martlet.max-size": size}),
        pytest.raises(ValueError, match="max-size is .*number of bytes"),
    ):
        Settings.load()


def test_the_environment_names_the_store_and_every_other_setting():
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DASK_MARTLET__STORE": "/a/store",
        "DASK_MARTLET__KEEP": "all",
        "DASK_MARTLET__ENABLED": "false",
        "DASK_MARTLET__TRUST": "all",
        "DASK_MARTLET__MAX_SIZE": "3 kB",
        "DASK_MARTLET__INPUTS__REMOTE": "never",
        "DASK_MARTLET__PROGRESS": "true",
        "XDG_CACHE_HOME": "/a/cache",
    }
    code = "from martlet.config import Settings; print(tuple(vars(Settings.load()).values()))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == (
        "('/a/store', 'all', False, 'all', 3000, 'never', '/a/cache/martlet/files', True)"
    )


def test_a_client_keeps_in_the_configured_store(open_client, tmp_path, runs):
    with dask.config.set({"martlet.store": str(tmp_path / "configured")}):
        for expected in ({"load": 1, "total": 1}, {}):
            assert open_client(store=None).compute(graph(), sync=True) == 6
            assert runs.taken() == expected
    assert (tmp_path / "configured" / "martlet-store.json").exists()
    assert not (tmp_path / "store").exists()


def slow(x):
    steps.ran("slow")
    time.sleep(0.1)
    return x


def quick(x):
    steps.ran("quick")
    return x


@martlet.step(keep="always")
def precious(x):
    steps.ran("precious")
    return x


@martlet.step(keep="never")
def worthless(x):
    steps.ran("worthless")
    time.sleep(0.1)
    return x


@pytest.mark.parametrize(
    ("keep", "kept", "not_kept"),
    [
        ("auto", {"slow", "precious", "total"}, {"quick"}),
        ("all", {"slow", "quick", "precious", "total"}, set()),
        ("none", set(), set()),
    ],
)
def test_the_policy_and_the_marks_decide_what_is_kept(open_client, runs, keep, kept, not_kept):
    parts = [delayed(step)(n) for n, step in enumerate((slow, quick, precious, worthless))]
    ran = computed(open_client(keep=keep), delayed(steps.total)(*parts))
    assert ran["computed"] == {"slow", "quick", "precious", "worthless", "total"}
    assert (ran["kept"], ran["not kept"]) == (kept, not_kept)
    runs.taken()
    # Another use of the same steps shows what is there.
    open_client(keep=keep).compute(delayed(steps.total)(*parts, 1), sync=True)
    assert runs.taken().keys() - {"total"} == {"slow", "quick", "precious", "worthless"} - kept


@martlet.step(pure=False)
def lines():
    return iter(["pt", "eta"])


def longest(lines):
    return max(map(len, lines))


def test_a_report_tells_why_each_result_is_not_kept(open_client):
    client = open_client()
    assert client.compute(delayed(longest)(delayed(lines)()), sync=True) == 3
    rows = client.report().to_dict()["total"]["steps"]
    reasons = {row["step"].rpartition(".")[2]: row["reason"] for row in rows if row["reason"]}
    assert reasons["longest"] == UNKNOWN
    assert "iterator" in reasons["lines"]


def test_a_client_that_keeps_nothing_loads_what_is_there(open_client, runs):
    open_client(keep="all").compute(graph(), sync=True)
    runs.taken()
    assert open_client(keep="none").compute(graph(), sync=True) == 6
    assert runs.taken() == {}


def old(store):
    """Let everything in a store be of last week."""
    then = time.time() - 7 * 86_400
    for path in sorted(store.rglob("*"), reverse=True):
        os.utime(path, (then, then))


@pytest.mark.parametrize(
    ("size", "expected"), [("1 kB", {"load": 1, "total": 1}), ("1 GB", {})], ids=["small", "large"]
)
def test_a_session_begins_by_collecting_down_to_the_size_limit(
    open_client, tmp_path, runs, size, expected
):
    client = open_client()
    client.compute(graph(1_000_000), sync=True)
    client.close()
    old(tmp_path / "store")
    runs.taken()
    with dask.config.set({"martlet.max-size": size}):
        open_client().compute(graph(1_000_000), sync=True)
    assert runs.taken() == expected


def test_what_is_young_is_not_collected(open_client, runs):
    open_client().compute(graph(1_000_000), sync=True)
    runs.taken()
    with dask.config.set({"martlet.max-size": "1 kB"}):
        open_client().compute(graph(1_000_000), sync=True)
    assert runs.taken() == {}


@pytest.fixture
def shared_store(open_client, tmp_path, runs):
    """A store with results, to which others can write."""
    open_client().compute(graph(), sync=True)
    (tmp_path / "store").chmod(0o777)
    runs.taken()
    return tmp_path / "store"


def test_a_store_that_others_can_write_to_is_refused(open_client, shared_store, runs):
    with pytest.warns(RuntimeWarning, match="(?s)without a store.*trust"):
        assert open_client().compute(graph(), sync=True) == 6
    assert runs.taken() == {"load": 1, "total": 1}


@pytest.mark.parametrize("how", ["argument", "configuration"])
def test_a_store_that_others_can_write_to_is_used_with_trust(open_client, shared_store, runs, how):
    with dask.config.set({"martlet.trust": "all" if how == "configuration" else "own"}):
        client = open_client(trust="all" if how == "argument" else None)
        assert client.compute(graph(), sync=True) == 6
    assert runs.taken() == {}


def test_a_new_store_is_for_its_owner_alone(client, tmp_path):
    client.compute(graph(), sync=True)
    assert (tmp_path / "store").stat().st_mode & 0o777 == 0o700


def test_no_name_of_dasks_client_is_taken_by_chance(open_client):
    client = open_client()
    beats = client._periodic_callbacks["heartbeat"]
    assert beats.callback == client._heartbeat and callable(beats.callback)
