"""One session: a new process that runs the analysis, and writes down what happened.

The demo starts an example's own module, which calls :func:`main`, in the folder of the edited
analysis.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import distributed
import numpy as np
from generator.samples import SAMPLES

__all__ = ["Analysed", "main"]


class Analysed(NamedTuple):
    """What a session's analysis gives.

    Attributes
    ----------
    histograms : dict
        By region, process and variation.
    png : bytes
        The plot.
    seconds : float
        From the graph, or the list of files, to these.
    reasons : list of str
        Why steps were computed, as far as that was asked for.
    """

    histograms: dict[str, dict[str, dict[str, Any]]]
    png: bytes
    seconds: float
    reasons: list[str]


#: Runs an analysis with a client, on the files of each sample, with so many events each.
Analyse = Callable[[distributed.Client, dict[str, list[Path]], int], Analysed]


def run(
    analyse: Analyse,
    data: Path,
    event_count: int,
    output: Path,
    store: Path | None,
    worker_count: int,
) -> None:
    """Run the analysis once.

    Writes to ``output``: ``histograms.npz`` (see :func:`as_arrays`), ``plot.png``, and
    ``session.json`` with seconds and, with a store, the report and the reasons.

    Parameters
    ----------
    analyse : callable
        The analysis.
    data : pathlib.Path
        Folder of the ROOT files: some of each sample.
    event_count : int
        Events in each of them.
    output : pathlib.Path
        Folder for the results; made if missing.
    store : pathlib.Path, optional
        Martlet's store; without it, plain Dask computes everything.
    worker_count : int
        Workers of the local cluster.
    """
    output.mkdir(parents=True, exist_ok=True)
    beginning = time.perf_counter()
    cluster = {"n_workers": worker_count, "threads_per_worker": 1, "dashboard_address": ":0"}
    if store is None:
        client = distributed.Client(**cluster)
    else:
        import martlet

        client = martlet.Client(store=store, **cluster)
    with client:
        files = {name: sorted(data.glob(f"{name}_*.root")) for name in SAMPLES}
        found = analyse(client, files, event_count)
        spent = time.perf_counter() - beginning
        facts = {"start_seconds": spent - found.seconds, "seconds": found.seconds}
        if store is not None:
            report = client.report()
            facts |= {
                "report": report.to_dict()["total"],
                "html": report._repr_html_(),
                "reasons": found.reasons,
            }
    np.savez(output / "histograms.npz", **as_arrays(found.histograms))
    (output / "plot.png").write_bytes(found.png)
    (output / "session.json").write_text(json.dumps(facts))


def as_arrays(histograms: dict) -> dict[str, np.ndarray]:
    """Bin contents and variances with under- and overflow, by ``region/process/variation``."""
    return {
        f"{region}/{process}/{variation}": np.asarray(histogram.view(flow=True))
        for region, processes in histograms.items()
        for process, by_variation in processes.items()
        for variation, histogram in by_variation.items()
    }


def main(analyse: Analyse) -> None:
    """The command line that the demo uses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--workers", type=int, required=True)
    options = parser.parse_args()
    run(
        analyse,
        options.data,
        options.events,
        options.output,
        options.store,
        options.workers,
    )
