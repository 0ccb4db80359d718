"""Columns out of NanoAOD files."""

from __future__ import annotations

import os

import awkward as ak
import uproot

__all__ = ["COLUMNS", "read_events"]

#: What the analysis needs of each collection.
COLUMNS = {
    "Electron": ["pt", "eta", "phi", "mass", "charge", "pfRelIso03_all", "cutBased"],
    "Muon": ["pt", "eta", "phi", "mass", "charge", "pfRelIso04_all", "tightId"],
    "Jet": ["pt", "eta", "phi", "mass", "btagCSVV2", "jetId"],
}


LOOSE_LEPTON_PT, LOOSE_JET_PT = 20.0, 18.0  # GeV


def read_events(path: str | os.PathLike[str], columns: dict[str, list[str]]) -> ak.Array:
    """Read the collections of the events that any selection may want.

    These have a lepton above 20 GeV and four jets above 18 GeV, well below what is selected.

    Parameters
    ----------
    path : str or os.PathLike
        A ROOT file with a tree ``Events``.
    columns : dict of str to list of str
        Names of the columns to read, by collection.

    Returns
    -------
    awkward.Array
        One record an event, with a list of records for each collection; pT and mass in GeV.
    """
    branches = [f"{name}_{column}" for name, wanted in columns.items() for column in wanted]
    with uproot.open(f"{os.fspath(path)}:Events") as tree:
        arrays = tree.arrays(branches, how=dict)
    collections = {
        name: ak.zip({column: arrays[f"{name}_{column}"] for column in wanted})
        for name, wanted in columns.items()
    }
    events = ak.zip(collections, depth_limit=1)
    has_lepton = ak.any(events.Electron.pt > LOOSE_LEPTON_PT, axis=1)
    has_lepton = has_lepton | ak.any(events.Muon.pt > LOOSE_LEPTON_PT, axis=1)
    has_jets = ak.sum(events.Jet.pt > LOOSE_JET_PT, axis=1) >= 4
    return ak.to_packed(events[has_lepton & has_jets])
