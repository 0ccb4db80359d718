"""Tasks with which Dask wraps a collection that is an argument of another one."""

from __future__ import annotations

from typing import Any

from dask._task_spec import Task

try:
    from dask._expr import ProhibitReuse
except ImportError:  # an earlier Dask, which wraps nothing
    _HAND_ON: Any = None
else:
    _HAND_ON = ProhibitReuse._identity

__all__ = ["handed_on"]


def handed_on(task: Any) -> Any:
    """The task whose result a task only hands on; that task itself if it does more.

    The engine sees these as one, under the outer one's key.
    """
    for _ in range(100):  # the engine refuses what nests deeper
        if not _hands_on(task):
            break
        task = task.args[0]
    return task


def _hands_on(task: Any) -> bool:
    return (
        _HAND_ON is not None
        and getattr(task, "func", None) is _HAND_ON
        and len(task.args) == 1
        and not task.kwargs
        and type(task.args[0]) is Task
    )
