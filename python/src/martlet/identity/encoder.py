"""Encoding values: the engine does the plain ones, this package the exotic ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from martlet import _native
from martlet._native import Unidentified

from .packing import pack

#: More objects than this in one value, met again and again, are too entangled to be encoded.
LIMIT = 200_000


class Encoder(Protocol):
    """Gives values their canonical encoding."""

    stack: list[int]
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
        self.stack: list[int] = []
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
        stack = self._encoder.stack
        if id(value) in stack:
            return pack("again", len(stack) - stack.index(id(value)))
        stack.append(id(value))
        try:
            return self._elements(value)
        finally:
            stack.pop()

    def _elements(self, value: Any) -> bytes:
        kind, encode = type(value).__name__, self._encoder.encode
        if isinstance(value, dict):
            pairs = [(encode(key), encode(item)) for key, item in value.items()]
            return pack(kind, *(part for pair in pairs for part in pair))
        if isinstance(value, (set, frozenset)):
            # Elements come in no order, so each needs an identity that no other has a part in.
            return pack(kind, *sorted(map(self._digest_of, value)))
        return pack(kind, *map(encode, value))
