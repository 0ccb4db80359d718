"""Encoding values: the engine does the plain ones, this package the exotic ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from martlet import _native
from martlet._native import Unidentified

from .packing import pack

#: Objects of one value that may be met again, and how many times as many as there are objects.
_AGAIN, _FOLD = 20_000, 30


class Stack:
    """The objects that are being encoded, from the outermost in."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._met: set[int] = set()
        self._again = 0

    def __bool__(self) -> bool:
        return bool(self._places)

    def inside(self, value: Any, encode: Callable[[], bytes]) -> bytes:
        """Encode what a value consists of; one that contains itself is mentioned by its depth.

        Raises
        ------
        Unidentified
            If there are too many ways through it: each way to an object is encoded by itself.
        """
        place = id(value)
        if place in self._places:
            return pack("again", len(self._places) - self._places.index(place))
        self._again += place in self._met
        if self._again > _AGAIN + _FOLD * len(self._met):
            raise Unidentified("its parts lead to each other in too many ways")
        self._met.add(place)
        self._places.append(place)
        try:
            return encode()
        finally:
            self._places.pop()
            if not self._places:
                self._met.clear()
                self._again = 0


class Encoder(Protocol):
    """Gives values their canonical encoding."""

    stack: Stack
    #: Knows which files texts name; None where a text counts as it is, as in code.
    files: _native.Files | None

    def encode(self, value: Any) -> bytes:
        """Encode any value."""

    def refer(self, thing: Any) -> bytes:
        """Encode a mention of a function, class or module, which counts by its code."""

    def package(self, name: str, version: str, module: str) -> None:
        """Note that the value depends on an installed package."""


class PlainEncoder:
    """Encodes values that mention no code; `met_code` says that one did."""

    files = None

    def __init__(self, exotic: Callable[[Any, Encoder], bytes]) -> None:
        self.stack = Stack()
        self.met_code = False
        self._exotic = exotic

    def encode(self, value: Any) -> bytes:
        return _native.encode(value, self)

    def value(self, thing: Any) -> tuple[bytes, tuple[bytes, ...]]:
        """Called by the engine for what it does not encode itself."""
        return self._exotic(thing, self), ()

    def refer(self, thing: Any) -> bytes:
        self.met_code = True
        raise Unidentified("code inside a value")

    def package(self, name: str, version: str, module: str) -> None:
        self.met_code = True
        raise Unidentified("a package's code inside a value")


class ContainerWalk:
    """Encodes containers that mention code, element by element."""

    def __init__(self, encoder: Encoder, digest_of: Callable[[Any], bytes]) -> None:
        self._encoder, self._digest_of = encoder, digest_of

    def encode(self, value: Any) -> bytes:
        """Encode a list, tuple, dict, set or frozenset, which may contain itself."""
        return self._encoder.stack.inside(value, lambda: self._elements(value))

    def _elements(self, value: Any) -> bytes:
        kind, encode = type(value).__name__, self._encoder.encode
        if isinstance(value, dict):
            pairs = [(encode(key), encode(item)) for key, item in value.items()]
            return pack(kind, *(part for pair in pairs for part in pair))
        if isinstance(value, (set, frozenset)):
            # Elements come in no order, so each needs an identity that no other has a part in.
            return pack(kind, *sorted(map(self._digest_of, value)))
        return pack(kind, *map(encode, value))
