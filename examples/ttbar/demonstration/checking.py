"""What must hold: equal histograms, and nothing computed without need."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .running import Outcome
from .scenario import Session

__all__ = ["differing_histograms", "needless_steps"]


def differing_histograms(one: Path, other: Path) -> list[str]:
    """Names of the histograms that differ in at least one bit, or that one side lacks.

    Parameters
    ----------
    one, other : pathlib.Path
        Folders of two sessions' results.
    """
    with np.load(one / "histograms.npz") as first, np.load(other / "histograms.npz") as second:
        names = sorted(set(first.files) | set(second.files))
        shared = set(first.files) & set(second.files)
        return [name for name in names if name not in shared or not _equal(first, second, name)]


def _equal(first, second, name: str) -> bool:
    one, other = first[name], second[name]
    same_kind = one.dtype == other.dtype and one.shape == other.shape
    return same_kind and one.tobytes() == other.tobytes()


def needless_steps(session: Session, outcome: Outcome, earlier: list[Outcome]) -> list[str]:
    """What a session did against the scenario, as sentences; empty if all went well.

    Parameters
    ----------
    session : Session
        What it is to do.
    outcome : Outcome
        What it did.
    earlier : list of Outcome
        What the sessions before it did: whose results they did not keep, may be computed again.
    """
    faults = []
    computed, cut_off = set(outcome.steps("computed")), set(outcome.steps("cut off"))
    allowed = set().union(*map(_not_kept, earlier)) if computed else set()
    # Equal results may differ in their pickles, by which of their parts are one object: rarely a
    # step is then not cut off. Where most were, it counts as such.
    allowed |= {name for name in computed & cut_off if _is_mostly_cut_off(outcome, name)}
    if session.may_compute is not None and (needless := computed - session.may_compute - allowed):
        faults.append(f"computed {_list(needless)} again without need")
    for name, most in session.at_most.items():
        if (count := outcome.steps("computed")[name]) > most and name not in allowed:
            faults.append(f"computed `{name}` {count} times, {most} would have done")
    if missing := session.must_compute - computed:
        faults.append(f"did not compute {_list(missing)}, which had changed")
    if missing := session.must_cut_off - cut_off:
        faults.append(f"did not cut off {_list(missing)}")
    if unidentified := set(outcome.steps("unidentified")):
        faults.append(f"could not identify {_list(unidentified)}")
    return faults


def _not_kept(outcome: Outcome) -> set[str]:
    """Functions of which some result was quicker to have again than to keep."""
    kept = outcome.steps("kept")
    return {name for name, count in outcome.steps("computed").items() if kept[name] < count}


def _is_mostly_cut_off(outcome: Outcome, name: str) -> bool:
    return outcome.steps("cut off")[name] >= 9 * outcome.steps("computed")[name]


def _list(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
