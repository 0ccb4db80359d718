"""Tests of identities: most compare what separate processes say of small edited projects."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"

REPORT = """
import sys
try:
    import martlet._native
except ImportError:
    import standin
import {module} as project
from martlet.identity import Identifier, UNIDENTIFIED

def identity(thing, arguments=(), named=None):
    identifier = Identifier()
    with identifier.submission():
        answer = identifier.function(thing, arguments, named or {{}})
    if answer.flags & UNIDENTIFIED:
        return "unidentified: " + answer.reason
    return answer.encoding.hex()

{code}
"""


class Project:
    """A folder of source files, asked about in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seed = 0

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"))

    def ask(self, code: str = "print(identity(project.f))", module: str = "steps") -> str:
        """Run code with the project imported, under another hash seed each time."""
        self._seed += 1
        folders = [self.folder, self.folder / "site-packages", SOURCE, HERE]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, folders)),
            "PYTHONHASHSEED": str(self._seed),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", REPORT.format(module=module, code=textwrap.dedent(code))],
            env=environment, cwd=self.folder, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
