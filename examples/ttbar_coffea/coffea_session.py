"""One session of the ttbar processor; see :mod:`demonstration.session`.

This is how any coffea analysis runs; its client may be Martlet's or plain Dask's.
"""

from __future__ import annotations

import time
from pathlib import Path

import distributed
from analysis.plotting import plot
from analysis.processor import ToySchema, TtbarAnalysis
from coffea.processor import DaskExecutor, Runner
from demonstration.session import Analysed, main

__all__ = ["analyse"]


def analyse(
    client: distributed.Client, files: dict[str, list[Path]], event_count: int
) -> Analysed:
    """Run the processor over all files, and plot."""
    fileset = {}
    for sample, paths in files.items():
        process, variation = sample.split("__")
        metadata = {"process": process, "variation": variation, "nevts": event_count * len(paths)}
        fileset[sample] = {"files": [str(path) for path in paths], "metadata": metadata}
    client.run(_import_analysis)
    start = time.perf_counter()
    run = Runner(
        executor=DaskExecutor(client=client, status=False),
        schema=ToySchema,
        metadata_cache={},
        chunksize=event_count,
    )
    histograms = by_variation(run(fileset, TtbarAnalysis(), treename="Events"))
    png = client.submit(plot, histograms).result()
    return Analysed(histograms, png, time.perf_counter() - start, [])


def by_variation(histograms: dict) -> dict:
    """Histograms of one axis, by region, process and variation, without those never filled."""
    return {
        region: {
            process: {
                variation: part
                for variation in histogram.axes["variation"]
                if (part := histogram[{"process": process, "variation": variation}]).sum().value
            }
            for process in histogram.axes["process"]
        }
        for region, histogram in histograms.items()
    }


def _import_analysis() -> None:
    """Import on a worker what the steps need, so that no session pays it between its steps."""
    import analysis.processor  # noqa: F401
    import matplotlib.figure  # noqa: F401


if __name__ == "__main__":
    main(analyse)
