"""Which installed distribution a file belongs to."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import NamedTuple

from .packing import digest

#: Folders in which packages are installed (also inside LCG and CVMFS views).
INSTALLED = frozenset({"site-packages", "dist-packages"})


class Distribution(NamedTuple):
    """An installed distribution; ``version`` tells builds of one version apart where it must."""

    name: str
    version: str


def distribution_of(file: Path) -> Distribution | None:
    """The distribution that installed a file, or None if it is not a package's.

    An editable install is nobody's package: its files are the user's.
    """
    for depth, folder in enumerate(file.parents):
        if folder.name in INSTALLED:
            return _find(folder, file.parts[-depth - 1 :])
    return None


def _find(root: Path, parts: tuple[str, ...]) -> Distribution | None:
    top = parts[0].split(".")[0]
    entries = _metadata(root)
    for folder in entries.get(_normal(top), ()):
        if len(parts) == 1 or (root / parts[0] / "__init__.py").exists() or _lists(folder, parts):
            return _read(folder)
    # Its name is another than the module's (yaml is in PyYAML), or it shares a namespace.
    for folders in entries.values():
        for folder in folders:
            if _lists(folder, parts):
                return _read(folder)
    return None


@functools.lru_cache(maxsize=64)
def _metadata(root: Path) -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    for folder in sorted(root.iterdir()):
        if folder.suffix in (".dist-info", ".egg-info"):
            name = _normal(folder.stem.split("-")[0])
            found[name] = (*found.get(name, ()), folder)
    return found


@functools.lru_cache(maxsize=4096)
def _files(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Files that a distribution says it installed, and the top-level names that it claims."""
    names: set[str] = set()
    for table, separator in (("RECORD", ","), ("installed-files.txt", "\n")):
        for line in _text(folder / table).splitlines():
            names.add(line.rsplit(separator, 2)[0].strip('"') if separator == "," else line[3:])
    return frozenset(names), frozenset(_text(folder / "top_level.txt").split())


def _lists(folder: Path, parts: tuple[str, ...]) -> bool:
    names, tops = _files(folder)
    if names:
        return "/".join(parts) in names
    return parts[0].split(".")[0] in tops


@functools.lru_cache(maxsize=4096)
def _read(folder: Path) -> Distribution | None:
    text = _text(folder / "METADATA") or _text(folder / "PKG-INFO")
    if not text and folder.is_file():
        text = _text(folder)
    name = re.search(r"^Name:\s*(\S+)", text, re.MULTILINE)
    version = re.search(r"^Version:\s*(\S+)", text, re.MULTILINE)
    if version is None:
        found = re.match(r"([^-]+)-([^-]+)", folder.stem)
        if found is None:
            return None
        return Distribution(_normal(found[1]), found[2])
    label = _normal(name[1] if name else folder.stem.split("-")[0])
    origin = _text(folder / "direct_url.json")
    if not origin:
        return Distribution(label, version[1])
    if json.loads(origin).get("dir_info", {}).get("editable"):
        return None
    # Installed from a folder or an archive: its version may stay while its code changes.
    code = sorted(
        line
        for line in _text(folder / "RECORD").splitlines()
        if ",sha256=" in line and not line.startswith(folder.name)
    )
    return Distribution(label, f"{version[1]}+{digest(chr(10).join(code).encode()).hex()[:16]}")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
