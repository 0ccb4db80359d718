"""Annotations and docstrings of classes and functions: what code that looks at them may meet."""

from __future__ import annotations

import sys
import typing
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .home import home_of
from .packing import pack

if TYPE_CHECKING:
    from .builder import PartEncoder


def annotations(holder: Any, encoder: PartEncoder) -> bytes:
    """Encode the annotations of a class or a function."""
    table = _table(holder)
    if not isinstance(table, dict):
        return b""
    rows = []
    for name, value in table.items():
        rows += [name.encode("utf-8", "surrogatepass"), annotation(value, encoder)]
    return pack("annotations", *rows)


def docstring(holder: Any, encoder: PartEncoder) -> bytes:
    """Encode the docstring of a class or a function, if code asks for docstrings."""
    text = vars(holder).get("__doc__") if isinstance(holder, type) else holder.__doc__
    is_read = "docstrings" in encoder.parts.reads and isinstance(text, str)
    return pack("docstring", text) if is_read else b""


def _table(holder: Any) -> Any:
    if isinstance(holder, FunctionType) and sys.version_info < (3, 14):
        return holder.__annotations__
    if "__annotations__" in vars(holder) or sys.version_info < (3, 14):
        return vars(holder).get("__annotations__")
    # Since 3.14 a function in the class makes them when they are asked for. It is not looked into: its
    # closure is the class's own dictionary, in which Python notes things as it goes on (`__slotnames__`).
    import annotationlib

    for format in (annotationlib.Format.FORWARDREF, annotationlib.Format.STRING):
        try:
            return annotationlib.get_annotations(holder, format=format)
        except Exception:  # it runs the user's code
            continue
    return None


def annotation(value: Any, encoder: PartEncoder) -> bytes:
    """Encode a type as an annotation gives it, by name; and what is no type, as a value."""
    if isinstance(value, str):
        return pack("text", value)
    if isinstance(value, typing.ForwardRef):
        return pack("text", value.__forward_arg__)
    if isinstance(value, type) and typing.get_origin(value) is None:
        home = home_of(value)
        return pack("type", home.module, home.name)
    arguments = value if isinstance(value, list) else typing.get_args(value)
    parts = [annotation(each, encoder) for each in arguments]
    origin = typing.get_origin(value)
    if origin is not None and origin is not value:
        return pack("generic", annotation(origin, encoder), *parts)
    if isinstance(value, list) or type(value).__module__ in ("typing", "typing_extensions"):
        return pack("form", type(value).__qualname__, getattr(value, "__name__", "") or "", *parts)
    return pack("value", encoder.encode(value))
