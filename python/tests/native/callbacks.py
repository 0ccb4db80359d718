"""What the extension asks of Python, answered in a few lines."""

from __future__ import annotations

from martlet import _native

__all__ = ["Identify", "Odd", "encode"]


class Identify:
    """Encodes by name what the extension does not, and refuses `Odd` things."""

    def value(self, obj):
        if type(obj).__name__ == "Odd":
            raise _native.Unidentified("it is odd")
        return type(obj).__name__.encode(), ()

    def function(self, func, args, kwargs):
        return (func.__name__, func.__name__.encode(), (), 0, frozenset(), "", None)


class Odd:
    """A thing that nobody can identify."""


def encode(value):
    """The encoding of a value, with the help of :class:`Identify`."""
    return _native.encode(value, Identify())
