"""Runs one measurement in a process group of its own."""

import json
import os
import signal
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def measure(python, script, *arguments, limit=None):
    """What a script prints as JSON in its last line.

    Parameters
    ----------
    python, script : str
        The interpreter, and a file beside this one.
    *arguments
        Of the script.
    limit : float, optional
        Seconds after which it is ended.

    Returns
    -------
    result : object or None
        None if it does not end well.
    why : str
        Why there is no result; empty if there is one.
    """
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [python, str(HERE / script), *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    try:
        output, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        end(process)
        return None, f"> {limit / 60:.0f} min"
    except BaseException:
        end(process)
        raise
    if process.returncode:
        return None, (errors.strip().splitlines() or ["failed"])[-1][:60]
    return json.loads(output.strip().splitlines()[-1]), ""


def end(process):
    """End a process and all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
