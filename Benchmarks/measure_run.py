"""One session: ``measure_run.py CACHE SHAPE COUNT FOLDER`` prints CPU and wall seconds as JSON.

CPU is that of the client, the scheduler and the workers, from before the graph is handed in until its
result is there; what starts a cluster is left out, what a cache does at its first graph is not. That of the
workers' threads beside their event loops, which run the steps, is told apart: event loops vary more.
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


def step_seconds(cluster):
    """What the workers' threads have used so far, their event loops' left out."""
    workers = [psutil.Process(worker.pid) for worker in cluster.workers.values()]
    threads = [thread for worker in workers for thread in worker.threads() if thread.id != worker.pid]
    return sum(thread.user_time + thread.system_time for thread in threads)


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
        steps, cpu, wall = step_seconds(cluster), cpu_seconds(), time.perf_counter()
        cache.get(client, tasks, output, folder)
        cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
        steps = step_seconds(cluster) - steps
    print(json.dumps({"cpu": cpu, "steps": steps, "wall": wall, "tasks": number}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(float(sys.argv[3])), sys.argv[4])
