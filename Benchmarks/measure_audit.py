"""What it costs to watch which files a step opens: ``python measure_audit.py``.

Prints rows of the table of aims as JSON. Each figure is what the watch adds to one step, the median of many.
"""

import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from martlet import _native
from martlet.worker.files import FileUse
from martlet.worker.memory import NO_KEEPERS, Keepers
from martlet.worker.opens import watch
from martlet.worker.planned import Planned

FILES = 100
REPEATS = 200


class Session:
    """As much of a worker's session as a step's use of files asks of it."""

    def __init__(self):
        self.files = _native.Files(None, "name", True)
        self.folder = os.getcwd()


def microseconds(call):
    """The median CPU time of some repeats."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e6


def read(paths):
    """A step that opens files."""
    for path in paths:
        with open(path, "rb") as file:
            file.read()


def watched(paths, planned, keepers=NO_KEEPERS):
    """The same step under watch, and what follows from what was seen."""
    if planned.changed(session.files):
        raise RuntimeError("a file changed")
    opened = watch(planned, keepers)
    read(paths)
    opened.end()
    FileUse(session, planned, bytes(32), bytes(32), None, True).heed(opened, (), 1, lambda: None)


folder = tempfile.mkdtemp()
try:
    paths = [f"{folder}/{number}.txt" for number in range(FILES)]
    for path in paths:
        Path(path).write_bytes(bytes(1000))
    session = Session()
    rows = [session.files.told(path) for path in paths]
    keepers = Keepers([("__main__", "watched", "")])
    plain = {count: microseconds(lambda count=count: read(paths[:count])) for count in (0, FILES)}
    nothing = microseconds(lambda: watched([], Planned(()))) - plain[0]
    known = microseconds(lambda: watched(paths, Planned(rows))) - plain[FILES]
    unknown = microseconds(lambda: watched(paths, Planned(()))) - plain[FILES]
    kept = microseconds(lambda: watched(paths, Planned(rows), keepers)) - plain[FILES]
    figures = [
        ("watching what a step of 10 ms opens", nothing / 10_000 * 100, 1, " %"),
        (f"each of {FILES} files that its arguments name", known / FILES, None, " us"),
        (f"each of {FILES} files that they don't name", unknown / FILES, None, " us"),
        (f"each of {FILES} named files, read beneath a function that may keep them", kept / FILES, None, " us"),
    ]
    print(
        json.dumps(
            [
                {"what": what, "measured": f"{figure:.2f}{unit}", "figure": figure, "bound": bound, "unit": unit}
                for what, figure, bound, unit in figures
            ]
        )
    )  # fmt: skip
finally:
    shutil.rmtree(folder)
