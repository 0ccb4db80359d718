"""What the fault tests share: a project folder that sessions run in, and processes that run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


class Sessions:
    """Runs sessions of one small analysis, each in a process of its own.

    Parameters
    ----------
    folder : Path
        Where the store and the analysis's module are.
    """

    def __init__(self, folder):
        self.folder = folder
        self.store = folder / "store"
        self.steps = folder / "steps.py"
        self.steps.write_text((HERE / "analysis.py").read_text())

    def start(self, name, *arguments, **environment):
        """Start ``session.py NAME ARGUMENTS``; its stdout is JSON."""
        script = str(HERE / "session.py")
        command = [sys.executable, script, name, str(self.store), *map(str, arguments)]
        path = os.pathsep.join([str(self.folder), *filter(None, sys.path)])
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, process, timeout=100):
        """Wait for a session and give what it printed."""
        output, errors = process.communicate(timeout=timeout)
        assert process.returncode == 0, errors
        return json.loads(output.strip().splitlines()[-1])

    def run(self, name, *arguments, **environment):
        """Run a session and give what it printed."""
        return self.finish(self.start(name, *arguments, **environment))


@pytest.fixture
def sessions(tmp_path):
    """Sessions in a folder of the test's own."""
    return Sessions(tmp_path)
