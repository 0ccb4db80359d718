"""Collects the parts of a fingerprint: from a function to all that its code can reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from martlet import _native
from martlet._native import Unidentified

from . import classes, computed, functions, modules, opaque, pickles
from .encoder import ContainerWalk, PlainEncoder, Stack
from .home import home_of
from .modules import of_module
from .names import reads
from .origin import origin_of
from .packing import digest, pack
from .part import UNSET, Kind, Part, canonical, reachable
from .put import put_into
from .subclasses import is_users_class
from .things import is_thing, kind_of
from .values import exotic

_CONTAINERS = frozenset({list, tuple, dict, set, frozenset})
_SCALARS = frozenset({int, float, str, bytes, bool, type(None), complex})


class Parts:
    """The parts met during one submission; the next one looks at globals anew.

    With `first_met`, values count as they were when they were first added to it, by address.
    Annotations of functions, docstrings and lists of subclasses count only with code that `reads`
    them.
    """

    def __init__(
        self,
        depth: int = 0,
        first_met: dict[int, Part] | None = None,
        reads: frozenset[str] = frozenset(),
    ) -> None:
        self._parts: dict[object, Part] = {}
        self._queue: list[Part] = []
        self.plain = PlainEncoder(exotic)
        self._depth, self._first_met = depth, first_met
        self.reads = reads
        self._wider: dict[frozenset[str], Parts] = {}

    def of(self, thing: Any) -> Part:
        """The part for a function, class, module or builtin."""
        part = self._parts.get(id(thing))
        if part is None:
            home = home_of(thing)
            part = Part(kind_of(thing, home), home.module, home.name, thing)
            part.is_found = home.is_found
            self._add(id(thing), part)
        return part

    def source(self, module: str) -> Part:
        """The part for a module that a function imports when it runs."""
        key = ("source", module)
        return self._parts.get(key) or self._add(key, Part("source", module, "", None))

    def value(
        self, holder: Any, module: str, name: str, value: Any, is_optional: bool = False
    ) -> Part:
        """The part for a value under a name of a holder (a module's globals, a function, ...)."""
        key = (id(holder), name, is_optional)
        part = self._parts.get(key)
        if part is None or part.thing is not value:
            part = Part("value", module, name, value)
            part.holder, part.keeper, part.is_optional = (id(holder), name), holder, is_optional
            self._add(key, part)
        return part

    def rooted(self, thing: Any, reads: frozenset[str] = frozenset()) -> tuple[Part, Parts]:
        """The part for a thing, complete, and the parts in which all counts that its code reads.

        What code that leads to the thing reads can be given.
        """
        if reads <= self.reads:
            root = self.of(thing)
            self.complete()
            reads = self.reads.union(*(part.reads for part in reachable(root)))
            if reads == self.reads:
                return root, self
        return self.reading(reads).rooted(thing)

    def reading(self, reads: frozenset[str]) -> Parts:
        """The parts in which all counts that code reads beside code."""
        if reads <= self.reads:
            return self
        reads |= self.reads
        return self._wider.setdefault(reads, Parts(self._depth, self._first_met, reads))

    def complete(self) -> None:
        """Look at all parts that have been mentioned, and at those that they mention."""
        while self._queue:
            self._build(self._queue.pop())

    def digest_of(self, value: Any) -> bytes:
        """The identity of a value by itself, whatever else mentions it."""
        if self._depth > 3:
            raise Unidentified("a set of functions or objects that lead back to it")
        parts = Parts(self._depth + 1, reads=self.reads)
        root = parts.value(parts, "", "", value)
        parts.complete()
        for part in reachable(root):
            if part.error:
                raise Unidentified(part.error)
        return canonical(root, lambda part: None)[0]

    def _add(self, key: object, part: Part) -> Part:
        self._parts[key] = part
        self._queue.append(part)
        return part

    def _build(self, part: Part) -> None:
        if part.kind == "value" and self._first_met is not None:
            first = self._first_met.setdefault(id(part.thing), part)
            if first is not part:
                part.own, part.error, part.packages = first.own, first.error, first.packages
                for other in first.refs:
                    part.slot(self.of(other.thing))
                return
        try:
            own = _BUILDERS[part.kind](part, PartEncoder(self, part))
            # A value may be met under several names: which comes first must not matter.
            names = () if part.kind == "value" else (part.module, part.name)
            part.own = digest(pack(part.kind, *names, own))
        except Unidentified as error:
            part.error = str(error)
        except RecursionError:
            part.error = "it is nested too deeply"
        except Exception as error:  # a user's class may raise anything
            part.error = f"{type(error).__name__}: {error}"


class PartEncoder:
    """Encodes what one part consists of; code that it mentions becomes references."""

    files = None

    def __init__(self, parts: Parts, part: Part) -> None:
        self.parts, self.part = parts, part
        self.stack = Stack()
        self._walk = ContainerWalk(self, parts.digest_of)

    def encode(self, value: Any) -> bytes:
        kind = type(value)
        if kind in _CONTAINERS:
            plain = self.parts.plain
            plain.met_code = False
            try:
                return b"n" + plain.encode(value)
            except Unidentified:
                if not plain.met_code:
                    raise
            return b"w" + self._walk.encode(value)
        if kind in _SCALARS and not pickles.is_pickle(value):
            return b"n" + _native.encode(value, self.parts.plain)
        return b"x" + exotic(value, self)

    def refer(self, thing: Any) -> bytes:
        return pack("part", self.part.slot(self.parts.of(thing)))

    def source(self, module: str) -> bytes:
        """Encode the mention of a module that is imported when the code runs."""
        return pack("part", self.part.slot(self.parts.source(module)))

    def slot(
        self,
        holder: Any,
        module: str,
        name: str,
        value: Any,
        is_optional: bool = False,
        within: frozenset[int] = frozenset(),
    ) -> bytes:
        """Encode what a name of a holder stands for; an optional value counts if it can be told.

        The addresses of dictionaries, of which it is an entry, can be given.
        """
        if is_thing(value):
            return self.refer(value)
        beside = opaque.beside(value)
        if beside is not None:
            kept = getattr(value, "__dict__", value)
            slots = (self.slot(kept, f"{module}.{name}", n, beside[n]) for n in sorted(beside))
            return pack("aside", self._type(value), *sorted(beside), *slots)
        value_part = self.parts.value(holder, module, name, value, is_optional)
        value_part.within |= within
        return pack("part", self.part.slot(value_part))

    def _type(self, value: Any) -> bytes:
        kind = type(value)
        if is_users_class(kind):
            return self.refer(kind)
        return pack("type", f"{kind.__module__}.{kind.__qualname__}")

    def package(self, name: str, version: str, module: str) -> None:
        self.part.packages[name] = (version, module)


def _package(part: Part, encoder: PartEncoder) -> bytes:
    """A thing of an installed package, of Python, or of a compiled module of the user's."""
    computed.refuse(part.thing, (), {()})
    part.reads = reads([part.name])
    own = of_module(part.module, encoder)
    if isinstance(part.thing, type):
        own += put_into(part.thing, encoder)
        if origin_of(part.module).kind == "package":
            own += classes.subclasses(part.thing, encoder)
    return own


def _value(part: Part, encoder: PartEncoder) -> bytes:
    return pack("unset") if part.thing is UNSET else encoder.encode(part.thing)


_BUILDERS: dict[Kind, Callable[[Part, PartEncoder], bytes]] = {
    "function": functions.build,
    "class": classes.build,
    "module": modules.build,
    "source": modules.build_source,
    "package": _package,
    "value": _value,
}
