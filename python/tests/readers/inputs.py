"""The files of one kind, in order, and a step for each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dask


def files(folder: str, kind: str) -> list[str]:
    """The files of a kind, in order."""
    return sorted(str(path) for path in Path(folder, kind).glob("[0-9]*"))


def each(function: Any, arguments: list[Any]) -> Any:
    """A step for each argument, and their sum."""
    return dask.delayed(sum)([dask.delayed(function)(one) for one in arguments])
