"""The analysis as a graph of Dask steps."""

from __future__ import annotations

import os
from collections.abc import Callable

from dask import delayed
from dask.delayed import Delayed

from .histograms import collect, fill, merge
from .observables import ht_4j1b, trijet_mass_4j2b
from .plotting import plot
from .reading import COLUMNS, read_events
from .samples import PROCESSES, event_weight, variations
from .selection import select_events
from .variations import JET_VARIATIONS

__all__ = ["build"]

OBSERVABLES: dict[str, Callable] = {"4j1b": ht_4j1b, "4j2b": trijet_mass_4j2b}
SEED = 2015


def build(files: dict[str, list[os.PathLike[str]]], events_per_file: int) -> list[Delayed]:
    """The graph's two outputs.

    Parameters
    ----------
    files : dict of str to list of os.PathLike
        Files of each sample, by the sample's name (``ttbar__nominal``, ...).
    events_per_file : int
        Events in each file.

    Returns
    -------
    list of dask.delayed.Delayed
        The histograms (see :func:`collect`) and the plot (a PNG's bytes).
    """
    events = {
        sample: [delayed(read_events)(path, COLUMNS) for path in paths]
        for sample, paths in files.items()
    }
    merged = []
    for process in PROCESSES:
        for variation, sample in variations(process, JET_VARIATIONS):
            inputs = events[sample]
            weight = event_weight(process, events_per_file * len(inputs))
            parts = [_file(*numbered, variation, weight) for numbered in enumerate(inputs)]
            for region in OBSERVABLES:
                histogram = delayed(merge)([part[region] for part in parts])
                merged.append((region, process, histogram))
    histograms = delayed(collect)(merged)
    return [histograms, delayed(plot)(histograms)]


def _file(number: int, events: Delayed, variation: str, weight: float) -> dict[str, Delayed]:
    """One file's histogram in each region, under one variation."""
    jets = delayed(select_events)(events, variation, (SEED, number))
    variations = {variation: "nominal"}
    if variation == "nominal":
        variations = {name: name for name in ("nominal", "btag_up", "btag_down")}
    return {
        region: delayed(fill)(delayed(observable)(jets), variations, weight)
        for region, observable in OBSERVABLES.items()
    }
