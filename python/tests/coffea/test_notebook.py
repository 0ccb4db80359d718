"""A notebook's session: what was redefined since the processor's class was counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

NOTEBOOK = Path(__file__).with_name("notebook.py")


def test_cells_that_are_run_again_count(inputs, tmp_path):
    (path,) = inputs["wjets__nominal"]
    arguments = [str(path), str(tmp_path / "store"), str(tmp_path / "chunks.log")]
    command = [sys.executable, str(NOTEBOOK), *arguments]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    cells = [json.loads(line) for line in output.splitlines()]
    assert len(cells) == 7
    assert [cell for cell, is_right in cells if not is_right] == []
