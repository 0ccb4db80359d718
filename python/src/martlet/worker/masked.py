"""Masked arrays as they are: NumPy's own pickle forgets hard masks, absent ones and attributes."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["reduced"]


def reduced(value: Any) -> Any:
    """What a masked array is pickled as; `NotImplemented` for what is none, or has a way of its own."""
    module = sys.modules.get("numpy.ma")
    if module is None or not isinstance(value, module.MaskedArray):
        return NotImplemented
    kind = type(value)
    for name in ("__reduce__", "__reduce_ex__", "__getstate__", "__setstate__"):
        if getattr(kind, name) is not getattr(module.MaskedArray, name):
            return NotImplemented
    if isinstance(value, module.core.mvoid):
        return NotImplemented
    return _rebuilt, (kind, value.data, vars(value))


def _rebuilt(kind: Any, data: Any, attributes: dict[str, Any]) -> Any:
    from numpy import bool_, ma

    value = data.view(kind)
    vars(value).update(attributes)
    if type(value._mask) is bool_:  # NumPy asks for this very object
        value._mask = ma.nomask
    return value
