"""Graphs that read ROOT files without dask-awkward: uproot, and coffea's events in the user's functions."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import analysis
import dask
import dask.array as da
import uproot
from inputs import each, files


def arrays(read: Any) -> Any:
    """The sum of arrays that uproot reads, after a function of the user's."""
    columns = read if isinstance(read, da.Array) else read["x"]
    return columns.map_blocks(analysis.scaled, dtype="int64").sum()


def dask_of_a_glob(folder: str) -> Any:
    return arrays(uproot.dask(f"{folder}/root/*.root:Events", library="np", filter_name="x"))


def dask_of_a_list(folder: str) -> Any:
    named = [f"{path}:Events" for path in files(folder, "root")]
    return arrays(uproot.dask(named, library="np", open_files=False, filter_name="x"))


def dask_of_a_dictionary(folder: str) -> Any:
    named = {path: "Events" for path in files(folder, "root")}
    return arrays(uproot.dask(named, library="np", step_size=20, filter_name="x"))


def dask_in_steps(folder: str) -> Any:
    named = {path: "Events" for path in files(folder, "root")}
    return arrays(uproot.dask(named, library="np", open_files=False, steps_per_file=2))


def opened_by_delayed(folder: str) -> Any:
    trees = [dask.delayed(uproot.open)(f"{path}:Events") for path in files(folder, "root")]
    return dask.delayed(sum)([dask.delayed(analysis.of_tree)(tree) for tree in trees])


def opened_on_the_client(folder: str) -> Any:
    return each(analysis.of_tree, [uproot.open(f"{path}:Events") for path in files(folder, "root")])


def opened_in_a_function(folder: str) -> Any:
    return each(analysis.of_root, files(folder, "root"))


def pathlib_paths(folder: str) -> Any:
    return each(analysis.of_root, [Path(path) for path in files(folder, "root")])


def eager_events(folder: str) -> Any:
    return each(functools.partial(analysis.of_events, "eager"), files(folder, "root"))


def virtual_events(folder: str) -> Any:
    return each(functools.partial(analysis.of_events, "virtual"), files(folder, "root"))
