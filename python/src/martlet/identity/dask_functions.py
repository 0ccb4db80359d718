"""Functions of Dask and coffea that only pass things on, and those that carry a user's function.

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
        "coffea.processor.executor.DaskExecutor.__call__.<locals>.<lambda>",
    }
)

#: They write files: they run every time, and what they return is kept by nobody.
_WRITERS = frozenset(
    {
        "dask.array.core.load_chunk",
        "dask.array.core.load_store_chunk",
        "dask.array.core.store_chunk",
        "dask.bag.avro._write_avro_part",
        "dask.bag.core._to_textfiles_chunk",
        "dask.dataframe.io.csv._write_csv",
        "dask.dataframe.io.hdf._pd_to_hdf",
        "dask.dataframe.io.json.write_json_partition",
        "dask.dataframe.io.parquet.core.ToParquetFunctionWrapper",
        "dask.dataframe.io.sql._to_sql_chunk",
        "dask_awkward.lib.io.parquet._ToParquetFn",
        "numpy.save",
        "numpy.savetxt",
        "numpy.savez",
        "numpy.savez_compressed",
        "uproot.writing._dask_write._ToROOTFn",
    }
)

#: Packages whose functions take functions of the user's among their arguments.
_CARRIERS = ("dask.", "distributed.", "dask_awkward.", "coffea.", "toolz.", "cytoolz.")


def is_passed_on(module: str, name: str) -> bool:
    """Whether a function of Dask's or coffea's is bookkeeping."""
    return f"{module}.{name}" in PASSED_ON


def writes(function: Any) -> bool:
    """Whether a callable is known to write files.

    Parameters
    ----------
    function : callable
        Of Dask, or of a package that writes by it; others are found out when they run.
    """
    while isinstance(function, functools.partial):
        function = function.func
    named = function if getattr(function, "__qualname__", None) else type(function)
    module = getattr(named, "__module__", None) or ""
    name = f"{module}.{named.__qualname__}"
    return name in _WRITERS or (module.startswith("numpy") and f"numpy.{named.__name__}" in _WRITERS)


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
