"""What was seen of steps that their keys don't say, and what follows for the next plan.

As ccache does it: a step's key leads to a list of files, and these, with what they are now, to the key
under which the result is kept. Under that key more may have been seen, and so on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from . import _native

__all__ = ["Observation", "Observations", "group_of", "listing", "now", "told"]

#: Stands for the modification time of a folder that was listed (see `told`).
LISTED = -2


class Observation(NamedTuple):
    """What was seen of one step.

    Attributes
    ----------
    opens : frozenset of str
        Files that count though its arguments don't name them, as it named them.
    lists : frozenset of str
        Folders that it listed.
    writes : bool
        Whether it writes files that its arguments or its result name.
    unlike : frozenset of str
        A word for each run whose result was not what the step's key says: the file was another one by
        then, or the code. What was made of such a result lies under keys without that word.
    """

    opens: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    writes: bool = False
    unlike: frozenset[str] = frozenset()

    def __or__(self, other: object) -> Observation:
        if not isinstance(other, Observation):
            return NotImplemented
        return Observation(
            self.opens | other.opens,
            self.lists | other.lists,
            self.writes or other.writes,
            self.unlike | other.unlike,
        )

    def encoded(self) -> bytes:
        """As a row of the store."""
        row = {
            "opens": sorted(self.opens),
            "lists": sorted(self.lists),
            "writes": self.writes,
            "unlike": sorted(self.unlike),
        }
        return json.dumps(row).encode()

    @classmethod
    def decoded(cls, name: str, row: bytes | None) -> Observation:
        """From a row of the store; one that can't be read lets nothing be found."""
        try:
            found = json.loads(row or b"")
            return cls(
                frozenset(found["opens"]),
                frozenset(found["lists"]),
                bool(found["writes"]),
                frozenset(found["unlike"]),
            )
        except (ValueError, KeyError, TypeError):
            return cls(unlike=frozenset({name}))


class Observations:
    """The observations in a store: rows that are only ever added, in a group for each function.

    A row stands under a step key, by which plans find it, or under a content key, by which workers do.

    Parameters
    ----------
    store : _native.Store
        Where they are.
    """

    def __init__(self, store: _native.Store) -> None:
        self._store = store
        self._rows: dict[tuple[bytes, str], Observation] = {}
        self._names: dict[bytes, dict[bytes, list[str]]] = {}
        self._added: dict[tuple[bytes, bytes], Observation] = {}

    def of(self, group: bytes) -> dict[bytes, Observation]:
        """What was seen of the steps of a group, by step key; only new rows are read.

        Raises
        ------
        OSError
            If the rows can't be listed.
        """
        names = self._listed(group)
        self._read(group, [name for some in names.values() for name in some])
        return {step: self._seen(group, some) for step, some in names.items()}

    def add(self, group: bytes, step: bytes, seen: Observation) -> Observation:
        """Remember what was seen of a step; all that was seen of it.

        The store is asked for names once a group, and others' rows, which may be many, stay unread.
        What is added later by others is not taken into account: a result that is kept without it is
        not found, since the next plan counts all rows.

        Raises
        ------
        OSError
            If the store can't be read or written.
        """
        known = self.known(group, step)
        if known | seen != known:
            self._store.observe(group, step, seen.encoded())
        self._added[group, step] = known | seen
        return known | seen

    def known(self, group: bytes, step: bytes) -> Observation:
        """What was seen of a step, as far as it was known when its group was first asked for.

        Raises
        ------
        OSError
            If the rows can't be listed.
        """
        if group not in self._names:
            self._names[group] = self._listed(group)
        known = self._added.get((group, step))
        if known is None:
            names = self._names[group].get(step, [])
            self._read(group, names)
            known = self._seen(group, names)
        return known

    def _listed(self, group: bytes) -> dict[bytes, list[str]]:
        """The names of a group's rows, by step key."""
        names: dict[bytes, list[str]] = {}
        for name in filter(_is_row, self._store.observations(group)):
            names.setdefault(bytes.fromhex(name[:64]), []).append(name)
        return names

    def _read(self, group: bytes, names: list[str]) -> None:
        new = [name for name in names if (group, name) not in self._rows]
        for name, row in zip(new, self._store.observed(group, new), strict=True):
            self._rows[group, name] = Observation.decoded(name, row)

    def _seen(self, group: bytes, names: list[str]) -> Observation:
        seen = Observation()
        for name in names:
            seen |= self._rows[group, name]
        return seen


def _is_row(name: str) -> bool:
    """Whether a file in a group's folder is a row, and not somebody else's."""
    try:
        return len(bytes.fromhex(name[:64])) == 32
    except ValueError:
        return False


def group_of(checks: tuple[bytes, ...]) -> bytes:
    """The group to which a step belongs, by the fingerprints of the user's code in it."""
    return checks[0] if checks else bytes(32)


def now(
    steps: dict[bytes, Observation], files: Any
) -> dict[bytes, tuple[bytes | None, tuple[Any, ...]]]:
    """What counts for steps of which something was seen.

    Parameters
    ----------
    steps : dict
        What was seen, by step key.
    files : _native.Files
        Knows files.

    Returns
    -------
    dict
        For each step key a digest of what its files are now, and these as workers are told of them;
        None instead of the digest if the step runs every time.
    """
    known: dict[tuple[str, bool], Any] = {}
    answers: dict[bytes, tuple[bytes | None, tuple[Any, ...]]] = {}
    for step, seen in steps.items():
        try:
            if seen.writes:
                raise _native.Unidentified("it writes files")
            answers[step] = _digest(seen, files, known)
        except _native.Unidentified:
            answers[step] = None, ()
    return answers


def _digest(seen: Observation, files: Any, known: dict[Any, Any]) -> tuple[bytes, tuple[Any, ...]]:
    from .identity.packing import pack

    rows = []
    for path, is_listed in _uses(seen):
        if (path, is_listed) not in known:
            known[path, is_listed] = told(path, files, is_listed=is_listed)
        rows.append((path, is_listed, known[path, is_listed]))
    parts = [pack(os.fsencode(path), is_listed, row[4]) for path, is_listed, row in rows]
    digest = _native.sha256(pack("observed files", *parts, *sorted(seen.unlike)))
    return digest, tuple(row for *_, row in rows)


def _uses(seen: Observation) -> Iterable[tuple[str, bool]]:
    yield from ((path, False) for path in sorted(seen.opens))
    yield from ((path, True) for path in sorted(seen.lists))


def told(path: str, files: Any, *, is_listed: bool = False) -> tuple[str, int, int, int, bytes]:
    """A file as workers are told of it: see :class:`martlet.worker.planned.PlannedFile`.

    Raises
    ------
    Unidentified
        If it can't be identified.
    """
    if is_listed:
        return os.path.abspath(path), LISTED, LISTED, LISTED, listing(path)
    row = files.told(path)
    if row is not None:
        return row
    if os.path.isfile(path) or os.path.isdir(path):
        raise _native.Unidentified(f"`{path}` can't be identified")
    return os.path.abspath(path), 0, 0, 0, b""


def listing(path: str) -> bytes:
    """A digest of the names in a folder; empty if it can't be listed."""
    from .identity.packing import pack

    try:
        names = os.listdir(path)
    except OSError:
        return b""
    return _native.sha256(pack("listed folder", *sorted(map(os.fsencode, names))))
