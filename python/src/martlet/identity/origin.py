"""Where a module comes from: Python itself, an installed package, or the user."""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

from .distributions import INSTALLED, distribution_of

#: Part of every fingerprint: byte code means something else in another version.
PYTHON = "%d.%d" % sys.version_info[:2]


class Origin(NamedTuple):
    """Where a module comes from.

    ``kind`` is "python" (counts by Python's version), "package" (by name and version), "user"
    (by what its code is), "compiled" (the user's, by its file's content) or "absent".
    """

    kind: Literal["python", "package", "user", "compiled", "absent"]
    name: str = ""
    version: str = ""
    file: str = ""

    @property
    def is_users(self) -> bool:
        """Whether its code has to be looked at."""
        return self.kind in ("user", "compiled")


def origin_of(module: str) -> Origin:
    """The origin of a module by name, imported or not. Nothing is imported."""
    live = sys.modules.get(module)
    if live is not None:
        file = getattr(live, "__file__", None)
        if isinstance(file, str):
            return of_file(file)
        spec = getattr(live, "__spec__", None)
        if module in sys.builtin_module_names or getattr(spec, "origin", None) == "frozen":
            return Origin("python")
        locations = getattr(spec, "submodule_search_locations", None)
        return of_file(os.path.join(next(iter(locations)), "__init__.py")) if locations else USER
    spec = find(module)
    if spec is None:
        return Origin("absent")
    if spec.origin in ("built-in", "frozen"):
        return Origin("python")
    if spec.has_location and spec.origin:
        return of_file(spec.origin)
    locations = list(spec.submodule_search_locations or ())
    return of_file(os.path.join(locations[0], "__init__.py")) if locations else USER


def origin_of_live(module: ModuleType) -> Origin:
    """The origin of a module that need not be the one that its name leads to."""
    if sys.modules.get(module.__name__) is module:
        return origin_of(module.__name__)
    file = getattr(module, "__file__", None)
    return of_file(file) if isinstance(file, str) else USER


USER = Origin("user")


@functools.lru_cache(maxsize=16384)
def of_file(file: str) -> Origin:
    """The origin of a module's file."""
    path = Path(os.path.abspath(file))
    if any(part in INSTALLED for part in path.parts):
        distribution = distribution_of(path)
        if distribution is not None:
            return Origin("package", *distribution, file)
    elif any(path.is_relative_to(root) for root in _standard_library()):
        return Origin("python", file=file)
    elif path.parts[1:2] == ("cvmfs",):
        # Released software without metadata (ROOT); such a path never changes its content.
        return Origin("package", "cvmfs", os.path.realpath(path.parent), file)
    if path.name.endswith(tuple(EXTENSION_SUFFIXES)):
        return Origin("compiled", file=str(path))
    return Origin("user", file=str(path))


def find(module: str) -> ModuleSpec | None:
    """The specification of a module that need not be imported, found without importing any."""
    parent, _, _ = module.rpartition(".")
    try:
        if not parent:
            return importlib.util.find_spec(module)
        if parent in sys.modules:
            locations = getattr(sys.modules[parent], "__path__", None)
        else:
            outer = find(parent)
            locations = outer.submodule_search_locations if outer else None
        return PathFinder.find_spec(module, locations) if locations else None
    except (ImportError, ValueError, AttributeError):
        return None


@functools.cache
def _standard_library() -> tuple[Path, ...]:
    names = ("stdlib", "platstdlib")
    roots = {sysconfig.get_paths()[name] for name in names} | {os.path.dirname(os.__file__)}
    return tuple(
        sorted({Path(os.path.abspath(r)) for r in roots} | {Path(r).resolve() for r in roots})
    )
