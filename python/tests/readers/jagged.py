"""Graphs of dask-awkward, dask-histogram and coffea's events, which need Dask 2025.3.1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import analysis
import awkward as ak
import boost_histogram as bh
import dask_awkward as dak
import dask_histogram as dh
import hist.dask
import uproot
from coffea.nanoevents import NanoAODSchema, NanoEventsFactory
from inputs import files

NanoAODSchema.warn_missing_crossrefs = False


def summed(array: Any) -> Any:
    """The sum of numbers after a function of the user's."""
    return dak.sum(dak.map_partitions(analysis.scaled, array))


def uproot_dask_of_a_glob(folder: str) -> Any:
    return summed(uproot.dask(f"{folder}/root/*.root:Events").x)


def uproot_dask_unopened(folder: str) -> Any:
    named = {path: "Events" for path in files(folder, "root")}
    return summed(uproot.dask(named, open_files=False).Jet_pt)


def uproot_dask_in_steps(folder: str) -> Any:
    named = [f"{path}:Events" for path in files(folder, "root")]
    return summed(uproot.dask(named, open_files=False, steps_per_file=2).x)


def uproot_dask_by_step_size(folder: str) -> Any:
    return summed(uproot.dask({path: "Events" for path in files(folder, "root")}, step_size=20).x)


def uproot_dask_explicit_steps(folder: str) -> Any:
    steps = {"object_path": "Events", "steps": [[0, 10], [10, 40]]}
    return summed(uproot.dask({path: steps for path in files(folder, "root")}).x)


def uproot_dask_with_report(folder: str) -> Any:
    named = f"{folder}/root/*.root:Events"
    return summed(uproot.dask(named, open_files=False, allow_read_errors_with_report=True)[0].x)


def nano_events(folder: str) -> Any:
    named = {path: "Events" for path in files(folder, "root")}
    events = NanoEventsFactory.from_root(named, mode="dask", schemaclass=NanoAODSchema).events()
    return dak.sum(dak.map_partitions(analysis.leading, events))


def nano_events_selected(folder: str) -> Any:
    named = {path: {"object_path": "Events", "steps": [[0, 20], [20, 40]]} for path in files(folder, "root")}
    events = NanoEventsFactory.from_root(named, mode="dask", schemaclass=NanoAODSchema).events()
    jets = events.Jet[events.Jet.pt > 300]
    return dak.sum(dak.map_partitions(analysis.scaled, dak.num(jets)))


def from_parquet(folder: str) -> Any:
    return summed(dak.from_parquet(f"{folder}/parquet").x)


def from_parquet_files(folder: str) -> Any:
    return summed(dak.from_parquet(files(folder, "parquet"), columns=["x"]).x)


def from_awkward(folder: str) -> Any:
    read = [ak.from_parquet(path)["x"] for path in files(folder, "parquet")]
    return summed(dak.from_awkward(ak.concatenate(read), npartitions=len(read)))


def from_map(folder: str) -> Any:
    return summed(dak.from_map(ak.from_parquet, files(folder, "parquet")).x)


def from_text(folder: str) -> Any:
    return dak.sum(dak.map_partitions(analysis.lengths, dak.from_text(f"{folder}/text/*.txt")))


def from_json(folder: str) -> Any:
    return summed(dak.from_json(f"{folder}/json/*.json", line_delimited=True).x)


def histogram_factory(folder: str) -> Any:
    column = uproot.dask(f"{folder}/root/*.root:Events", open_files=False).x
    scaled = dak.map_partitions(analysis.scaled, column)
    return dh.factory(scaled, axes=(bh.axis.Regular(10, 0, 1000),))


def histogram_with_weights(folder: str) -> Any:
    events = uproot.dask(f"{folder}/root/*.root:Events", open_files=False)
    weights = dak.map_partitions(analysis.scaled, events.y)
    axes = (bh.axis.Regular(10, 0, 1000),)
    return dh.factory(events.x, axes=axes, weights=weights, storage=bh.storage.Weight())


def histogram_filled(folder: str) -> Any:
    events = uproot.dask(f"{folder}/root/*.root:Events", open_files=False)
    made = hist.dask.Hist.new.Reg(10, 0, 1000, name="x").StrCat([], growth=True, name="c").Double()
    made.fill(x=dak.map_partitions(analysis.scaled, events.x), c="one")
    made.fill(x=events.y, c="two")
    return made


def histogram_of_events(folder: str) -> Any:
    named = {path: "Events" for path in files(folder, "root")}
    events = NanoEventsFactory.from_root(named, mode="dask", schemaclass=NanoAODSchema).events()
    made = hist.dask.Hist.new.Reg(10, 0, 1000, name="pt").Weight()
    made.fill(pt=dak.map_partitions(analysis.leading, events))
    return made
