"""A copy of the analysis on its own store, and the processes that run its sessions."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np

__all__ = ["Analysis", "Outcome", "Server"]

HERE = Path(__file__).parent


@dataclasses.dataclass
class Outcome:
    """What a session left behind.

    Attributes
    ----------
    ran : list of str
        The chunks that `process` saw, each as ``file start``.
    steps : list
        Rows of the report: outcome, label, count.
    results : dict of str to numpy.ndarray
        Bins of all histograms, and the other numbers.
    """

    ran: list[str]
    steps: list[list]
    results: dict[str, np.ndarray]

    def count(self, outcome: str, label: str) -> int:
        """How many steps of a label had an outcome."""
        return sum(row[2] for row in self.steps if row[:2] == [outcome, label])

    def differs_from(self, other: Outcome) -> list[str]:
        """The results that are not the same to the bit."""
        mine, others = self.results, other.results
        return [
            name
            for name in sorted(mine.keys() | others.keys())
            if name not in mine
            or name not in others
            or mine[name].tobytes() != others[name].tobytes()
        ]


class Server:
    """A process that runs sessions one after the other; see ``server.py``.

    Parameters
    ----------
    hash_seed : int
        ``PYTHONHASHSEED`` of its sessions.
    """

    def __init__(self, hash_seed: int) -> None:
        path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "server.py")],
            env={
                **os.environ,
                "PYTHONPATH": path,
                "PYTHONHASHSEED": str(hash_seed),
                # Dask's profiler reads the sources of all that it meets: a fourth of a session.
                "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, request: dict) -> int:
        """Run a session; gives its exit status."""
        with self._lock:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the process, which has nothing to put in order."""
        self._process.kill()
        self._process.communicate()


class Analysis:
    """A copy of the project, with a store of its own.

    Parameters
    ----------
    folder : pathlib.Path
        Where it lies; made.
    files : dict of str to list of pathlib.Path
        Its input, by dataset.
    servers : iterator of Server
        Who runs its next session.
    is_script : bool, optional
        Whether the processor's class is in ``__main__``.
    **request
        What is asked of each session beside; see ``session.py``.
    """

    def __init__(self, folder, files, servers, *, is_script=False, **request) -> None:
        self.folder, self.files = folder, files
        self.project = folder / "project"
        self._is_script = is_script
        self._request = {"store": str(folder / "store"), **request}
        self._servers = servers
        self.restore()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file of the project."""
        path = self.project / name
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new))

    def restore(self) -> None:
        """Take back all edits."""
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HERE / "project", self.project, ignore=ignored, dirs_exist_ok=True)

    def session(self, **request) -> Outcome:
        """Run a session in a process of its own.

        Raises
        ------
        RuntimeError
            If it ended badly.
        """
        if self.start(**request) != 0:
            raise RuntimeError((self.project / "output.txt").read_text()[-4000:])
        with np.load(self.folder / "results.npz") as results:
            arrays = dict(results)
        return Outcome(**json.loads((self.folder / "outcome.json").read_text()), results=arrays)

    def start(self, *, environment=None, **request) -> int:
        """Run a session, whatever becomes of it; gives its exit status.

        Parameters
        ----------
        environment : dict of str to str, optional
            Variables for it.
        **request
            What is asked of it; see ``session.py``.
        """
        where = self.folder / "request.json"
        files = {name: [str(path) for path in paths] for name, paths in self.files.items()}
        where.write_text(json.dumps({"files": files, **merged(self._request, request)}))
        here = {"SESSION": str(where), "XDG_CACHE_HOME": str(self.folder / "cache")}
        return next(self._servers).run(
            {
                "folder": str(self.project),
                "is_script": self._is_script,
                "environment": here | (environment or {}),
            }
        )

    def chunks_seen(self) -> list[str]:
        """The chunks that `process` saw in the last session, in their order."""
        return (self.folder / "chunks.log").read_text().splitlines()


def merged(options: dict, more: dict) -> dict:
    """Options with more of them; those that are dictionaries are joined."""
    return {
        **options,
        **{
            name: {**options.get(name, {}), **value} if isinstance(value, dict) else value
            for name, value in more.items()
        },
    }
