"""A submission: what is handed to Dask, its plan, and the graph that Dask gets instead."""

from __future__ import annotations

import copy
import dataclasses
import functools
import uuid
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

from dask._task_spec import convert_legacy_graph
from dask.highlevelgraph import HighLevelGraph, MaterializedLayer

from .marks import Marked
from .trees import narrowed
from .worker.entry import run

if TYPE_CHECKING:
    from martlet import _native

__all__ = ["Submission", "ask_for_resources", "expression", "materialise", "packed"]

Key = Hashable


@dataclasses.dataclass
class Submission:
    """What one call of compute, persist, get, submit or map handed to Dask.

    Attributes
    ----------
    number : int
        From 1, in order of submission.
    tasks : dict
        The graph, materialised.
    annotations : dict
        By type, then by key.
    keys : set
        Keys that the user wants.
    arguments : dict
        Further arguments of ``Client._graph_to_futures``.
    refresh : bool or str or None
        Steps that are to be computed again.
    flags : int
        Bits for all its steps (see :mod:`martlet.worker.flags`), as for ``pure=False``.
    graph : _martlet.Graph or None
        The graph with its plan; None before planning.
    known : dict
        Identities of tasks whose arguments hide what they are.
    held : list of Future
        Futures of keys that the graph leaves to earlier submissions, until it is sent.
    """

    number: int
    tasks: dict[Key, Any]
    annotations: dict[str, dict[Key, Any]]
    keys: set[Key]
    arguments: dict[str, Any] = dataclasses.field(default_factory=dict)
    refresh: bool | str | None = None
    flags: int = 0
    graph: _native.Graph | None = None
    known: dict[Key, bytes] = dataclasses.field(default_factory=dict)
    held: list[Any] = dataclasses.field(default_factory=list)


def materialise(submitted: Any) -> tuple[dict[Key, Any], dict[str, dict[Key, Any]]]:
    """The tasks and annotations of whatever ``Client._graph_to_futures`` is given.

    Parameters
    ----------
    submitted : Expr, HighLevelGraph, Layer or dict
        Dask from 2025.4 gives an expression, earlier ones the others. It is not changed.

    Returns
    -------
    tasks : dict
        Key to ``GraphNode``.
    annotations : dict
        Type to key to value.
    """
    if hasattr(submitted, "__dask_annotations__"):
        annotations = submitted.__dask_annotations__()
        return narrowed(convert_legacy_graph(dict(submitted.__dask_graph__()))), annotations
    # Layers are copied: Client.map insists that its own is not materialised.
    layers = getattr(submitted, "layers", None)
    parts = [submitted] if layers is None else list(layers.values())
    tasks: dict[Key, Any] = {}
    annotations = {}
    for layer in map(copy.copy, parts):
        mine = dict(layer)
        tasks.update(mine)
        for kind, value in (getattr(layer, "annotations", None) or {}).items():
            by_key = {key: value(key) if callable(value) else value for key in mine}
            annotations.setdefault(kind, {}).update(by_key)
    return narrowed(convert_legacy_graph(tasks)), annotations


def ask_for_resources(submission: Submission, rewritten: dict[Key, Any]) -> None:
    """Annotate what is computed with the resources of its function's mark."""
    if not Marked.resources:
        return
    for key, task in rewritten.items():
        if getattr(task, "func", None) is not run:
            continue
        func = task.args[1]
        while isinstance(func, functools.partial):
            func = func.func
        options = getattr(func, "__martlet_step__", None)
        if options is not None and options.resources:
            by_key = submission.annotations.setdefault("resources", {})
            by_key[key] = {**options.resources, **by_key.get(key, {})}


def packed(
    tasks: dict[Key, Any], annotations: dict[str, dict[Key, Any]], keys: Iterable[Key]
) -> Any:
    """Tasks in the form that this Dask's ``_graph_to_futures`` takes.

    Parameters
    ----------
    tasks : dict
        Key to ``GraphNode``.
    annotations : dict
        Type to key to value; only those of the given tasks are used.
    keys : iterable
        Keys that are wanted.
    """
    by_key: dict[Key, dict[str, Any]] = {}
    for kind, values in annotations.items():
        for key, value in values.items():
            if key in tasks:
                by_key.setdefault(key, {})[kind] = value
    if not by_key:
        return expression(tasks)
    groups: dict[Any, dict[Key, Any]] = {}
    for key, task in tasks.items():
        alike = tuple((kind, id(value)) for kind, value in sorted(by_key.get(key, {}).items()))
        groups.setdefault(alike, {})[key] = task
    layers = {
        f"martlet-{number}": MaterializedLayer(group, annotations=by_key.get(next(iter(group))))
        for number, group in enumerate(groups.values())
    }
    graph = HighLevelGraph(layers, {name: set() for name in layers})
    return _expression(graph, list(keys))


def expression(tasks: dict[Key, Any]) -> Any:
    """A graph in the form that this Dask submits, without its asking every task for a token.

    Parameters
    ----------
    tasks : dict
        Key to task. It is not changed.
    """
    if not _has_expressions():
        return tasks
    from dask._expr import LLGExpr

    return LLGExpr(tasks, _determ_token=uuid.uuid4().hex)


def _expression(graph: HighLevelGraph, keys: list[Key]) -> Any:
    if not _has_expressions():
        return graph
    from dask._expr import HLGExpr

    return HLGExpr(dsk=graph, output_keys=keys)


@functools.cache
def _has_expressions() -> bool:
    """Whether this Dask submits expressions; dask._expr exists in some that don't."""
    import inspect

    import distributed

    return "expr" in inspect.signature(distributed.Client._graph_to_futures).parameters
