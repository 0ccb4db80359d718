"""Files that only workers see: process workers with a folder of their own mounts."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import martlet
import pytest
from distributed import LocalCluster
from martlet import elsewhere
from martlet.worker.sight import sight
from news import wait_for_news

MOUNT = ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
pytestmark = pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.call(MOUNT) != 0,
    reason="this user can't make a mount namespace",
)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A folder of which the workers see another one than the client."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def apart(own):
    """A cluster whose one worker has mounts of its own."""
    with LocalCluster(n_workers=0, processes=True, dashboard_address=":0") as cluster:
        worker = start_worker(cluster, own)
        yield cluster
        end(worker)


def start_worker(cluster, folder):
    command = 'mount -t tmpfs none "$0" && exec "$@"'
    dask = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address]
    options = ["--no-nanny", "--nthreads", "1", "--no-dashboard"]
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parent), *sys.path]))
    return subprocess.Popen(
        ["unshare", "-m", "sh", "-c", command, str(folder), *dask, *options],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def end(worker):
    worker.kill()
    worker.wait()


@pytest.fixture
def session(apart, tmp_path):
    """A function that opens a client for one session."""

    def opened():
        client = martlet.Client(apart, store=tmp_path / "store", keep="all")
        client.wait_for_workers(1, timeout=60)
        return client

    return opened


def write(path, text):
    """Write a file, or remove it; on a worker."""
    from pathlib import Path

    if text is None:
        Path(path).unlink(missing_ok=True)
    else:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def read_in_c(name):
    """Reads files as libraries in C do: nobody sees it open them."""
    import subprocess

    path = name.removeprefix("file://").removesuffix(":tree")
    return subprocess.run(
        f"cat {path} || echo none", shell=True, capture_output=True, text=True, check=True
    ).stdout.strip()


def read_by_name(folder, name):
    """Opens a file that no argument names."""
    try:
        with open(os.path.join("/", *folder, name)) as file:
            return file.read()
    except FileNotFoundError:
        return "none"


def outcome_of(client, function, *arguments):
    """A step's result, and what became of the step."""
    value = client.submit(function, *arguments).result()
    total = client.report().to_dict()["total"]
    return value, "computed" if total["computed"] else "loaded"


HISTORY = [
    (None, "none", "computed"),
    (None, "none", "loaded"),
    ("one", "one", "computed"),
    ("one", "one", "loaded"),
    ("two", "two", "computed"),
    ("one", "one", "loaded"),
    (None, "none", "loaded"),
]


@pytest.mark.parametrize("form", ["{}.txt", "file://{}.txt", "{}.txt:tree", "{}*.txt"])
def test_a_file_that_only_workers_see_counts_by_what_it_is_there(session, own, form):
    base = f"{own}/named/a"
    for text, value, outcome in HISTORY:
        with session() as client:
            client.run(write, f"{base}.txt", text)
            assert not os.path.exists(f"{base}.txt")
            assert outcome_of(client, read_in_c, form.format(base)) == (value, outcome)


def test_a_file_that_only_workers_see_counts_if_a_step_opens_it(session, own):
    folder = own.parts[1:]
    for text, value, outcome in HISTORY:
        with session() as client:
            client.run(write, f"{own}/opened.txt", text)
            assert outcome_of(client, read_by_name, folder, "opened.txt") == (value, outcome)


def test_a_worker_is_asked_after_it_has_told_of_steps_too(session, own):
    path = f"{own}/later.txt"
    for text in ["one", "two"]:
        with session() as client:
            assert client.submit(len, text, pure=False).result() == 3
            wait_for_news(client)
            client.run(write, path, text)
            assert client.submit(read_in_c, path).result() == text


def test_a_path_under_which_nothing_lies_anywhere_counts_as_a_text(session):
    for outcome in ["computed", "loaded"]:
        with session() as client:
            assert outcome_of(client, len, "/absent/file") == (12, outcome)


def test_without_an_answer_in_time_steps_run_and_are_not_found(session, own, monkeypatch):
    path = f"{own}/late.txt"
    monkeypatch.setattr(elsewhere, "PATIENCE", 0)
    for text in ["one", "two", "two"]:
        with session() as client:
            client.run(write, path, text)
            assert outcome_of(client, read_in_c, path) == (text, "computed")
            assert client.report().to_dict()["total"]["kept"] == 0


def test_a_worker_that_died_is_passed_over(session, apart, own):
    path = f"{own}/survivor.txt"
    with session() as client:
        client.run(write, path, "one")
        assert outcome_of(client, read_in_c, path) == ("one", "computed")
    for _ in range(2):
        other = start_worker(apart, own)
        with session() as client:
            client.wait_for_workers(2, timeout=60)
            client.scatter("a")  # so that both have said what they see
            end(other)
            assert client.submit(read_in_c, path).result() == "one"
            assert client.report().to_dict()["total"]["loaded"] == 1


def test_an_asynchronous_client_asks_too(apart, own, tmp_path):
    path = f"{own}/later.txt"

    async def session(text):
        options = {"store": tmp_path / "store", "keep": "all", "asynchronous": True}
        async with martlet.Client(apart.scheduler_address, **options) as client:
            await client.run(write, path, text)
            value = await client.submit(read_in_c, path)
            return value, (await client.report()).to_dict()["total"]["computed"]

    for text, computed in [("one", 1), ("one", 0), ("two", 1)]:
        assert asyncio.run(session(text)) == (text, computed)


def test_workers_that_see_what_the_client_sees_are_not_asked(client, monkeypatch):
    monkeypatch.setattr(elsewhere.Elsewhere, "_ask", None)
    assert outcome_of(client, len, "/absent/file") == (12, "computed")
    assert client.report().to_dict()["total"]["kept"] == 1


def test_a_process_sees_what_its_parent_sees_unless_it_has_its_own_mounts():
    command = [sys.executable, "-c", "from martlet.worker.sight import sight; print(sight())"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child, apart = (
        subprocess.check_output([*before, *command], env=env, text=True).strip()
        for before in [(), ("unshare", "-m")]
    )
    assert child == sight() != apart
