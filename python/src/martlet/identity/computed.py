"""Ways to find code by a computed name: what such a function calls can't be known."""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import inspect
import pkgutil
import runpy
import sys
from typing import Any

from martlet._native import Unidentified

from .stores import Chain

_ALWAYS: dict[int, str] = {
    id(value): name
    for name, value in {
        "eval": builtins.eval,
        "exec": builtins.exec,
        "globals": builtins.globals,
        "sys.modules": sys.modules,
        "sys._getframe": sys._getframe,
        "inspect.currentframe": inspect.currentframe,
        "inspect.stack": inspect.stack,
        "pkgutil.resolve_name": pkgutil.resolve_name,
        "runpy.run_path": runpy.run_path,
        "runpy.run_module": runpy.run_module,
        "importlib.reload": importlib.reload,
        "importlib.util.spec_from_file_location": importlib.util.spec_from_file_location,
        "importlib.util.find_spec": importlib.util.find_spec,
        "importlib.machinery.SourceFileLoader": importlib.machinery.SourceFileLoader,
    }.items()
}
_UNLESS_LITERAL: dict[int, str] = {
    id(builtins.__import__): "__import__",
    id(importlib.__import__): "importlib.__import__",
    id(importlib.import_module): "importlib.import_module",
}


def refuse(value: Any, chain: Chain, computed_imports: set[Chain]) -> None:
    """Raise `Unidentified` if the value, mentioned as `chain`, finds code by a computed name."""
    name = _ALWAYS.get(id(value))
    if name is None and chain in computed_imports:
        name = _UNLESS_LITERAL.get(id(value))
    if name is not None:
        raise Unidentified(f"it looks up code by a computed name (`{name}`)")


def is_importer(value: Any) -> bool:
    """Whether a value is one of Python's import functions."""
    return id(value) in _UNLESS_LITERAL
