"""The ttbar analysis as a graph of dask-awkward; it knows nothing of Martlet."""

from __future__ import annotations

import os

import dask_awkward as dak
import hist.dask
import uproot

from .histograms import EDGES
from .partitions import ht_records, select_jets, trijet_mass_records
from .reading import COLUMNS
from .samples import PROCESSES, event_weight, variations

__all__ = ["Name", "build"]

#: Region and process.
Name = tuple[str, str]

#: One of ``JET_VARIATIONS``: dask-awkward looks twice at the types of everything before it runs.
VARIATIONS = ["pt_res_up"]
OBSERVABLES = {"4j1b": ht_records, "4j2b": trijet_mass_records}


def build(
    files: dict[str, list[os.PathLike[str]]], events_per_file: int
) -> list[tuple[Name, hist.dask.Hist]]:
    """Histograms that are still to be filled; several of one name have different variations.

    Parameters
    ----------
    files : dict of str to list of os.PathLike
        Files of each sample, by the sample's name (``ttbar__nominal``, ...).
    events_per_file : int
        Events in each file.
    """
    events = {sample: read(paths) for sample, paths in files.items()}
    found = []
    for process in PROCESSES:
        for variation, sample in variations(process, VARIATIONS):
            weight = event_weight(process, events_per_file * len(files[sample]))
            jets = dak.map_partitions(select_jets, events[sample], variation)
            for region, observable in OBSERVABLES.items():
                values = dak.map_partitions(observable, jets)
                found.append(((region, process), filled(values, variation, weight)))
    return found


def read(paths: list[os.PathLike[str]]) -> dak.Array:
    """Events with the collections that the analysis needs, a partition for each file."""
    named = {os.fspath(path): "Events" for path in paths}
    branches = uproot.dask(named, open_files=False)
    collections = {
        name: dak.zip({column: branches[f"{name}_{column}"] for column in columns})
        for name, columns in COLUMNS.items()
    }
    return dak.zip({"event": branches["event"], **collections}, depth_limit=1)


def filled(values: dak.Array, variation: str, weight: float) -> hist.dask.Hist:
    """A histogram of the values, by variation: the nominal one has those of the b-tagging too."""
    sources = {variation: "nominal"}
    if variation == "nominal":
        sources = {name: name for name in ("nominal", "btag_up", "btag_down")}
    histogram = hist.dask.Hist(
        hist.axis.StrCategory(list(sources), name="variation"),
        hist.axis.Regular(*EDGES, name="observable"),
        storage=hist.storage.Weight(),
    )
    for name, source in sources.items():
        weights = weight * values[source]
        histogram.fill(variation=name, observable=values.value, weight=weights)
    return histogram
