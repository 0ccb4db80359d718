"""Small NanoAOD-like files, written by the generator of the ttbar example."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["DATASETS", "EDITED_DATASETS", "EVENTS", "write_file"]

sys.path.insert(0, str(Path(__file__).parents[3] / "examples" / "ttbar"))

from generator.nanoaod import write_file

#: Events in each file: one chunk.
EVENTS = 200

#: Numbers of the files of each dataset.
DATASETS = {"ttbar__nominal": (1,), "ttbar__ME_var": (1, 2), "wjets__nominal": (1,)}

#: What is run after each of many edits: a chunk with which `process` does all that it ever does, and
#: two of one dataset. A chunk costs what the calls do, however few events it has.
EDITED_DATASETS = ("ttbar__nominal", "ttbar__ME_var")
