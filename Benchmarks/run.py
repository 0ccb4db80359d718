"""Measures Martlet against plain Dask and other caches, and writes the tables into README.md.

Run it by ``make bench``; ``--help`` tells how to take a part.
"""

import argparse
import datetime
import functools
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import aims
from environments import need_joblib
from measurement import measure
from sessions import CACHES, Sessions
from tables import write_tables
from workload import SHAPES

HERE = Path(__file__).parent
#: Scripts about input files; each prints its rows.
FILES = ("measure_files.py", "measure_audit.py")


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1e3:5,1e4:3,1e5:1", help="tasks of the runs, and rounds of each")
    parser.add_argument("--planning-sizes", default="1e5,1e6", help="tasks for planning alone")
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--caches", default=",".join(CACHES))
    parser.add_argument("--parts", default="import,planning,arrays,files,runs")
    parser.add_argument("--array-bytes", default="1e9")
    parser.add_argument("--limit", type=float, default=10, help="minutes for one session")
    parser.add_argument("--minutes", type=float, default=120, help="for all sessions together")
    parser.add_argument("--environments", type=Path, default=HERE.parent, help="where peers' environments are made")
    parser.add_argument("--quick", action="store_true", help="1e3 tasks, two rounds: some minutes")
    parser.add_argument("--output", type=Path, default=HERE / "README.md")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.planning_sizes, chosen.array_bytes = "1e3:2", "1e5", "1e8"
    return chosen


class Bench:
    """Everything that is measured, written down as it comes.

    Parameters
    ----------
    chosen : argparse.Namespace
        The command line.
    """

    def __init__(self, chosen):
        self._chosen = chosen
        self._aims = []
        self._cells = {}
        self._heading = heading()

    def run(self, scratch, fast):
        """Measure all parts; ``fast`` is a folder in memory, if there is one."""
        chosen, parts = self._chosen, self._chosen.parts.split(",")
        rounds = {size: int(times) for size, times in (each.split(":") for each in chosen.sizes.split(","))}
        sessions = Sessions(
            chosen.shapes.split(","), rounds, chosen.caches.split(","), chosen.limit * 60,
            chosen.minutes * 60, chosen.environments,
        )  # fmt: skip
        if "runs" in parts:
            say(f"sessions: at most {sessions.upper_estimate() / 60:.0f} min; all else: some 10 min")
        if "import" in parts:
            self._add(aims.of_import(import_cost()))
        if "planning" in parts:
            self._plan(scratch)
        if "arrays" in parts:
            self._part(aims.of_arrays, "measure_arrays.py", fast, chosen.array_bytes, 7)
        if "runs" in parts:
            sessions.run(scratch, self._tell)
        if "files" in parts:  # last: they leave removed files behind, after which ext4 is slow to make new ones
            for script in FILES:
                self._part(aims.of_rows, script)
        print(self._write(is_partial=False))

    def _plan(self, scratch):
        for size in self._chosen.planning_sizes.split(","):
            for shape in self._chosen.shapes.split(","):
                folder = tempfile.mkdtemp(dir=scratch)
                rows = functools.partial(aims.of_planning, shape, size)
                self._part(rows, "measure_planning.py", shape, size, f"{folder}/store")
                shutil.rmtree(folder)

    def _part(self, rows, script, *arguments):
        result, why = measure(sys.executable, script, *arguments, limit=self._chosen.limit * 60)
        say(" ".join(map(str, [script, *arguments])) + f": {result or why}")
        if result is not None:
            self._add(rows(result))

    def _add(self, more):
        self._aims += more
        self._write(is_partial=True)

    def _tell(self, cells):
        self._cells = cells
        self._write(is_partial=True)

    def _write(self, is_partial):
        reached = [*self._aims, *aims.of_sessions(self._cells)]
        return write_tables(self._chosen.output, self._heading, reached, self._cells, is_partial)


def import_cost(times=15):
    """CPU milliseconds of importing Martlet's client, and Dask's alone; the least of each."""
    seconds = {"import distributed": [], "from martlet import Client": []}
    for _ in range(times):
        for statement, found in seconds.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", statement], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {statement: min(found) * 1e3 for statement, found in seconds.items()}


def heading():
    """Day, machine and command."""
    import dask

    machine = f"{os.cpu_count()} cores, {processor()}, Linux {platform.release()}"
    versions = f"Python {platform.python_version()}, Dask {dask.__version__}"
    command = " ".join(["Benchmarks/run.py", *sys.argv[1:]])
    load = os.getloadavg()[0]
    return f"{datetime.date.today()}, {machine}, {versions}, load {load:.1f} before; `{command}`"


def processor():
    """The processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def say(message):
    """A line of progress."""
    print(message, file=sys.stderr, flush=True)


def main():
    need_joblib()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory(dir=memory) as fast:
        Bench(options()).run(scratch, fast)


if __name__ == "__main__":
    main()
