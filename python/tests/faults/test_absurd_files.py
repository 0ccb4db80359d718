"""Files of impossible sizes and times, as anybody may make who can write to a store."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

import pytest
from writer import keep, result

from martlet import _native

SIZE = 1 << 62


@pytest.fixture
def store():
    """A store in memory, where files may say that they have 4 EiB."""
    folder = tempfile.mkdtemp(dir="/dev/shm")
    store = _native.Store(folder)
    keep(_native, store, 5)
    yield store
    shutil.rmtree(folder)


def sparse(*path):
    os.makedirs(os.path.join(*path[:-1]), exist_ok=True)
    with open(os.path.join(*path), "wb") as file:
        file.truncate(SIZE)


def test_sessions_and_observations_that_are_too_long_are_left_out(store):
    store.observe(b"g" * 32, b"s" * 32, b"row")
    ((name,), *_) = [store.observations(b"g" * 32)]
    (folder,) = os.listdir(os.path.join(store.path, "observed"))
    sparse(store.path, "observed", folder, name)
    assert store.observed(b"g" * 32, [name]) == [None]
    sparse(store.path, "sessions", "29990101T000000-1")
    assert store.sessions(10) == []


@pytest.mark.parametrize("seconds", [-(1 << 62), 1 << 62])
def test_records_of_any_time_are_loaded(store, seconds):
    key, stream, _ = result(_native, 5)
    (path,) = {os.path.join(store.path, "records", key.hex()[:2], key.hex())}
    os.utime(path, (seconds, seconds))
    assert bytes(store.load(key).stream) == stream
    os.utime(path, (seconds, seconds))
    store.collect(0)


@pytest.mark.parametrize("command", [["stats"], ["ls"], ["verify"], ["gc", "--max-size", "1MB"]])
def test_objects_of_any_size_are_counted_and_collected(store, command):
    for digit in "ab":
        sparse(store.path, "objects", digit * 2, digit * 64)
    os.utime(os.path.join(store.path, "objects", "aa", "a" * 64), (1, 1))
    martlet = os.path.join(os.path.dirname(sys.executable), "martlet")
    began = time.monotonic()
    done = subprocess.run(
        [martlet, "store", *command, "--store", store.path], capture_output=True, timeout=60
    )
    assert done.returncode in (0, 1) and time.monotonic() - began < 30, done
    store.collect(1)
