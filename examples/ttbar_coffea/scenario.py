"""The sessions of the demo, with what may run of a coffea processor in each."""

from __future__ import annotations

import dataclasses

from demonstration import scenario

__all__ = ["SESSIONS"]

#: coffea asks each file for its events and UUID every time: so it notices a rewritten one.
METADATA = frozenset({"fetch_metadata"})
CHUNKS = METADATA | {"process", "merge"}
ALL = CHUNKS | {"plot"}

#: By the session's title: what runs, and how often a function may.
RUNS = {
    "cold": (ALL, {}),
    "again": (METADATA, {}),
    "selection edited": (ALL, {}),
    "refactored": (CHUNKS, {}),
    "plot style edited": (METADATA | {"plot"}, {}),
    "file rewritten": (ALL, {"process": 1}),
}

SESSIONS = tuple(
    dataclasses.replace(
        session,
        may_compute=RUNS[session.title][0],
        must_compute=RUNS[session.title][0],
        must_cut_off=frozenset(),
        at_most=RUNS[session.title][1],
    )
    for session in scenario.SESSIONS
)
