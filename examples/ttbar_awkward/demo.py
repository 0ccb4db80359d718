#!/usr/bin/env python3
"""Run the ttbar analysis with dask-awkward in six sessions, and show what Martlet computes."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TTBAR = HERE.parent / "ttbar"
sys.path.append(str(TTBAR))

from demonstration.command import main
from demonstration.example import Example
from scenario import SESSIONS

EXAMPLE = Example(
    story=__doc__,
    sessions=SESSIONS,
    analysis=(TTBAR / "analysis", HERE / "analysis"),
    session_module="awkward_session",
)

if __name__ == "__main__":
    sys.exit(main(EXAMPLE))
