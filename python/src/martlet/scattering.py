"""Which scattered data are under which key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .submission import Key

__all__ = ["pairs"]


def pairs(data: Any, scattered: Any) -> Iterator[tuple[Key, Any]]:
    """Key and value of everything that ``Client.scatter`` was given; a set has no order, so none.

    Parameters
    ----------
    data : object
        What was given.
    scattered : Future, or list, tuple or dict of them
        What came back.
    """
    if isinstance(data, dict):
        yield from ((future.key, data[name]) for name, future in scattered.items())
    elif isinstance(data, (list, tuple, range)):
        yield from ((future.key, value) for future, value in zip(scattered, data, strict=True))
    elif not isinstance(data, (set, frozenset)):
        yield scattered.key, data
