"""Histories: sessions, one after another, each in a process of its own with another hash seed."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import data
import pytest

HERE = Path(__file__).parent
SECONDS = 300

#: What became of each graph in a session.
Outcomes = dict[str, dict[str, Any]]


class History:
    """The sessions of one module's graphs, which share a store.

    Parameters
    ----------
    module : str
        Of this folder.
    folder : pathlib.Path
        Where inputs, functions and the store lie.
    """

    def __init__(self, module: str, folder: Path) -> None:
        self._module, self._folder = module, folder
        self.inputs = folder / "inputs"
        self.functions = folder / "functions"
        self.functions.mkdir()
        shutil.copy(HERE / "analysis.py", self.functions)
        self.sessions: dict[str, Outcomes] = {}

    def run(self, name: str, inputs: str, place: Path | None = None) -> None:
        """Run a session; `inputs` is the folder as it is named to the readers."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(self.functions), str(HERE), *sys.path]),
            "PYTHONHASHSEED": str(len(self.sessions) + 1),
            "XDG_CACHE_HOME": str(self._folder / "cache"),
        }
        command = [sys.executable, "-P", HERE / "session.py", self._module, inputs, self._folder / "store"]
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, timeout=SECONDS
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        self.sessions[name] = json.loads(done.stdout.splitlines()[-1])


def first(history: History) -> None:
    """Three files of every kind."""
    for number in range(3):
        data.write(history.inputs, number, content=number)
    shutil.copytree(history.inputs, history.inputs.with_name("as-first"))
    history.run("first", str(history.inputs))


def touched(history: History) -> None:
    """The same files, touched."""
    for path in history.inputs.rglob("*"):
        os.utime(path)
    history.run("touched", str(history.inputs))


def rewritten(history: History) -> None:
    """One file of every kind rewritten in place, with the times that the old one had."""
    times = {path: path.stat().st_mtime_ns for path in history.inputs.rglob("*")}
    data.write(history.inputs, 1, content=10)
    for path, time in times.items():
        os.utime(path, ns=(time, time))
    history.run("rewritten", str(history.inputs))


def restored(history: History) -> None:
    """The first files again, elsewhere, by a relative path."""
    place = history.inputs.with_name("another")
    shutil.copytree(history.inputs.with_name("as-first"), place / "place")
    history.run("restored", "place", place)


def replaced(history: History) -> None:
    """The last file of every kind gone, and two others there."""
    shutil.rmtree(history.inputs)
    shutil.copytree(history.inputs.with_name("as-first"), history.inputs)
    data.write(history.inputs, 3, content=3)
    data.remove(history.inputs, 2)
    history.run("replaced", str(history.inputs))


def edited(history: History) -> None:
    """The first files, and a function edited."""
    code = (HERE / "analysis.py").read_text()
    (history.functions / "analysis.py").write_text(code.replace("SCALE = 1", "SCALE = 2"))
    history.run("edited", "place", history.inputs.with_name("another"))


STEPS: list[Callable[[History], None]] = [first, touched, rewritten, restored, replaced, edited]
NEEDS = {"tables": (), "trees": (), "jagged": ("dask_awkward", "dask_histogram", "coffea")}


@pytest.fixture(scope="module", params=NEEDS)
def history(request, tmp_path_factory) -> dict[str, Outcomes]:
    """What became of every graph of a module in each session."""
    for package in NEEDS[request.param]:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    made = History(request.param, tmp_path_factory.mktemp(request.param))
    for step in STEPS:
        step(made)
    return made.sessions
