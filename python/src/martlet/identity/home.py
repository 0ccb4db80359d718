"""Where a function or class says that it lives, and whether it is found there."""

from __future__ import annotations

import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, NamedTuple

from .origin import Origin, origin_of, origin_of_live

_MISSING = object()


class Home(NamedTuple):
    """The module and qualified name of a thing.

    ``is_found`` says that this name leads to this very thing, so that it travels by reference.
    """

    module: str
    name: str
    origin: Origin
    is_found: bool


def home_of(thing: Any) -> Home:
    """Where a function, class, builtin or module lives."""
    if isinstance(thing, ModuleType):
        label = thing.__name__
        return Home(label, "", origin_of_live(thing), sys.modules.get(label) is thing)
    module: Any = getattr(thing, "__module__", None)
    name: Any = getattr(thing, "__qualname__", None) or getattr(thing, "__name__", "")
    if not isinstance(module, str):
        module = "builtins" if isinstance(thing, (BuiltinFunctionType, type)) else ""
    if module == "__mp_main__":
        module = "__main__"
    found = lookup(module, str(name)) is thing
    return Home(module, str(name), origin_of(module), found)


def lookup(module: str, name: str) -> Any:
    """What ``module.name`` is at present, without importing or computing anything."""
    value: Any = sys.modules.get(module, _MISSING)
    if value is _MISSING or not name:
        return _MISSING
    for step in name.split("."):
        table = getattr(value, "__dict__", None)
        if table is None or step not in table:
            return _MISSING
        value = table[step]
        if isinstance(value, staticmethod):
            value = value.__func__
    return value


def globals_module(function: FunctionType) -> str:
    """The module whose globals a function uses; empty if it has a dictionary of its own."""
    name = function.__globals__.get("__name__")
    if isinstance(name, str):
        live = sys.modules.get(name)
        if live is not None and live.__dict__ is function.__globals__:
            return name
    return ""


def travels_by_reference(module: str, is_found: bool) -> bool:
    """Whether Dask sends it as a name (or else as code, by cloudpickle)."""
    if not is_found or module in ("", "__main__"):
        return False
    cloudpickle = sys.modules.get("cloudpickle.cloudpickle")
    by_value = getattr(cloudpickle, "_PICKLE_BY_VALUE_MODULES", ())
    if not by_value:
        return True
    parts = module.split(".")
    return not any(".".join(parts[: i + 1]) in by_value for i in range(len(parts)))
