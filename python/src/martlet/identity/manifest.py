"""What a fingerprint consists of, by name: for checks on workers and for explanations."""

from __future__ import annotations

import json
import sys
from typing import NamedTuple

from .entries import value_at
from .home import travels_by_reference
from .origin import origin_of
from .part import UNSET, Part

FORMAT = 1


class Manifest(NamedTuple):
    """A fingerprint's ingredients: names and digests, never values."""

    python: str
    packages: dict[str, tuple[str, str]]
    parts: list[tuple[str, str, str, str]]
    """(kind, module, name, digest of its own) of each part."""
    entries: list[tuple[str, ...]]
    """(module, name, digest of all that it leads to, what is read of it beside code) of what travels
    by reference."""
    keepers: list[tuple[str, str, str]]
    """(module, qualified name, digest of its own) of what may keep in memory what is read beneath it."""

    def encode(self) -> bytes:
        """As it lies in the store."""
        content = {"format": FORMAT, **self._asdict()}
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()

    def modules(self) -> list[str]:
        """The names of all modules that it leads to, those of packages left out.

        A value's module may be the function or class that holds it: a name without a module.
        """
        found = {module for kind, module, _, _ in self.parts if kind != "package"}
        return sorted((found | {entry[0] for entry in self.entries}) - {""})


def decode(data: bytes) -> Manifest:
    """Read a manifest.

    Raises
    ------
    ValueError
        If it is of another format.
    """
    content = json.loads(bytes(data))
    if content.pop("format") != FORMAT:
        raise ValueError("a manifest of another format")
    return Manifest(
        content["python"],
        {name: tuple(value) for name, value in content["packages"].items()},
        [tuple(part) for part in content["parts"]],
        [tuple(entry) for entry in content["entries"]],
        [tuple(keeper) for keeper in content.get("keepers", ())],
    )


def frontier(root: Part) -> list[Part]:
    """The parts at which code that travels by value meets code that a worker has of its own."""
    found, order, seen = [], [root], {id(root)}
    for part in order:
        if part.kind in ("function", "class", "module", "source") and _is_by_reference(part):
            found.append(part)
            continue
        if part.kind == "value" and _is_in_module(part):
            found.append(part)
            continue
        for other in part.refs:
            if id(other) not in seen:
                seen.add(id(other))
                order.append(other)
    return found


def _is_in_module(part: Part) -> bool:
    """Whether a worker has a value of its own, in a module that it imports."""
    if not travels_by_reference(part.module, part.module in sys.modules):
        return False
    return part.thing is not UNSET and value_at(part.module, part.name)[1] is part.thing


def _is_by_reference(part: Part) -> bool:
    if part.kind == "source":
        return part.module != "__main__"
    return travels_by_reference(part.module, part.is_found)


def packages_that_differ(packages: dict[str, tuple[str, str]]) -> list[str]:
    """The packages that are of another version here, in words."""
    differing = []
    for name, (version, module) in sorted(packages.items()):
        origin = origin_of(module)
        if (origin.name, origin.version) != (name, version):
            differing.append(
                f"package `{name}` {origin.version or 'is missing'} instead of {version}"
            )
    return differing


def differences(old: bytes, new: bytes) -> list[str]:
    """What changed between two fingerprints of one function, in words."""
    before, after = decode(old), decode(new)
    found = []
    if before.python != after.python:
        found.append(f"Python {before.python} became {after.python}")
    for name in sorted(before.packages.keys() & after.packages.keys()):
        if before.packages[name][0] != after.packages[name][0]:
            found.append(
                f"package `{name}` {before.packages[name][0]} became {after.packages[name][0]}"
            )
    mine, theirs = _by_name(before), _by_name(after)
    root = after.parts[0][:3] if after.parts else ("", "", "")
    for key in sorted(mine.keys() | theirs.keys()):
        if mine.get(key) == theirs.get(key):
            continue
        change = "added" if key not in mine else "removed" if key not in theirs else "changed"
        found.append(f"{'code' if key == root else _in_words(*key)} {change}")
    return found


_WORDS: dict[str, str] = {"function": "helper", "value": "global", "source": "module"}


def _in_words(kind: str, module: str, name: str) -> str:
    if "`" in name:  # it says itself what it is, as "default of `n`" does
        return f"{name} of `{module}`"
    return f"{_WORDS.get(kind, kind)} `{name or module}`"


def _by_name(manifest: Manifest) -> dict[tuple[str, str, str], list[str]]:
    table: dict[tuple[str, str, str], list[str]] = {}
    for kind, module, name, own in manifest.parts:
        if kind != "package":
            table.setdefault((kind, module, name), []).append(own)
    return {key: sorted(owns) for key, owns in table.items()}
