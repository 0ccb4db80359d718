"""Builds an sdist, and from it alone a wheel, and compares them with the tree and with dist/.

    scripts/check-sdist.py [FOLDER]        default: a temporary folder

One line is printed per check: `passed NAME` or `failed NAME: WHY`. Swift builds everything once more
(23 s on 2 cores), since a wheel that needs anything outside its sdist is found in no other way.
"""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {"python/src": "src", "Package.swift": "swift/Package.swift", "Sources": "swift/Sources",
           "Tests": "swift/Tests", "scripts": "swift/scripts", "LICENSE": "LICENSE", "README.md": "README.md"}
NOT_CARRIED = {"__pycache__", ".pytest_cache"}

failures = 0


def report(name, problem=None):
    """Prints one check's result; a problem of None is a pass."""
    global failures
    failures += problem is not None
    print(f"failed {name}: {problem}" if problem else f"passed {name}")


def wanted():
    """The files that an sdist has to carry, by their names in it."""
    names = set()
    for source, target in SOURCES.items():
        path = ROOT / source
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".so" and not NOT_CARRIED & set(file.parts):
                names.add(f"{target}/{file.relative_to(path)}" if path.is_dir() else target)
    return names | {"pyproject.toml", "hatch_build.py"}


def build(*arguments, cwd=None):
    """Runs a Python module; what it prints is shown if it fails."""
    run = subprocess.run([sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True)
    if run.returncode:
        print(run.stdout[-4000:] + run.stderr[-4000:])
    return run.returncode == 0


def check_content(sdist):
    """Compares an sdist with the tree."""
    with tarfile.open(sdist) as archive:
        names = {member.name.split("/", 1)[1] for member in archive.getmembers() if member.isfile()}
        links = [member.name for member in archive.getmembers() if member.issym() or member.islnk()]
        root = archive.getmembers()[0].name.split("/")[0]
        metadata = archive.extractfile(f"{root}/PKG-INFO").read().decode()
        license_ = archive.extractfile(f"{root}/LICENSE").read()
    missing = sorted(wanted() - names)
    more = sorted(names - wanted() - {"PKG-INFO", ".gitignore"})
    report("sdist carries all that Swift and Python need", f"it lacks {missing}" if missing else None)
    report("sdist carries nothing else", f"it has {more + links}" if more or links else None)
    for field in ("License-Expression: Apache-2.0", "Description-Content-Type: text/markdown",
                  "Classifier: Programming Language :: Python :: 3.14", "Requires-Dist: dask>="):
        report(f"sdist says `{field}`", None if f"\n{field}" in metadata else "its PKG-INFO does not")
    same = license_ == (ROOT / "LICENSE").read_bytes()
    report("sdist has the repository's licence", None if same else "`python/LICENSE` is another text")


def check_wheel(wheel):
    """Compares a wheel that was built from the sdist with the one in dist/."""
    others = sorted(ROOT.glob("dist/*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    report("wheel from the sdist has the extension",
           None if "martlet/_martlet.abi3.so" in names else "it is not in the wheel")
    if len(others) == 1:
        with zipfile.ZipFile(others[0]) as archive:
            differing = sorted(names ^ set(archive.namelist()))
        report("wheel from the sdist has the files of the one from the tree",
               f"these are in one only: {differing}" if differing else None)
        report("wheel from the sdist has the same tag",
               None if wheel.name == others[0].name else f"it is {wheel.name}")


def main(folder):
    if not build("hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=ROOT / "python"):
        report("sdist is built", "hatchling failed")
        return 1
    sdist = next(folder.glob("*.tar.gz"))
    check_content(sdist)
    built = build("pip", "wheel", "--disable-pip-version-check", "--no-deps", "--no-build-isolation",
                  "--wheel-dir", str(folder), str(sdist))
    report("wheel is built from the sdist alone", None if built else "pip failed")
    if built:
        check_wheel(next(folder.glob("*.whl")))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]).resolve()))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
