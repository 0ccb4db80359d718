"""Fingerprints of functions, classes and modules, and their manifests."""

from __future__ import annotations

import importlib
from itertools import islice
from typing import Any

from martlet._native import Unidentified

from .behaviours import registered
from .builder import Parts
from .entries import value_at
from .home import lookup
from .manifest import Manifest, decode, frontier, packages_that_differ
from .memos import Memos, Shape, by_name
from .origin import PYTHON
from .packing import digest, pack
from .part import Part, canonical, reachable
from .remembering import keepers

#: Manifests remembered from submission to submission; each is some kilobytes.
CAPACITY = 10_000

#: Stands for what is registered in ``ak.behavior``, on which code that travels by value may rely.
BEHAVIOURS = "<behaviours>"


class Fingerprints:
    """Makes fingerprints; `forget` lets it look at globals anew.

    Checks compare with what values held when a check first met them, or else hold now: steps that
    have run here since may have filled tables, counted or drawn random numbers. What names lead
    to, and code, is always looked at anew.
    """

    def __init__(self, steps_run_here: bool | None = None) -> None:
        self._memos = Memos(steps_run_here)
        self._parts = Parts()
        self._done: dict[tuple[int, frozenset[str]], tuple[Any, bytes | Unidentified]] = {}
        self._manifests: dict[bytes, bytes] = {}
        self._first_met: dict[int, Part] = {}

    def forget(self) -> None:
        """Forget what globals held, and the oldest manifests if there are many."""
        self._parts = Parts()
        self._done.clear()
        surplus = max(0, len(self._manifests) - CAPACITY)
        for fingerprint in list(islice(self._manifests, surplus)):
            del self._manifests[fingerprint]

    def of(self, thing: Any, reads: frozenset[str] = frozenset()) -> bytes:
        """The fingerprint (32 bytes) of a function, class or module.

        What code that leads to it reads beside code can be given.

        Raises
        ------
        Unidentified
            If something that its code can reach has no identity.
        """
        known = self._done.get((id(thing), reads))
        if known is None:
            try:
                answer: bytes | Unidentified = self._make(thing, reads)
            except Unidentified as error:
                answer = error
            known = self._done[id(thing), reads] = thing, answer
        if isinstance(known[1], Unidentified):
            raise Unidentified(str(known[1]))
        return known[1]

    def manifest(self, fingerprint: bytes) -> bytes:
        """What a fingerprint made here consists of."""
        return self._manifests[fingerprint]

    def verify(self, data: bytes) -> list[str]:
        """What is not here as a manifest says it, by name; empty if all is."""
        manifest = decode(data)
        differing = packages_that_differ(manifest.packages)
        if manifest.python != PYTHON:
            differing.append(f"Python {PYTHON} instead of {manifest.python}")
        as_first_met, as_now = Parts(first_met=self._first_met), Parts()
        for module, name, expected, *reads in manifest.entries:
            if all(
                self._check(parts, module, name, reads) != expected
                for parts in (as_first_met, as_now)
            ):
                shown = "behavior" if name == BEHAVIOURS else name.removeprefix("<value>")
                differing.append(f"`{module}.{shown}`" if name else f"module `{module}`")
        return differing

    def _check(self, parts: Parts, module: str, name: str, reads: list[str]) -> str:
        """The digest of all that a name leads to here; empty if there is none."""
        try:
            if name.startswith("<source>"):
                root = parts.source(module)
                parts.complete()
                return self._own(root, parts)
            if name == BEHAVIOURS:
                return self._behaviours(parts.reading(frozenset(reads)))
            if name.startswith("<value>"):
                importlib.import_module(module)
                name = name.removeprefix("<value>")
                holder, value = value_at(module, name)
                parts = parts.reading(frozenset(reads))
                root = parts.value(holder, module, name, value)
                parts.complete()
                return self._own(root, parts)
            live = importlib.import_module(module)
            thing = lookup(module, name) if name else live
            return self._own(*parts.rooted(thing, frozenset(reads)))
        except Exception:  # importing the user's module may raise anything: then it differs
            return ""

    def _behaviours(self, parts: Parts) -> str:
        """The digest of what the user has registered in ``ak.behavior``."""
        part = parts.value(self, "", BEHAVIOURS, registered())
        parts.complete()
        return self._own(part, parts)

    def _make(self, thing: Any, reads: frozenset[str]) -> bytes:
        root, parts = self._parts.rooted(thing, reads)
        fingerprint, members = self._digest(root, parts)
        if fingerprint not in self._manifests:
            self._manifests[fingerprint] = self._describe(root, parts, members).encode()
        return fingerprint

    def _own(self, root: Part, parts: Parts) -> str:
        """The digest of all that a part leads to, as a worker checks it."""
        return self._digest(root, parts, checking=True)[0].hex()

    def _digest(
        self, root: Part, parts: Parts, checking: bool = False
    ) -> tuple[bytes, list[tuple[Part, bytes]]]:
        stores, binds = _filled(reachable(root))

        def again(value: Any) -> Part:
            part = parts.value(value, "", "", value)
            parts.complete()
            return part

        def instead(part: Part) -> Shape | None:
            is_table, is_bound = _is_filled(part, stores, binds)
            if part.kind == "value" and (is_table or is_bound):
                if checking:
                    return by_name(part)
                shape = self._memos.table(part, again) if is_table else None
                shape = shape or (self._memos.name(part) if is_bound else None)
                if shape is not None:
                    return shape
            if part.error and part.is_optional:
                return digest(pack("kind", type(part.thing).__qualname__)), []
            if part.error:
                raise Unidentified(_reason(root, part))
            return None

        return canonical(root, instead)

    def _describe(self, root: Part, parts: Parts, members: list[tuple[Part, bytes]]) -> Manifest:
        packages: dict[str, tuple[str, str]] = {}
        for part, _ in members:
            packages.update(part.packages)
        entries = []
        filled = _filled([part for part, _ in members])
        for part in frontier(root):
            # What code fills as it runs nobody asks a worker for.
            if part.kind == "value" and (part.error or any(_is_filled(part, *filled))):
                continue
            name = f"<{part.kind}>{part.name}" if part.kind in ("source", "value") else part.name
            entries.append((part.module, name, self._own(part, parts), *sorted(parts.reads)))
        if "awkward" in packages and root not in frontier(root):
            entries.append(("awkward", BEHAVIOURS, self._behaviours(parts), *sorted(parts.reads)))
        rows = [(str(part.kind), part.module, part.name, own.hex()) for part, own in members]
        owns = {id(part): own for part, own in members}
        may_be_filled = self._memos.may_be_filled()
        keeping = keepers([part for part, _ in members], may_be_filled=may_be_filled)
        places = sorted((module, name, owns[id(part)].hex()) for part, module, name in keeping)
        return Manifest(PYTHON, packages, rows, sorted(entries), places)


def _filled(members: list[Part]) -> tuple[set[int], set[tuple[int, str]]]:
    """The containers that code changes, and the names that it binds: see `Part`."""
    stores = set().union(*(part.stores for part in members))
    return stores, set().union(*(part.binds for part in members))


def _is_filled(
    part: Part, stores: set[int], binds: set[tuple[int, str]]
) -> tuple[bool, bool]:
    """Whether code changes a value's content, and whether it binds its name."""
    is_bound = part.holder in binds or not stores.isdisjoint(part.within)
    return id(part.thing) in stores, is_bound


def _reason(root: Part, part: Part) -> str:
    if part is root:
        return part.error
    what = "value" if part.kind == "value" else part.kind
    return f"{what} `{part.label}`: {part.error}"
