"""The six sessions: what is edited before each, and what Martlet may compute then."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

__all__ = ["SESSIONS", "Edit", "Session"]


@dataclasses.dataclass(frozen=True)
class Edit:
    """One replacement in a module of the analysis; ``old`` stands there exactly once."""

    module: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class Session:
    """One run of the analysis in a new process.

    Attributes
    ----------
    title : str
        What the table calls it.
    story : str
        What the physicist did, in a sentence.
    edits : tuple of Edit
        Made before it runs; they stay for the sessions after it.
    rewritten : str, optional
        Name of a ROOT file that gets other events before it runs.
    changes_histograms : bool
        Whether the histograms are to differ from those of the session before.
    may_compute : frozenset of str, optional
        The functions that may run, beside those whose results were not all kept since computing
        them again is quicker; None for all.
    must_compute : frozenset of str
        Functions that have to run.
    must_cut_off : frozenset of str
        Functions that have to be cut off.
    at_most : mapping of str to int
        How many steps of a function may run.
    """

    title: str
    story: str
    edits: tuple[Edit, ...] = ()
    rewritten: str = ""
    changes_histograms: bool = False
    may_compute: frozenset[str] | None = None
    must_compute: frozenset[str] = frozenset()
    must_cut_off: frozenset[str] = frozenset()
    at_most: Mapping[str, int] = dataclasses.field(default_factory=dict)


AFTER_READING = frozenset(
    {"select_events", "ht_4j1b", "trijet_mass_4j2b", "fill", "merge", "collect", "plot"}
)

TIGHTER_JETS = Edit(
    "selection.py",
    "JET_PT = 25.0  # GeV",
    "JET_PT = 30.0  # GeV, as the trigger efficiency asks",
)
GOOD_LEPTONS = Edit(
    "selection.py",
    """\
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
""",
    """\
    events = vary_jets(events, variation, seed)
    jets = _good_jets(events.Jet)
    lepton_count = ak.num(_good_electrons(events.Electron)) + ak.num(_good_muons(events.Muon))
    return _bare(jets[(lepton_count == 1) & (ak.num(jets) >= 4)])


def _good_electrons(electrons: ak.Array) -> ak.Array:
    identified = (electrons.cutBased == 4) & (electrons.pfRelIso03_all < ISOLATION)
    return electrons[_in_acceptance(electrons, LEPTON_PT, LEPTON_ETA) & identified]


def _good_muons(muons: ak.Array) -> ak.Array:
    identified = muons.tightId & (muons.pfRelIso04_all < ISOLATION)
    return muons[_in_acceptance(muons, LEPTON_PT, LEPTON_ETA) & identified]


def _good_jets(jets: ak.Array) -> ak.Array:
    return jets[_in_acceptance(jets, JET_PT, JET_ETA) & (jets.jetId == 6)]


def _in_acceptance(particles: ak.Array, pt: float, eta: float) -> ak.Array:
    return (particles.pt > pt) & (abs(particles.eta) < eta)
""",
)
FAINTER_BAND = Edit(
    "plotting.py",
    """edgecolor="#555555", hatch="/////", linewidth=0, label="Uncertainty")""",
    """edgecolor="#b0b0b0", hatch="xxxx", linewidth=0, label="Stat. + syst.")""",
)

SESSIONS = (
    Session(
        "cold",
        "The store is empty: everything is computed.",
        changes_histograms=True,
        must_compute=AFTER_READING,
    ),
    Session("again", "Nothing was edited.", may_compute=frozenset()),
    Session(
        "selection edited",
        "Jets must have 30 GeV instead of 25 GeV.",
        (TIGHTER_JETS,),
        changes_histograms=True,
        may_compute=AFTER_READING,
        must_compute=AFTER_READING,
    ),
    Session(
        "refactored",
        "The selection was split into helper functions, and selects what it did before.",
        (GOOD_LEPTONS,),
        may_compute=frozenset({"select_events"}),
        must_compute=frozenset({"select_events"}),
        must_cut_off=frozenset({"collect", "plot"}),
    ),
    Session(
        "plot style edited",
        "The uncertainty band got another hatching and label.",
        (FAINTER_BAND,),
        may_compute=frozenset({"plot"}),
        must_compute=frozenset({"plot"}),
    ),
    Session(
        "file rewritten",
        "One of the two W + jets files was written again under its name, with other events.",
        rewritten="wjets__nominal_1.root",
        changes_histograms=True,
        may_compute=AFTER_READING | {"read_events"},
        must_compute=AFTER_READING | {"read_events"},
        at_most={"read_events": 1},
    ),
)
