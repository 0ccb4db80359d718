"""Planning alone: ``measure_planning.py SHAPE COUNT FOLDER [FILL]`` prints CPU microseconds a task as JSON.

Every step is a miss in a store of FILL entries; the least of seven.
"""

import gc
import json
import sys
import time

import workload
from dask._task_spec import convert_legacy_graph

from martlet import _native
from martlet.identity import Identifier
from martlet.worker.entry import load, run


def filled(folder, count):
    """A store with entries that nobody asks for."""
    store = _native.Store(folder)
    for number in range(count):
        key = _native.sha256(b"%d" % number)
        store.keep(
            step=key, content_key=None, shape=None, label="f", seconds=1.0, again=1.0, stream=b"x",
            buffers=[], classes=[], provenance="",
        )  # fmt: skip
    return store


def main(shape, count, folder, fill=0):
    tasks, output = workload.graph(shape, count)
    tasks = convert_legacy_graph(tasks)
    store = filled(folder, fill)
    best = {}
    for _ in range(7):
        gc.collect()
        gc.disable()  # as the client does while it plans
        identifier = Identifier()
        start = time.process_time()
        with identifier.submission():
            graph = _native.Graph(tasks, [output], identifier, {}, bytes(32))
        walked = time.process_time()
        graph.search(store, None, frozenset())
        searched = time.process_time()
        rewritten = graph.rewrite(run, load, bytes(12), 0)
        done = time.process_time()
        gc.enable()
        now = {
            "keys": walked - start, "plan": searched - walked, "rewrite": done - searched,
            "planning": searched - start,
        }  # fmt: skip
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in now.items()}
        del graph, rewritten
    print(json.dumps({name: value / len(tasks) * 1e6 for name, value in best.items()}))


if __name__ == "__main__":
    main(sys.argv[1], int(float(sys.argv[2])), sys.argv[3], *map(int, sys.argv[4:]))
