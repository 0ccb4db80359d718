"""Runs sessions: reads a request in each line, and forks a process that has coffea imported.

Importing coffea and Dask takes longer than a session on few events. What a session imports of the
analysis, and all that it leaves behind, ends with its process.
"""

import importlib
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import coffea.nanoevents  # noqa: F401
import coffea.processor  # noqa: F401
import correctionlib  # noqa: F401
import dask.dataframe  # noqa: F401
import distributed  # noqa: F401
import martlet.planner  # noqa: F401


def run(request):
    """Be one session: run the analysis's script in its folder, or import its module."""
    folder = Path(request["folder"])
    log = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(folder)
    os.environ.update(request["environment"])
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    if request["is_script"]:
        runpy.run_path(str(folder / "ttbar.py"), run_name="__main__")
    else:
        session = importlib.import_module("session")
        session.main(importlib.import_module("ttbar").TtbarAnalysis)


def main():
    """Answer each request with the exit status of its session."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                run(json.loads(line))
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
