"""Dask's own functions: those that only pass things on, and those that carry a user's function.

Looked up in Dask 2024.12 to 2026.8.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from types import FunctionType, MethodType
from typing import Any

from .home import home_of

#: They hand on one of their arguments, or put arguments into a container: never steps.
PASSED_ON = frozenset(
    {
        "dask._task_spec._identity",
        "dask._task_spec._identity_cast",
        "dask._task_spec.identity",
        "dask.core.identity",
        "dask.utils.identity",
        "dask.delayed.identity",
        "dask.delayed.single_key",
        "dask.base.identity",
        "dask._expr.ProhibitReuse._identity",
        "dask.dataframe.dask_expr._expr.identity",
        "distributed.client.identity",
    }
)

#: Packages whose functions take functions of the user's among their arguments.
_CARRIERS = ("dask.", "distributed.", "dask_awkward.", "coffea.", "toolz.", "cytoolz.")


def is_passed_on(module: str, name: str) -> bool:
    """Whether a function of Dask's is bookkeeping."""
    return f"{module}.{name}" in PASSED_ON


def refusal(module: str, name: str) -> str:
    """Why a function of Dask's can't be a step; empty if it can."""
    if module.startswith("distributed.shuffle") or (
        module.startswith("dask.dataframe.") and name.endswith("_transfer")
    ):
        return "a part of Dask's shuffle, whose tasks talk to each other"
    return ""


def is_carrier(module: str) -> bool:
    """Whether a function of this module may carry a user's among its arguments."""
    return module.startswith(_CARRIERS)


def carried(function: Any, arguments: Iterable[Any], named: Mapping[str, Any]) -> Any:
    """The user's function that a callable carries; None if it carries none."""
    found = _users(function, 0)
    return carried_in(arguments, named) if found is None else found


def carried_in(arguments: Iterable[Any], named: Mapping[str, Any]) -> Any:
    """The first of the user's functions among arguments; None if there is none."""
    for value in (*named.values(), *arguments):
        found = _users(value, 0)
        if found is not None:
            return found
    return None


def _users(value: Any, depth: int) -> Any:
    if isinstance(value, functools.partial):
        return carried(value.func, value.args, value.keywords) if depth < 8 else None
    if isinstance(value, MethodType):
        return value if _is_users(value.__func__) else None
    if isinstance(value, FunctionType):
        return value if _is_users(value) else None
    if type(value) in (list, tuple) and len(value) <= 16 and depth < 3:
        for item in value:
            found = _users(item, depth + 1)
            if found is not None:
                return found
    return None


def _is_users(function: Any) -> bool:
    return home_of(function).origin.is_users
