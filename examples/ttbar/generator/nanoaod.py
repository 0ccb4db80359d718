"""NanoAOD-like ROOT files: a tree ``Events`` with jagged collections and their counters."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

import numpy as np
import uproot

from . import detector
from .processes import produce, radiate
from .samples import SAMPLES

__all__ = ["VERSION", "write_file"]

#: Counts up when what the generator writes changes, so that older files are written again.
VERSION = 2
#: Events in one basket of each branch.
BASKET_ENTRIES = 10_000


def write_file(path: Path, sample: str, number: int, event_count: int, edition: int = 1) -> None:
    """Write one file; the same arguments give the same columns on every machine.

    Parameters
    ----------
    path : pathlib.Path
        Where to; written under another name first, so that an interrupted run leaves no torn file.
    sample : str
        One of :data:`SAMPLES`.
    number : int
        The file's number in its sample, from 1.
    event_count : int
        Events to generate.
    edition : int, optional
        Another one has other events of the same kind.
    """
    name = f"{VERSION}:{sample}:{number}:{event_count}"
    if edition != 1:
        name += f":{edition}"
    digest = hashlib.sha256(name.encode()).digest()
    columns = _columns(sample, np.random.default_rng(list(digest)), number, event_count)
    unfinished = path.with_suffix(".part")
    with uproot.recreate(
        unfinished,
        compression=uproot.ZSTD(5),
        uuid_function=lambda: uuid.UUID(bytes=digest[:16], version=4),
    ) as file:
        types = {branch: _type(column) for branch, column in columns.items()}
        tree = file.mktree("Events", types, title=f"toy {sample}")
        for start in range(0, event_count, BASKET_ENTRIES):
            stop = min(start + BASKET_ENTRIES, event_count)
            tree.extend({branch: column[start:stop] for branch, column in columns.items()})
    unfinished.replace(path)


def _columns(sample, rng, number, event_count) -> dict:
    process, tune = SAMPLES[sample]
    quarks, leptons = produce(process, tune, rng, event_count)
    radiate(rng, tune, np.arange(event_count), quarks)
    met_pt, met_phi = detector.missing_momentum(leptons, quarks, rng, event_count)
    first = (number - 1) * event_count
    return {
        "run": np.ones(event_count, np.uint32),
        "luminosityBlock": np.ones(event_count, np.uint32),
        "event": np.arange(first, first + event_count, dtype=np.uint64),
        "MET_pt": met_pt,
        "MET_phi": met_phi,
        "Electron": detector.electrons(leptons, rng, event_count),
        "Muon": detector.muons(leptons, rng, event_count),
        "Jet": detector.jets(quarks, rng, event_count, tune.out_of_cone),
    }


def _type(column):
    return column.dtype if isinstance(column, np.ndarray) else column.type.content
