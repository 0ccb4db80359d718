"""A process that is killed while it writes leaves whole entries or none."""

import random
import subprocess
import sys
import time
from pathlib import Path

from writer import keep, result

from martlet import _native

WRITER = Path(__file__).with_name("writer.py")
EXTENSION = sys.modules[_native.Store.__module__].__file__
KILLS = 200


def start(folder, seed):
    """A writer that has begun."""
    process = subprocess.Popen(
        [sys.executable, "-S", str(WRITER), EXTENSION, str(folder), str(seed)], stdout=subprocess.PIPE
    )
    process.stdout.readline()
    return process


def check(folder):
    """Every entry that is found is whole; gives their number."""
    store = _native.Store(str(folder))
    found = 0
    for number in range(40):
        key, stream, buffers = result(_native, number)
        loaded = store.load(key)
        if loaded is not None:
            found += 1
            assert bytes(loaded.stream) == stream
            assert [bytes(buffer) for buffer in loaded.buffers] == buffers
    return found


def test_two_hundred_killed_writers_leave_whole_entries(tmp_path):
    chance = random.Random(20)
    folder = tmp_path / "store"
    found = 0
    for kill in range(KILLS // 2):
        writers = [start(folder, chance.randrange(10**6)) for _ in range(2)]
        time.sleep(chance.uniform(0, 0.05))
        for writer in writers:
            writer.kill()
            writer.wait()
            writer.stdout.close()
        if kill % 10 == 9:
            found = check(folder)
    assert found > 20, "the writers got somewhere"
    store = _native.Store(str(folder))
    for number in range(40):
        keep(_native, store, number)
    assert check(folder) == 40


def test_a_writer_without_a_store_folder_left_says_so(tmp_path):
    folder = tmp_path / "store"
    writer = start(folder, 1)
    subprocess.run(["rm", "-rf", str(folder)], check=False)
    time.sleep(0.2)
    writer.kill()
    assert writer.wait() in (-9, 1), "an exception, no trap"
    writer.stdout.close()
