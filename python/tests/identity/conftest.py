"""Identities are asked for in processes of their own, with other hash seeds and folders."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_seeds = itertools.count(1)


class Project:
    """A folder of source files of a user's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: dict[str, str]) -> None:
        """Write files, their text dedented."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"))

    def ask(self, *questions: str) -> list[str]:
        """Identities of ``module|function`` or ``module|value:expression``, in a new session."""
        answers = json.loads(self.run([sys.executable, HERE / "ask.py"], json.dumps(questions)))
        return [answers[question] for question in questions]

    def run(self, command: list, text: str = "") -> str:
        """Run a command with the project and Martlet on the path, under another hash seed."""
        folders = [self.folder, self.folder / "site-packages", HERE]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([*map(str, folders), *filter(None, sys.path)]),
            "PYTHONHASHSEED": str(next(_seeds)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            command, input=text, env=environment, cwd=self.folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """Makes new projects, each in a folder of its own."""

    def make(files: dict[str, str] | None = None) -> Project:
        project = Project(tmp_path_factory.mktemp("project"))
        project.write(files or {})
        return project

    return make
