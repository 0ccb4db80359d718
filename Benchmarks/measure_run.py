"""One session: ``measure_run.py CACHE SHAPE COUNT FOLDER`` prints CPU and wall seconds as JSON.

CPU is that of the client, the scheduler and the workers, from before the graph is handed in until its
result is there; what starts a cluster is left out, what a cache does at its first graph is not.
"""

import json
import logging
import sys
import time

import psutil
import workload
from caches import CACHES
from distributed import LocalCluster


def cpu_seconds():
    """What this process and all below it have used so far."""
    this = psutil.Process()
    total = 0.0
    for process in [this, *this.children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def main(name, shape, count, folder):
    cache = CACHES[name]
    logging.disable(logging.WARNING)
    tasks, output = workload.graph(shape, count, **cache.steps)
    number = len(tasks)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        cache.client(cluster, folder) as client,
    ):
        client.wait_for_workers(2)
        tasks = cache.prepare(tasks)
        cpu, wall = cpu_seconds(), time.perf_counter()
        cache.get(client, tasks, output, folder)
        cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, "tasks": number}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(float(sys.argv[3])), sys.argv[4])
