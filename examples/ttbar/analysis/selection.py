"""Which leptons, jets and events are taken."""

from __future__ import annotations

import awkward as ak
import martlet

from .variations import vary_jets

__all__ = ["BTAG_THRESHOLD", "select_events"]

LEPTON_PT = 30.0  # GeV
LEPTON_ETA = 2.1
ISOLATION = 0.15
JET_PT = 25.0  # GeV
JET_ETA = 2.4
BTAG_THRESHOLD = 0.5


@martlet.step(keep="always")  # every study starts here
def select_events(events: ak.Array, variation: str, seed: tuple[int, ...]) -> ak.Array:
    """Keep good jets, and events with exactly one good lepton and at least four good jets.

    Parameters
    ----------
    events : awkward.Array
        Events with the collections ``Electron``, ``Muon`` and ``Jet``.
    variation : str
        What is changed of the jets before: one of ``JET_VARIATIONS``, or anything else for nothing.
    seed : tuple of int
        Seed of the variation's random numbers.

    Returns
    -------
    awkward.Array
        The good jets of the selected events: one list of records an event.
    """
    events = vary_jets(events, variation, seed)
    electrons, muons = events.Electron, events.Muon
    electrons = electrons[
        (electrons.pt > LEPTON_PT)
        & (abs(electrons.eta) < LEPTON_ETA)
        & (electrons.cutBased == 4)
        & (electrons.pfRelIso03_all < ISOLATION)
    ]
    muons = muons[
        (muons.pt > LEPTON_PT)
        & (abs(muons.eta) < LEPTON_ETA)
        & muons.tightId
        & (muons.pfRelIso04_all < ISOLATION)
    ]
    jets = events.Jet
    jets = jets[(jets.pt > JET_PT) & (abs(jets.eta) < JET_ETA) & (jets.jetId == 6)]
    chosen = (ak.num(electrons) + ak.num(muons) == 1) & (ak.num(jets) >= 4)
    return _bare(jets[chosen])


def _bare(array: ak.Array) -> ak.Array:
    """The array without unused bytes, and without ``attrs``.

    Awkward makes empty ``attrs`` when some thread first asks for them, and hands them on to what
    is computed from the array: without this, the same events could be pickled in two ways.
    """
    return ak.Array(ak.to_packed(array).layout)
