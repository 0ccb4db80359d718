"""The analyst's functions; a session may have another edition of them."""

from __future__ import annotations

import builtins
import threading

import awkward as ak
import fsspec
import h5py
import numpy as np
import pandas as pd
import uproot

SCALE = 1


def ran():
    """Note a run on the worker in a module that Martlet does not look into."""
    if threading.current_thread() is not threading.main_thread():
        getattr(builtins, "readers_note")()


def scaled(block):
    """A partition of any kind of numbers."""
    ran()
    return block * SCALE


def numbers(lines):
    """The numbers in lines of text."""
    ran()
    return [int(line) * SCALE for line in lines]


def lengths(lines):
    """The lengths of lines of text."""
    ran()
    return ak.str.length(lines) * SCALE


def total(block):
    """The sum of a partition."""
    ran()
    return int(ak.sum(block)) * SCALE


def of_file(opened):
    """The sum of the numbers in a text that is opened here, by ``with``."""
    with opened as file:
        return sum(numbers(file))


def of_path(path):
    """The sum of the numbers in a text by its path."""
    with open(path) as file:
        return sum(numbers(file))


def of_system(system, path):
    """The sum of the numbers in a text of a file system of fsspec's."""
    with system.open(path, "r") as file:
        return sum(numbers(file))


def of_url(url):
    """The sum of the numbers in a text that fsspec opens."""
    return of_file(fsspec.open(url, "r"))


def of_parquet(path):
    """A parquet file's sum."""
    return total(pd.read_parquet(path)["x"])


def of_hdf5(path):
    """An HDF5 file's sum; it is opened by the C library."""
    with h5py.File(path) as file:
        return total(file["x"][:])


def of_numpy(path):
    """A NumPy file's sum."""
    return total(np.load(path, mmap_mode="r"))


def of_tree(tree):
    """A tree's sum, wherever it was opened."""
    return total(tree["x"].array())


def of_root(path):
    """A ROOT file's sum."""
    with uproot.open(path) as file:
        return of_tree(file["Events"])


def of_events(mode, path):
    """The sum of jets' momenta in a NanoAOD file, by coffea."""
    from coffea.nanoevents import NanoAODSchema, NanoEventsFactory

    NanoAODSchema.warn_missing_crossrefs = False
    events = NanoEventsFactory.from_root({path: "Events"}, mode=mode).events()
    return total(events.Jet.pt)


def leading(events):
    """The momentum of each event's leading jet."""
    ran()
    return ak.fill_none(ak.max(events.Jet.pt, axis=1), 0) * SCALE
