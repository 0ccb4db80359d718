"""One session: a new process that builds the graph, computes it, and writes down what happened.

The demo starts it with ``python -m demonstration.session`` in the folder of the edited analysis.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import time
from pathlib import Path

import distributed
import numpy as np
from analysis.graph import build
from generator.samples import SAMPLES, file_names

__all__ = ["main", "run"]

#: Which of many equal inputs a reason names.
NUMBER = r"\[\d+\]"


def run(data: Path, event_count: int, output: Path, store: Path | None) -> None:
    """Compute the analysis once.

    Writes to ``output``: ``histograms.npz`` (see :func:`as_arrays`), ``plot.png``, and
    ``session.json`` with seconds and, with a store, the report and the reasons.

    Parameters
    ----------
    data : pathlib.Path
        Folder of the ROOT files.
    event_count : int
        Events in each of them.
    output : pathlib.Path
        Folder for the results; made if missing.
    store : pathlib.Path, optional
        Martlet's store; without it, plain Dask computes everything.
    """
    output.mkdir(parents=True, exist_ok=True)
    beginning = time.perf_counter()
    cluster = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    if store is None:
        client = distributed.Client(**cluster)
    else:
        import martlet

        client = martlet.Client(store=store, **cluster)
    with client:
        files = {name: [data / file for file in file_names(name)] for name in SAMPLES}
        graph = build(files, event_count)
        client.run(_import_analysis)
        reasons = [] if store is None else _reasons(client.explain(graph))
        start = time.perf_counter()
        histograms, png = client.gather(client.compute(graph))
        facts = {"start_seconds": start - beginning, "seconds": time.perf_counter() - start}
        if store is not None:
            report = client.report()
            facts |= {
                "report": report.to_dict()["total"],
                "html": report._repr_html_(),
                "reasons": reasons,
            }
    np.savez(output / "histograms.npz", **as_arrays(histograms))
    (output / "plot.png").write_bytes(png)
    (output / "session.json").write_text(json.dumps(facts))


def as_arrays(histograms: dict) -> dict[str, np.ndarray]:
    """Bin contents and variances with under- and overflow, by ``region/process/variation``."""
    return {
        f"{region}/{process}/{variation}": np.asarray(histogram.view(flow=True))
        for region, processes in histograms.items()
        for process, by_variation in processes.items()
        for variation, histogram in by_variation.items()
    }


def _reasons(explanation) -> list[str]:
    """Why steps are computed: a line for each function and reason, with the number of steps."""
    counts = collections.Counter(
        f"{why.label.rsplit('.', 1)[-1]}: {re.sub(NUMBER, '', reason)}"
        for why in explanation.steps
        for reason in why.reasons
    )
    return [f"{count} × {line}" for line, count in counts.items()]


def _import_analysis() -> None:
    """Import on a worker what the steps need, so that no session pays it between its steps."""
    import analysis.graph  # noqa: F401
    import matplotlib.figure  # noqa: F401


def main() -> None:
    """The command line that the demo uses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    run(options.data, options.events, options.output, options.store)


if __name__ == "__main__":
    main()
