"""Damage to the store's files costs time, never a wrong result."""

import os
import random
import shutil

import pytest
from writer import keep, result

from martlet import _native

NUMBERS = range(12)


@pytest.fixture
def store(tmp_path):
    """A store with the writer's results in it."""
    store = _native.Store(str(tmp_path / "store"))
    for number in NUMBERS:
        keep(_native, store, number)
    return store


def files(store):
    """The entries' files, the store's own description left out."""
    found = []
    for folder in ("records", "objects"):
        for root, _, names in os.walk(os.path.join(store.path, folder)):
            found += [os.path.join(root, name) for name in names]
    return sorted(found)


def outcome(store, number):
    """Whether the result is loaded exactly; a wrong one fails the test."""
    key, stream, buffers = result(_native, number)
    loaded = store.load(key)
    if loaded is None:
        return False
    assert bytes(loaded.stream) == stream
    assert [bytes(buffer) for buffer in loaded.buffers] == buffers
    return True


def write(path, data):
    """Replace a file's bytes, as a failing disk would."""
    os.chmod(path, 0o600)
    os.unlink(path)
    with open(path, "wb") as file:
        file.write(data)


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_is_a_miss_or_does_not_matter(store, seed):
    chance = random.Random(seed)
    path = chance.choice(files(store))
    data = bytearray(open(path, "rb").read())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    write(path, data)
    for number in NUMBERS:
        if not outcome(store, number):
            keep(_native, store, number)
        assert outcome(store, number), "a damaged entry is replaced"


@pytest.mark.parametrize("seed", range(20))
def test_a_truncated_or_overlong_file_is_a_miss(store, seed):
    chance = random.Random(seed)
    path = chance.choice(files(store))
    data = open(path, "rb").read()
    write(path, data[: chance.randrange(len(data))] if seed % 2 else data + b"more")
    for number in NUMBERS:
        if not outcome(store, number):
            keep(_native, store, number)
        assert outcome(store, number)


@pytest.mark.parametrize("folder", ["records", "objects"])
def test_entries_under_each_others_names_are_misses(store, folder):
    names = [path for path in files(store) if f"/{folder}/" in path]
    for one, other in zip(names[::2], names[1::2], strict=False):
        shutil.move(one, one + ".new")
        shutil.move(other, one)
        shutil.move(one + ".new", other)
    for number in NUMBERS:
        outcome(store, number)
    assert not all(outcome(store, number) for number in NUMBERS)


def test_what_is_not_an_entry_is_passed_over(store):
    for folder in ("records", "objects", "sessions", "incoming", "records/zz"):
        os.makedirs(os.path.join(store.path, folder), exist_ok=True)
        with open(os.path.join(store.path, folder, "notes.txt"), "w") as file:
            file.write("not a result")
    assert all(outcome(store, number) for number in NUMBERS)
    store.collect(10**9)
    store.stats()


def test_a_damaged_result_is_computed_again_unnoticed(sessions):
    first = sessions.run("run")
    chance = random.Random(1)
    for root, _, names in os.walk(sessions.store / "records"):
        for name in names:
            path = os.path.join(root, name)
            data = bytearray(open(path, "rb").read())
            data[chance.randrange(len(data) // 2, len(data))] ^= 255
            write(path, data)
    again = sessions.run("run")
    assert again["computed"] > 0
    assert again["value"] == first["value"]
    assert sessions.run("run")["computed"] == 0
