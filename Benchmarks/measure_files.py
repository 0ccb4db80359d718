"""What planning with many distinct local paths costs beyond the bare ``stat``: ``python measure_files.py [N]``."""

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from dask._task_spec import Task

from martlet import _native
from martlet.identity import Identifier

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REPEATS = 5


def seconds(call, prepare=lambda: None):
    """The best of some repeats."""
    times = []
    for _ in range(REPEATS):
        prepare()
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def submit(tasks, files):
    """Make the keys of a submission."""
    identifier = Identifier(files)
    with identifier.submission():
        _native.Graph(tasks, list(tasks), identifier, {}, b"n" * 32)


folder = Path(tempfile.mkdtemp())
try:
    paths = [f"{folder}/{number % 100}/file_{number}.root" for number in range(COUNT)]
    for number in range(100):
        (folder / str(number)).mkdir()
    for path in paths:
        Path(path).touch()
    time.sleep(2.1)
    files = _native.Files(f"{folder}/memo")
    start = time.perf_counter()
    files.look(paths)
    first = time.perf_counter() - start
    tasks = {f"k{n}": Task(f"k{n}", len, path) for n, path in enumerate(paths)}
    words = {f"k{n}": Task(f"k{n}", len, f"word_{n}") for n in range(COUNT)}
    stat = seconds(lambda: [os.stat(path) for path in paths])
    look = seconds(lambda: files.look(paths), files.forget)
    planned, plain = seconds(lambda: submit(tasks, files)), seconds(lambda: submit(words, files))
    without = seconds(lambda: submit(tasks, None))
    again = seconds(lambda: _native.Files(f"{folder}/memo").look(paths))
    for name, value in [
        ("os.stat in a loop", stat),
        ("first look: each file is read", first),
        ("look, all remembered", look),
        ("look in a new session, all remembered on disk", again),
        ("Graph of paths", planned),
        ("Graph of paths, without files", without),
        ("Graph of words, with files", plain),
        ("Graph: paths beyond the same without files and the stat", planned - without - stat),
    ]:
        print(f"{name:60} {value / COUNT * 1e6:8.2f} us a path")
    print(
        f"{'peak memory':60} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB"
    )
finally:
    shutil.rmtree(folder)
