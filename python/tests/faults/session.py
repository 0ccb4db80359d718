"""One session of the analysis: ``python session.py NAME STORE ARGUMENT...``, prints JSON."""

import json
import os
import sys
import warnings

import dask
import steps
from distributed import LocalCluster

import martlet


def graph(count=12, seconds=0.02, cut=0.0):
    """Load, select and average, as one delayed value."""
    parts = [dask.delayed(steps.load)(index, seconds) for index in range(count)]
    return dask.delayed(steps.mean)([dask.delayed(steps.select)(part, cut) for part in parts])


def compute(client, what):
    """Compute one value, and count what became of the steps."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = client.compute(what).result(timeout=90)
        report = client.report()
    count = {outcome.value: report.total(outcome).count for outcome in martlet.report.Outcome}
    return {"value": value, **count, "warnings": [str(one.message) for one in caught]}


def run(client):
    """Everything."""
    return compute(client, graph())


def slow(client):
    """The same with steps so slow that somebody can interfere; says when it has begun."""
    future = client.compute(graph(count=24, seconds=0.1))
    print("begun", os.getpid(), flush=True)
    return {"value": future.result(timeout=90)}


def after_slow(client):
    """The slow one, with counts."""
    return compute(client, graph(count=24, seconds=0.1))


def retries(client, marker):
    """A step that fails once."""
    value = client.compute(dask.delayed(steps.fail_once)(marker), retries=2).result(timeout=90)
    return {"value": value}


def killed_worker(client, marker):
    """A step that kills its worker once, after others whose results were there already."""
    before = client.compute(graph()).result(timeout=90)
    value = client.compute(dask.delayed(steps.kill_worker_once)(marker)).result(timeout=90)
    return {"value": value, "before": before, "again": client.compute(graph()).result(timeout=90)}


def stealing(client):
    """All of the work is bound to one worker at first, so that the other steals it."""
    first = min(client.run(os.getpid))
    parts = [dask.delayed(steps.load_and_sign)(index) for index in range(40)]
    signed = client.compute(parts, workers=[first], allow_other_workers=True)
    result = compute(client, dask.delayed(steps.mean)(parts))
    del signed
    return result


WITH_PROCESSES = {"killed_worker", "stealing", "slow"}

if __name__ == "__main__":
    name, store, *arguments = sys.argv[1:]
    processes = name in WITH_PROCESSES
    with (
        LocalCluster(n_workers=2 if processes else 1, threads_per_worker=2, processes=processes,
                     dashboard_address=None) as cluster,
        martlet.Client(cluster, store=store, keep="all") as client,
    ):
        print(json.dumps(globals()[name](client, *arguments)))
