"""The sessions of the demo, with what may run of a coffea processor in each."""

from __future__ import annotations

import dataclasses

from demonstration import scenario

__all__ = ["SESSIONS"]

#: coffea asks each file for its events and UUID every time: so it notices a rewritten one.
METADATA = frozenset({"fetch_metadata"})
CHUNKS = METADATA | {"process", "merge"}
ALL = CHUNKS | {"plot"}

#: By the session's title: what may run, and what must.
RUNS = {
    "cold": (ALL, ALL),
    "again": (METADATA, METADATA),
    "selection edited": (ALL, ALL),
    "refactored": (CHUNKS, CHUNKS),
    "plot style edited": (METADATA | {"plot"}, {"plot"}),
    "file rewritten": (ALL, ALL),
}

SESSIONS = tuple(
    dataclasses.replace(
        session,
        may_compute=RUNS[session.title][0],
        must_compute=frozenset(RUNS[session.title][1]),
        must_cut_off=frozenset(),
        at_most={"process": 1} if session.rewritten else {},
    )
    for session in scenario.SESSIONS
)
