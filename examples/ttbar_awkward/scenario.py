"""The sessions of the demo, with what may run of a dask-awkward graph in each."""

from __future__ import annotations

import dataclasses

from demonstration import scenario

__all__ = ["SESSIONS"]

READ = "_UprootOpenAndRead"
OBSERVABLES = frozenset({"ht_records", "trijet_mass_records"})
AFTER_READING = OBSERVABLES | {"select_jets", "plot"}

#: By the session's title: what must run, what must be cut off, and how often a function may run.
#: Between them run dask-awkward's own steps, which are of no interest here.
RUNS = {
    "cold": (AFTER_READING | {READ}, frozenset(), {}),
    "again": (frozenset(), frozenset(), {}),
    "selection edited": (AFTER_READING, frozenset(), {READ: 0}),
    "refactored": ({"select_jets"}, OBSERVABLES, {READ: 0, "plot": 0}),
    "plot style edited": ({"plot"}, frozenset(), {READ: 0, "select_jets": 0}),
    "file rewritten": (AFTER_READING | {READ}, frozenset(), {READ: 1, "select_jets": 2}),
}

SESSIONS = tuple(
    dataclasses.replace(
        session,
        may_compute=frozenset() if session.title == "again" else None,
        must_compute=frozenset(RUNS[session.title][0]),
        must_cut_off=RUNS[session.title][1],
        at_most=RUNS[session.title][2],
    )
    for session in scenario.SESSIONS
)
