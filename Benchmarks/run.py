"""Measures Martlet against plain Dask and other caches, and writes the tables into README.md.

Run it by ``make bench``; ``--help`` tells how to take a part.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tables import write_tables
from workload import SHAPES

HERE = Path(__file__).parent
#: A run that takes longer is given up, and with it the larger ones of that cache and shape.
LIMIT_SECONDS = 600
PEERS = {
    "plain": "own",
    "martlet all": "own",
    "martlet auto": "own",
    "joblib": "own",
    "graphchain": "graphchain",
    "dask-dirac": "dirac",
}
#: Environments of peers that cannot share Martlet's: Dask's version, packages.
ENVIRONMENTS = {
    "graphchain": ("2025.3.1", ["graphchain"]),
    "dirac": ("2024.11.2", ["dask-dirac==2025.3.1", "pandas<3", "pyarrow"]),
}


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1e3,1e4,1e5", help="tasks of the runs")
    parser.add_argument("--planning-sizes", default="1e5,1e6", help="tasks for planning alone")
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--caches", default=",".join(PEERS))
    parser.add_argument("--parts", default="import,planning,arrays,runs")
    parser.add_argument("--repeat", type=int, default=3, help="rounds; the caches take turns")
    parser.add_argument("--array-bytes", default="1e9")
    parser.add_argument("--limit", type=int, default=LIMIT_SECONDS, help="seconds for one run")
    parser.add_argument("--environments", type=Path, default=HERE.parent, help="where the peers' environments are made")
    parser.add_argument("--quick", action="store_true", help="1e3 tasks, two rounds: some minutes")
    parser.add_argument("--output", type=Path, default=HERE / "README.md")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.planning_sizes, chosen.repeat = "1e3", "1e5", 2
    return chosen


def environments(folder, caches):
    """The Python of each cache; environments that are missing are made."""
    pythons = {}
    for cache in caches:
        name = PEERS[cache]
        if name == "own":
            pythons[cache] = sys.executable
            continue
        path = folder / f".venv-bench-{name}"
        if not (path / ".made").exists():
            dask_version, packages = ENVIRONMENTS[name]
            subprocess.run([sys.executable, "-m", "venv", str(path)], check=True)
            subprocess.run(
                [path / "bin/python", "-m", "pip", "install", "--quiet", "numpy", "psutil",
                 f"dask=={dask_version}", f"distributed=={dask_version}", *packages], check=True,
            )  # fmt: skip
            (path / ".made").touch()
        pythons[cache] = str(path / "bin/python")
    return pythons


def need_joblib():
    """Install the peer that shares Martlet's environment; users never need it."""
    try:
        import joblib  # noqa: F401
    except ImportError:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "joblib"]
        subprocess.run(pip, check=True)


def run(python, script, *arguments, limit=None):
    """Run one measurement in a process group of its own; None and why, if it does not end well."""
    process = subprocess.Popen(
        [python, str(HERE / script), *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip
    try:
        output, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, f"> {limit} s"
    if process.returncode:
        return None, (errors.strip().splitlines() or ["failed"])[-1][:60]
    return json.loads(output.strip().splitlines()[-1]), ""


def measure_import(repeat):
    """CPU milliseconds of importing Martlet after Dask's client, and of the latter."""
    seconds = {"import distributed": [], "import martlet": []}
    for _ in range(repeat * 5):
        for statement, found in seconds.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", statement], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {statement: statistics.median(found) * 1e3 for statement, found in seconds.items()}


def measure_runs(chosen, pythons, scratch):
    """Cold and warm sessions: the least CPU of the rounds, by shape, size, cache and temperature."""
    found, refused = {}, set()
    for size in chosen.sizes.split(","):
        for shape in chosen.shapes.split(","):
            for turn in range(chosen.repeat):
                for cache in chosen.caches.split(","):
                    if (cache, shape) in refused:
                        continue
                    folder = tempfile.mkdtemp(dir=scratch) + "/store"
                    for heat in ("cold", "warm") if cache != "plain" else ("cold",):
                        result, why = run(
                            pythons[cache], "measure_run.py", cache, shape, size, folder, limit=chosen.limit
                        )
                        key = (shape, size, cache, heat)
                        print(*key, f"round {turn + 1}:", result or why, file=sys.stderr, flush=True)
                        if result is None:
                            found[key] = why
                            refused.add((cache, shape))
                            break
                        if not isinstance(found.get(key), str):
                            found[key] = min(result["cpu"] / result["tasks"] * 1e6, found.get(key, 1e30))
                    shutil.rmtree(os.path.dirname(folder), ignore_errors=True)
    return found


def main():
    chosen = options()
    parts = chosen.parts.split(",")
    need_joblib()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory(dir=memory) as fast:
        results = {}
        if "import" in parts:
            results["import"] = measure_import(chosen.repeat)
        if "planning" in parts:
            results["planning"] = {
                (shape, size): run(sys.executable, "measure_planning.py", shape, size,
                                   f"{tempfile.mkdtemp(dir=scratch)}/store")[0]
                for size in chosen.planning_sizes.split(",") for shape in chosen.shapes.split(",")
            }  # fmt: skip
        if "arrays" in parts:
            results["arrays"], why = run(
                sys.executable, "measure_arrays.py", fast, chosen.array_bytes, 2 * chosen.repeat + 1
            )
            if why:
                print("arrays:", why, file=sys.stderr)
        if "runs" in parts:
            pythons = environments(chosen.environments, chosen.caches.split(","))
            results["runs"] = measure_runs(chosen, pythons, scratch)
    machine = f"{os.cpu_count()} cores, {processor()}, Linux {platform.release()}, Python {platform.python_version()}"
    write_tables(results, machine, " ".join(["Benchmarks/run.py", *sys.argv[1:]]), chosen.output)


def processor():
    """The processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
