"""Starts sessions: a copy of the analysis, edits to it, and a new process for each run."""

from __future__ import annotations

import collections
import dataclasses
import difflib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator.nanoaod import write_file
from generator.samples import SAMPLES, file_names, sample_of

from .example import Example
from .scenario import Edit

__all__ = ["Outcome", "Workplace"]

@dataclasses.dataclass
class Outcome:
    """What a session left behind.

    Attributes
    ----------
    folder : pathlib.Path
        Holds ``histograms.npz`` and ``plot.png``.
    seconds : float
        From the graph to its results in the client.
    start_seconds : float
        For the imports and the local cluster before.
    report : dict
        ``client.report().to_dict()["total"]``; empty for plain Dask.
    html : str
        The report as HTML.
    reasons : list of str
        What ``client.explain`` said before the run.
    """

    folder: Path
    seconds: float
    start_seconds: float
    report: dict = dataclasses.field(default_factory=dict)
    html: str = ""
    reasons: list[str] = dataclasses.field(default_factory=list)

    def steps(self, outcome: str) -> collections.Counter[str]:
        """How many steps of each function were ``computed``, ``loaded``, ``cut off``..."""
        counts: collections.Counter[str] = collections.Counter()
        for row in self.report.get("steps", []):
            if row["outcome"] == outcome:
                counts[row["step"].rsplit(".", 1)[-1]] += row["count"]
        return counts

    def seconds_per_step(self) -> dict[str, float]:
        """Mean seconds of the steps that were computed, by function."""
        return {
            row["step"].rsplit(".", 1)[-1]: row["seconds"] / row["count"]
            for row in self.report.get("steps", [])
            if row["outcome"] == "computed"
        }


class Workplace:
    """The demo's folder: data, the physicist's copy of the analysis, the store, the results.

    Parameters
    ----------
    folder : pathlib.Path
        Where all of it lies; what an earlier demo left there, except the data, is removed.
    event_count : int
        Events in each ROOT file.
    example : Example
        Whose analysis is run.
    files_per_sample : int
        How many files of each sample are analysed.
    worker_count : int
        Workers of each session, which are processes.
    """

    def __init__(
        self,
        folder: Path,
        event_count: int,
        example: Example,
        *,
        files_per_sample: int,
        worker_count: int,
    ) -> None:
        self._example = example
        self._files_per_sample, self._worker_count = files_per_sample, worker_count
        self.folder = folder.resolve()
        self.event_count = event_count
        self.data = self.folder / f"data-{event_count}"
        self.store = self.folder / "store"
        self.inputs = self.folder / "inputs"
        self.analysis = self.folder / "analysis"
        self.results = self.folder / "results"
        self._clear()
        self.results.mkdir(parents=True)
        ignored = shutil.ignore_patterns("__pycache__")
        for source in example.analysis:
            shutil.copytree(source, self.analysis, ignore=ignored, dirs_exist_ok=True)

    def _clear(self) -> None:
        """Remove what an earlier demo left; what somebody else has there is left alone."""
        mark = self.folder / ".martlet-demo"
        if self.folder.exists() and not mark.exists() and any(self.folder.iterdir()):
            raise SystemExit(
                f"{self.folder} holds other files than a demo's\n\nhint: name an empty folder, or a new one"
            )
        for left in (self.store, self.inputs, self.analysis, self.results):
            shutil.rmtree(left, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def link_data(self) -> None:
        """Give the sessions the generated files, under names that may be rewritten."""
        self.inputs.mkdir()
        for sample in SAMPLES:
            for name in file_names(sample)[: self._files_per_sample]:
                os.link(self.data / name, self.inputs / name)

    def rewrite(self, name: str) -> None:
        """Write a ROOT file again under its name, with other events."""
        write_file(self.inputs / name, *sample_of(name), self.event_count, edition=2)

    def edit(self, edits: tuple[Edit, ...]) -> str:
        """Edit the copy of the analysis; returns the unified diff."""
        diff = []
        for edit in edits:
            path = self.analysis / edit.module
            before = path.read_text()
            if before.count(edit.old) != 1:
                raise ValueError(f"`{edit.module}` is not as the demo knows it: {edit.old!r}")
            after = before.replace(edit.old, edit.new)
            path.write_text(after)
            diff += difflib.unified_diff(
                before.splitlines(keepends=True),
                after.splitlines(keepends=True),
                f"analysis/{edit.module}",
                f"analysis/{edit.module}",
                n=2,
            )
        return "".join(diff)

    def run(self, name: str, hash_seed: int, *, with_martlet: bool = True) -> Outcome:
        """Run a session in a new process, and wait for it.

        Raises
        ------
        RuntimeError
            If the process fails; its messages are on the terminal already.
        """
        folder = self.results / name
        command = [sys.executable, "-m", self._example.session_module]
        command += ["--data", str(self.inputs), "--events", str(self.event_count)]
        command += ["--output", str(folder), "--workers", str(self._worker_count)]
        if with_martlet:
            command += ["--store", str(self.store)]
        path = [str(self.folder), *filter(None, sys.path)]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        ended = subprocess.run(command, cwd=self.folder, env=environment, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"session `{name}` failed with exit status {ended.returncode}")
        return Outcome(folder, **json.loads((folder / "session.json").read_text()))
