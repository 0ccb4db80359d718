"""What a step is called: in plans, on workers, in reports."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import FunctionType, MethodType
from typing import Any

from . import dask_functions
from .coffea_labels import coffea_label
from .home import home_of
from .things import is_thing


def label_of(function: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> str:
    """``module.name`` of the user's function that a task calls.

    Parameters
    ----------
    function : callable
        The task's function; Dask's own may carry the user's among its arguments.
    arguments, named : tuple, mapping
        The arguments.

    Examples
    --------
    >>> label_of(functools.partial(len, "abc"), (), {})
    'builtins.len'
    """
    if name := coffea_label(function):
        return name
    module = home_of(function).module if is_thing(function) else ""
    if dask_functions.is_carrier(module) or isinstance(function, functools.partial):
        function = dask_functions.carried(function, arguments, named) or function
    return label(function)


def label(function: Any) -> str:
    """``module.name`` of a callable, partials and bound methods taken off."""
    if name := coffea_label(function):
        return name
    while isinstance(function, functools.partial):
        function = function.func
    if isinstance(function, MethodType) and isinstance(function.__func__, FunctionType):
        function = function.__func__
    named = function if getattr(function, "__qualname__", None) else type(function)
    try:
        home = home_of(named)
    except Exception:
        return type(function).__qualname__
    return f"{home.module}.{home.name}" if home.module else home.name or type(function).__qualname__
