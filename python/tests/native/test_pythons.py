"""Which Pythons load the extension, and which refuse it, saying why."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from martlet import _martlet


def pythons():
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for path in sorted(root.glob("3.*/bin/python")):
        version = tuple(int(n) for n in path.parts[-3].split(".")[:2] if n.isdigit())
        if (3, 11) <= version <= (3, 14):
            found[version] = path
    return list(found.values())


@pytest.mark.parametrize("python", [Path(sys.executable), *pythons()], ids=str)
def test_the_library_loads_in_every_python_at_hand(python):
    code = (
        "import importlib.util as u, sys;"
        f"s = u.spec_from_file_location('martlet._martlet', {_martlet.__file__!r});"
        "m = u.module_from_spec(s); s.loader.exec_module(m); print(m.sha256(b'').hex())"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == hashlib.sha256().hexdigest(), done.stderr


def test_sub_interpreters_are_refused():
    code = f"""
import sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
script = '''
import importlib.util as u
s = u.spec_from_file_location("martlet._martlet", {_martlet.__file__!r})
try:
    m = u.module_from_spec(s); s.loader.exec_module(m)
except ImportError as error:
    print("refused", error)
'''
interpreters.run_string(interpreters.create(), script)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "refused" in done.stdout, done.stderr


FREE_THREADED = """
import sys, sysconfig

sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1

class Finder:  # such a Python knows no `.abi3.so`
    def find_spec(self, name, path=None, target=None):
        if name == "martlet._martlet":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Finder())
import martlet
try:
    martlet.Client
except ImportError as error:
    print(error)
"""


def test_free_threaded_python_is_refused_with_what_to_do():
    run = subprocess.run([sys.executable, "-c", FREE_THREADED], capture_output=True, text=True)
    assert "does not work in free-threaded Python" in run.stdout, run.stderr
    assert "hint: use a standard build of CPython" in run.stdout


def test_a_free_threaded_python_builds_no_wheel(tmp_path):
    pytest.importorskip("hatchling")
    hook = Path(__file__).parents[2] / "hatch_build.py"
    code = f"""
import runpy, sysconfig
sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1
hook = runpy.run_path({str(hook)!r})["SwiftHook"]
hook({str(tmp_path)!r}, {{}}, None, None, "", "wheel").initialize("standard", {{}})
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert "RuntimeError: Martlet does not work in free-threaded Python" in run.stderr
