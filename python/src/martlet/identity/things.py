"""Functions, classes and modules: what counts by its code rather than by its content."""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from .home import Home, lookup
from .part import Kind


def is_thing(value: Any) -> bool:
    """Whether a value is a function, class or module, or lives in a module as these do."""
    if isinstance(value, (FunctionType, type)):
        return type(value) is not _ALIAS
    if isinstance(value, ModuleType):
        return True
    if isinstance(value, BuiltinFunctionType):
        owner = value.__self__
        if owner is None or isinstance(owner, ModuleType):
            return True
        return lookup(value.__module__ or "", value.__qualname__) is value
    # Cython's functions, and others of packages: of no common type, but with a name.
    if type(value).__name__ in _COMPILED_FUNCTIONS:
        return True
    return False


def kind_of(thing: Any, home: Home) -> Kind:
    """The kind of part that a thing becomes."""
    if isinstance(thing, ModuleType):
        return "module" if home.origin.kind == "user" else "package"
    if isinstance(thing, (FunctionType, type)):
        if home.is_found and home.origin.kind not in ("user", "absent"):
            return "package"
        return "function" if isinstance(thing, FunctionType) else "class"
    return "package"


#: ``list[int]`` calls itself an instance of ``type``.
_ALIAS = type(list[int])
_COMPILED_FUNCTIONS = frozenset({"cython_function_or_method", "fused_cython_function"})
