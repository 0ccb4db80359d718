"""Checks the wheel in dist/: its size, tag, glibc and libraries, and that other Pythons import it.

    scripts/check-wheel.py [PYTHON...]        further interpreters to import it with

One line is printed per check: `passed NAME`, `failed NAME: WHY` or `skipped NAME: WHY`.
"""

import glob
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LARGEST_WHEEL = 3_000_000
NEWEST_GLIBC = (2, 34)
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2"}
LOAD = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("_martlet", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
assert module.sha256(b"").hex().startswith("e3b0c442")
"""

VERSION = """
import sys, sysconfig
print("{}.{}".format(*sys.version_info) + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
"""

failures = 0


def report(name, problem=None):
    """Prints one check's result; a problem of None is a pass."""
    global failures
    failures += problem is not None
    print(f"failed {name}: {problem}" if problem else f"passed {name}")


def version_of(path):
    """Returns an interpreter's version, with a `t` if it is free-threaded; None if there is no such interpreter."""
    try:
        return subprocess.run([path, "-c", VERSION], check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def interpreters(further):
    """Yields (version, path or None) of the CPythons that this machine may have, and of those named."""
    for version in ("3.11", "3.12", "3.13", "3.14", "3.13t", "3.14t"):
        root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
        places = [f"python{version}", *glob.glob(f"{root}/versions/{version[:4]}.*/bin/python"), *further]
        yield version, next((path for path in places if version_of(path) == version), None)


def check_binary(extension):
    """Checks what the extension links to, with objdump."""
    headers = subprocess.run(["objdump", "-p", extension], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"NEEDED\s+(\S+)", headers))
    foreign = needed - SYSTEM_LIBRARIES
    report("wheel needs only the system's libraries", f"it needs {sorted(foreign)}" if foreign else None)
    versions = [tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_(\d+\.\d+)", headers)]
    newest = max(versions, default=(0, 0))
    report("wheel loads with glibc 2.34 (EL9)", f"it wants glibc {newest}" if newest > NEWEST_GLIBC else None)


def check_imports(extension, further):
    """Loads the extension with every CPython found: standard builds take it, free-threaded ones are told why not."""
    for version, path in interpreters(further):
        refused = version.endswith("t")
        name = f"wheel {'is refused by' if refused else 'imports with'} Python {version}"
        if path is None:
            print(f"skipped {name}: no python{version} on this machine")
            continue
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}  # no Swift is to be found there
        run = subprocess.run([path, "-c", LOAD, extension], capture_output=True, text=True,
                             env=environment if "/" in path else None)
        problem = f"exit status {run.returncode}: {run.stderr.strip()[-500:]}"
        good = "free-threaded" in run.stderr and run.returncode == 1 if refused else run.returncode == 0
        report(name, None if good else problem)


def main(further):
    wheels = sorted(Path(__file__).parents[1].glob("dist/*.whl"))
    if len(wheels) != 1:
        report("there is one wheel", f"dist/ has {len(wheels)}")
        return 1
    wheel = wheels[0]
    size = wheel.stat().st_size
    report("wheel is at most 3 MB", f"it has {size} bytes" if size > LARGEST_WHEEL else None)
    tag = wheel.stem.split("-", 2)[2]
    report("wheel is tagged for any CPython from 3.11 on EL9",
           None if tag == "cp311-abi3-manylinux_2_34_x86_64" else f"its tag is {tag}")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
            names = archive.namelist()
        for wanted in ("martlet/py.typed", "martlet/_martlet.pyi"):
            report(f"wheel has {wanted}", None if wanted in names else "it is not in the wheel")
        extensions = [str(path) for path in Path(folder).rglob("*.so")]
        if len(extensions) != 1:
            report("wheel has one extension", f"it has {extensions}")
            return 1
        check_binary(extensions[0])
        check_imports(extensions[0], further)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
