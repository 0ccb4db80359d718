"""What planning with many distinct local paths costs beyond the bare ``stat``: ``measure_files.py [N]``.

Prints rows of the table of aims (see ``aims.py``) as JSON.
"""

import json
import os
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
    stat = seconds(lambda: [os.stat(path) for path in paths])
    look = seconds(lambda: files.look(paths), files.forget)
    planned = seconds(lambda: submit(tasks, files))
    without = seconds(lambda: submit(tasks, None))
    again = seconds(lambda: _native.Files(f"{folder}/memo").look(paths))
    figures = [
        ("`os.stat` in a loop", stat, None),
        ("first look: each file is read", first, None),
        ("look, all remembered", look, None),
        ("look in a new session, all remembered on disk", again, None),
        ("planning with paths, over the same without files and the bare stat", planned - without - stat, 3),
    ]
    print(
        json.dumps(
            [
                {
                    "what": f"{COUNT} paths: {what}", "measured": f"{seconds / COUNT * 1e6:.2f} us a path",
                    "figure": seconds / COUNT * 1e6, "bound": bound, "unit": " us",
                }
                for what, seconds, bound in figures
            ]
        )
    )  # fmt: skip
finally:
    shutil.rmtree(folder)
