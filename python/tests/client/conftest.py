"""Clusters, in this process and in others, and clients of theirs that share a store."""

from __future__ import annotations

import builtins
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from distributed import LocalCluster
from process_sessions import Session

import martlet


@pytest.fixture(scope="session")
def cluster():
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.fixture
def open_client(cluster, tmp_path):
    """A function that makes a client; all clients of a test share a store."""
    clients = []

    def opened(**options):
        options = {"store": tmp_path / "store", "keep": "all", **options}
        clients.append(martlet.Client(cluster, **options))
        return clients[-1]

    yield opened
    for client in clients:
        client.close()


@pytest.fixture
def client(open_client):
    return open_client()


@pytest.fixture(scope="session")
def processes():
    """Two workers that are processes of their own."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.fixture
def process_session(processes, tmp_path):
    """A function that opens a client for one session, and gives it with its warnings."""

    def opened(**options):
        return Session(martlet.Client(processes, store=tmp_path / "store", keep="all", **options))

    return opened


class Runs:
    """Counts how often steps run; a step calls ``runs.ran(name)``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def ran(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def taken(self) -> dict[str, int]:
        """The counts since this was last asked."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return dict(counts)


RUNS = builtins.martlet_runs = Runs()  # type: ignore[attr-defined]


@pytest.fixture
def runs():
    RUNS.taken()
    return RUNS


def damage(store: Path) -> None:
    """Flip a bit in everything that is kept."""
    for path in [*store.glob("records/*/*"), *store.glob("objects/*/*")]:
        data = bytearray(path.read_bytes())
        data[len(data) * 3 // 4] ^= 1
        path.chmod(0o600)
        path.write_bytes(data)


def wait_for_release(client, key) -> None:
    """Wait until a client has let go of a key; Dask does so in its event loop."""
    for _ in range(500):
        if key not in client.futures:
            return
        time.sleep(0.01)
    raise TimeoutError(key)
