"""The parts of which a fingerprint consists, and the canonical order in which they are digested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from .packing import digest, pack

#: What a name leads to that holds nothing yet.
UNSET = object()

Kind = Literal["function", "class", "module", "value", "package", "source"]


class Part:
    """A function, class, module or value, with references to the parts that it mentions.

    Attributes
    ----------
    thing : object
        What it is; held, so that its address stays its own for as long as the part is known.
    own : bytes
        Its identity, where other parts are mentioned by their place in `refs`.
    stores, binds : set
        Addresses of containers that its code changes; holders and names that its code binds.
    packages : dict
        Installed packages that it names: name to (version, a module of it).
    holder, keeper : tuple, object
        Of a value: the address of what holds it, and its name there; and the holder itself.
    within : frozenset of int
        Of a value: the addresses of dictionaries in which it was found by key.
    is_optional : bool
        Whether a value that can't be identified counts by its type.
    is_found : bool
        Whether its module and name lead to it.
    reads : frozenset of str
        What its code looks at beside code: "annotations", "docstrings", "subclasses".
    error : str
        Why it can't be identified; empty if it can.
    """

    __slots__ = (
        "_slots",
        "binds",
        "error",
        "holder",
        "is_found",
        "is_optional",
        "keeper",
        "kind",
        "module",
        "name",
        "own",
        "packages",
        "reads",
        "refs",
        "stores",
        "thing",
        "within",
    )

    def __init__(self, kind: Kind, module: str, name: str, thing: Any) -> None:
        self.kind, self.module, self.name, self.thing = kind, module, name, thing
        self.own = b""
        self.refs: list[Part] = []
        self._slots: dict[int, int] = {}
        self.stores: set[int] = set()
        self.binds: set[tuple[int, str]] = set()
        self.packages: dict[str, tuple[str, str]] = {}
        self.reads: frozenset[str] = frozenset()
        self.error = ""
        self.holder: tuple[int, str] | None = None
        self.keeper: Any = None
        self.within: frozenset[int] = frozenset()
        self.is_optional = self.is_found = False

    @property
    def label(self) -> str:
        """Its name, for people."""
        return f"{self.module}.{self.name}" if self.module else self.name

    def slot(self, other: Part) -> int:
        """The place of another part among those that this one mentions."""
        place = self._slots.setdefault(id(other), len(self.refs))
        if place == len(self.refs):
            self.refs.append(other)
        return place


#: Another identity and other references for a part, or None to leave it as it is.
Instead = Callable[[Part], "tuple[bytes, list[Part]] | None"]


def reachable(root: Part) -> list[Part]:
    """All parts that a root leads to, nearest first: an order that its code alone decides."""
    order, seen = [root], {id(root)}
    for part in order:
        for other in part.refs:
            if id(other) not in seen:
                seen.add(id(other))
                order.append(other)
    return order


def canonical(root: Part, instead: Instead) -> tuple[bytes, list[tuple[Part, bytes]]]:
    """The digest of everything that a root leads to, recursion included.

    Parts are numbered as they are met, so neither names nor the order of definitions decide.

    Returns
    -------
    bytes
        The digest.
    list of (Part, bytes)
        Every part that went into it, with its own identity.
    """
    order, number, rows = [root], {id(root): 0}, []
    members = []
    for part in order:
        own, refs = instead(part) or (part.own, part.refs)
        places = []
        for other in refs:
            place = number.get(id(other))
            if place is None:
                place = number[id(other)] = len(order)
                order.append(other)
            places.append(place)
        members.append((part, own))
        rows.append(own + b"".join(place.to_bytes(4, "little") for place in places))
    return digest(pack("martlet.parts.v1", *rows)), members
