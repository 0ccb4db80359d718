"""The Pythons that the caches run in: Martlet's own, and one for each peer that cannot share it."""

import subprocess
import sys

#: Dask's version, packages.
ENVIRONMENTS = {
    "graphchain": ("2025.3.1", ["graphchain==1.1.0"]),
    "dirac": ("2024.11.2", ["dask-dirac==2025.3.1", "pandas<3", "pyarrow"]),
}


def python_of(environment, folder):
    """The Python of an environment, which is made if it is missing.

    Parameters
    ----------
    environment : str
        ``"own"`` or one of ``ENVIRONMENTS``.
    folder : Path
        Where environments are made.
    """
    if environment == "own":
        need_joblib()
        return sys.executable
    path = folder / f".venv-bench-{environment}"
    if not (path / ".made").exists():
        dask_version, packages = ENVIRONMENTS[environment]
        subprocess.run([sys.executable, "-m", "venv", str(path)], check=True)
        install(path / "bin/python", "numpy", "psutil", f"dask=={dask_version}", f"distributed=={dask_version}", *packages)
        (path / ".made").touch()
    return str(path / "bin/python")


def need_joblib():
    """Install the peer that shares Martlet's environment; users never need it."""
    try:
        import joblib  # noqa: F401
    except ImportError:
        install(sys.executable, "joblib")


def install(python, *packages):
    """Install packages for a Python."""
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
