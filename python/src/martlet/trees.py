"""Readers that uproot gives all trees that it has opened: each task gets the one that it reads.

``uproot.dask`` with ``open_files=True`` makes one reader with all trees, and a partition's argument is
the number of its tree. So any file would count in every partition.
"""

from __future__ import annotations

import copy
import sys
from typing import Any

from dask._task_spec import Alias, DataNode, Task, TaskRef, _execute_subgraph

from .handed import handed_on

__all__ = ["narrowed"]

#: Of ``uproot._dask``: called with the number of a tree, the first entry, and the entry to stop at.
_READERS = ("_UprootRead", "_UprootReadNumpy")


def narrowed(tasks: dict[Any, Any]) -> dict[Any, Any]:
    """Tasks of which each holds only the trees that it reads.

    Parameters
    ----------
    tasks : dict
        Key to ``GraphNode``; neither it nor its tasks are changed.
    """
    module = sys.modules.get("uproot._dask")
    if module is None:
        return tasks
    narrowing = _Narrowing(tuple(getattr(module, name) for name in _READERS))
    return {key: narrowing.task(task, tasks) for key, task in tasks.items()}


class _Narrowing:
    def __init__(self, readers: tuple[type, ...]) -> None:
        self._readers = readers
        self._made: dict[tuple[int, int], Any] = {}

    def task(self, task: Any, around: dict[Any, Any]) -> Any:
        """A task that does the same, given what stands around it under keys."""
        inner = handed_on(task)
        if inner is not task:
            narrowed = self.task(inner, around)
            return task if narrowed is inner else narrowed.substitute({}, key=task.key)
        function = getattr(task, "func", None)
        if function is _execute_subgraph:
            return self._fused(task, around)
        if isinstance(function, self._readers) and len(task.args) == 1 and not task.kwargs:
            place = _literal(task.args[0], around)
            if isinstance(place, tuple) and len(place) == 3:
                number, start, stop = place
                return Task(task.key, self._one(function, number), DataNode(None, (0, start, stop)))
        return task

    def _fused(self, task: Any, around: dict[Any, Any]) -> Any:
        graph, output, keys, *values = task.args
        known = {key: _literal(value, around) for key, value in zip(keys, values, strict=False)}
        known = {**known, **graph}
        inner = {key: self.task(each, known) for key, each in graph.items()}
        if all(inner[key] is graph[key] for key in graph):
            return task
        producer = task.data_producer
        arguments = (inner, output, keys, *values)
        return Task(task.key, _execute_subgraph, *arguments, _data_producer=producer, **task.kwargs)

    def _one(self, reader: Any, number: int) -> Any:
        """A reader of one tree."""
        made = self._made.get((id(reader), number))
        if made is None:
            made = self._made[id(reader), number] = copy.copy(reader)
            made.ttrees = [reader.ttrees[number]]
        return made


def _literal(value: Any, around: dict[Any, Any]) -> Any:
    """What a value is, if it is known before anything runs."""
    while isinstance(value, (TaskRef, Alias)):
        key = value.key if isinstance(value, TaskRef) else value.target
        value = around.get(key)
    return value.value if isinstance(value, DataNode) else value
