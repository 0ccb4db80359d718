"""One session: ``python session.py MODULE FOLDER STORE``; what became of each of the module's graphs.

Each graph is computed by Martlet and by plain Dask. Prints JSON.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import json
import sys
import warnings
from typing import Any

import dask
import numpy as np
from distributed import LocalCluster

import martlet
from martlet.worker.memory import MEMORY

RUNS = []
# Not a list, which steps would seem to keep things in.
builtins.readers_note = lambda: RUNS.append(1)  # type: ignore[attr-defined]


def graphs(module: Any) -> dict[str, Any]:
    """The functions of a module that make a graph of the files in a folder."""
    functions = inspect.getmembers(module, inspect.isfunction)
    own = {name: each for name, each in functions if each.__module__ == module.__name__}
    return {n: f for n, f in own.items() if list(inspect.signature(f).parameters) == ["folder"]}


def outcome(make: Any, folder: str, cluster: LocalCluster, store: str) -> dict[str, Any]:
    """What became of one graph."""
    RUNS.clear()
    options = {"store": f"{store}/{make.__name__}", "keep": "all", "set_as_default": False}
    with martlet.Client(cluster, **options) as client:
        graph = make(folder)
        value = client.compute(graph, sync=True)
        runs, total = len(RUNS), client.report().to_dict()["total"]
    (plain,) = dask.compute(graph, scheduler="synchronous")
    MEMORY._reads.clear()  # workers of their own would know nothing of what it read
    return {
        "runs": runs,
        "computed": total["computed"],
        "unidentified": [row["reason"] for row in total["steps"] if row["outcome"] == "unidentified"],
        "is_equal": is_equal(value, plain),
    }


def is_equal(value: Any, plain: Any) -> bool:
    """Whether two results are the same in type and to the bit."""
    return type(value) is type(plain) and comparable(value) == comparable(plain)


def comparable(value: Any) -> Any:
    """A result as something that ``==`` compares."""
    if hasattr(value, "to_list"):
        return value.to_list()
    if hasattr(value, "view"):
        return np.asarray(value.view()).tolist()
    return value


def main(name: str, folder: str, store: str) -> None:
    warnings.simplefilter("ignore")
    found = {}
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        for graph, make in graphs(importlib.import_module(name)).items():
            found[graph] = outcome(make, folder, cluster, store)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
