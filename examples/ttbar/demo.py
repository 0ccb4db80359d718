#!/usr/bin/env python3
"""Run the ttbar analysis in six sessions, and show what Martlet computes in each."""

from __future__ import annotations

import sys
from pathlib import Path

from demonstration.command import main
from demonstration.example import Example
from demonstration.scenario import SESSIONS

EXAMPLE = Example(
    story=__doc__,
    sessions=SESSIONS,
    analysis=(Path(__file__).resolve().parent / "analysis",),
    session_module="graph_session",
)

if __name__ == "__main__":
    sys.exit(main(EXAMPLE))
