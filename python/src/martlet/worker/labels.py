"""What a step is called in reports: as the client's plan calls it."""

from __future__ import annotations

import functools
from typing import Any

__all__ = ["label_of"]


def label_of(func: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> str:
    """``module.name`` of the user's function that a task calls.

    Parameters
    ----------
    func : callable
        The task's function; Dask's own may carry the user's among its arguments.
    args, kwargs : tuple, dict
        The arguments.

    Examples
    --------
    >>> label_of(functools.partial(len, "abc"))
    'builtins.len'
    """
    from martlet.identity import dask_functions

    if dask_functions.is_carrier(getattr(func, "__module__", None) or ""):
        func = dask_functions.carried(func, args, kwargs or {}) or func
    while isinstance(func, functools.partial):
        func = func.func
    func = getattr(func, "__func__", func)
    named = func if getattr(func, "__qualname__", None) else type(func)
    return f"{named.__module__}.{named.__qualname__}" if named.__module__ else named.__qualname__
