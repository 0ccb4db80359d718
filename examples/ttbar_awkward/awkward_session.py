"""One session of the ttbar analysis with dask-awkward; see :mod:`demonstration.session`.

This is how any such analysis runs; its client may be Martlet's or plain Dask's.
"""

from __future__ import annotations

import time
from pathlib import Path

import distributed
from analysis.jagged_graph import Name, build
from analysis.plotting import plot
from demonstration.session import Analysed, main

__all__ = ["analyse"]


def analyse(
    client: distributed.Client, files: dict[str, list[Path]], event_count: int
) -> Analysed:
    """Fill all histograms, and plot."""
    client.run(_import_analysis)
    start = time.perf_counter()
    names, histograms = zip(*build(files, event_count), strict=True)
    found = by_variation(names, client.gather(client.compute(list(histograms))))
    png = client.submit(plot, found).result()
    return Analysed(found, png, time.perf_counter() - start, [])


def by_variation(names: list[Name], histograms: list) -> dict:
    """Histograms of one axis, by region, process and variation."""
    found: dict = {}
    for (region, process), histogram in zip(names, histograms, strict=True):
        parts = found.setdefault(region, {}).setdefault(process, {})
        for variation in histogram.axes["variation"]:
            parts[variation] = histogram[{"variation": variation}]
    return found


def _import_analysis() -> None:
    """Import on a worker what the steps need, so that no session pays it between its steps."""
    import analysis.jagged_graph  # noqa: F401
    import matplotlib.figure  # noqa: F401


if __name__ == "__main__":
    main(analyse)
