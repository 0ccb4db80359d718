"""The files that a step's key counts."""

from __future__ import annotations

from martlet.worker.planned import Planned, PlannedFile


def test_a_file_to_which_many_ways_lead_is_looked_at_once(tmp_path):
    row = PlannedFile(str(tmp_path / "input"), 0, 0, 0, b"")
    files = Planned([row])
    for _ in range(30):
        files = files.joined([files, files])
    assert files._files == [row]
