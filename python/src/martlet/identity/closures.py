"""Functions that packages make for one session: what counts is what they do.

Their closures hold names that are random, or much more than the function looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder

__all__ = ["encoder_of"]


def encoder_of(function: FunctionType) -> Callable[[Any, Encoder], bytes] | None:
    """What encodes the closure of a function of a package's; None if it counts as any other."""
    return _ENCODERS.get((function.__module__, function.__qualname__))


def _repack(function: FunctionType, encoder: Encoder) -> bytes:
    """What puts results of collections where these were among arguments.

    It is a small graph, whose keys are random: they are followed.
    """
    from dask._task_spec import Alias, DataNode, NestedContainer, Task, TaskRef

    cells = _cells(function)
    graph, collections = cells["repack_dsk"], cells["collections_token"]

    def followed(value: Any) -> bytes:
        if isinstance(value, (Alias, TaskRef)):
            key = value.target if isinstance(value, Alias) else value.key
            return pack("collections") if key == collections else followed(graph[key])
        if isinstance(value, NestedContainer):
            return pack("container", type(value).__name__, *map(followed, value.args))
        if isinstance(value, Task):
            return pack("task", encoder.encode(value.func), *map(followed, value.args))
        return pack("value", encoder.encode(value.value if isinstance(value, DataNode) else value))

    return pack("repack", followed(graph[cells["out"]]))


def _histogram(function: FunctionType, encoder: Encoder) -> bytes:
    """What makes a histogram of dask-histogram's into one in memory: it looks at the type only."""
    return pack("histogram", encoder.encode(_cells(function)["self"]._in_memory_type))


def _cells(function: FunctionType) -> dict[str, Any]:
    contents = (cell.cell_contents for cell in function.__closure__ or ())
    return dict(zip(function.__code__.co_freevars, contents, strict=True))


_ENCODERS: dict[tuple[str, str], Callable[[Any, Encoder], bytes]] = {
    ("dask.base", "unpack_collections.<locals>.repack"): _repack,
    ("dask_histogram.boost", "Histogram.__dask_postcompute__.<locals>.f"): _histogram,
}
