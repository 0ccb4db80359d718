"""What a step is called in reports: as the client's plan calls it."""

from __future__ import annotations

import functools
from types import FunctionType
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
    >>> label_of(len, ("abc",))
    'builtins.len'
    """
    if type(func) is FunctionType and (name := _plain(func)):
        return name
    from martlet.identity.labels import label_of

    return label_of(func, args, kwargs or {})


@functools.lru_cache(maxsize=1000)
def _plain(func: FunctionType) -> str:
    """A function's label, looked up once since each step asks; empty if it may carry another."""
    from martlet.identity import dask_functions, labels

    return "" if dask_functions.is_carrier(func.__module__ or "") else labels.label(func)
