"""What was seen of functions when they ran: the files that they open, and whether they write any."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from . import _native

__all__ = ["NOTHING", "Observation", "Observations", "digest_of", "subjects"]

#: So many rows are read of one function; each tells what the rows before it don't.
ROWS = 100


class Observation(NamedTuple):
    """What was seen of one function.

    Attributes
    ----------
    opens : frozenset of str
        Files that its steps opened to read though their keys don't name them, as they named them.
    writes : bool
        Whether a step wrote a file that its arguments or its result name.
    """

    opens: frozenset[str] = frozenset()
    writes: bool = False

    def __or__(self, other: object) -> Observation:
        if not isinstance(other, Observation):
            return NotImplemented
        return Observation(self.opens | other.opens, self.writes or other.writes)


NOTHING = Observation()


class Observations:
    """The observations in a store: rows that are only ever added.

    Parameters
    ----------
    store : _native.Store
        Where they are.
    """

    def __init__(self, store: _native.Store) -> None:
        self._store = store
        self._known: dict[bytes, Observation] = {}

    def forget(self) -> None:
        """Look anew: others may have seen more."""
        self._known.clear()

    def of(self, function: bytes) -> Observation:
        """What was seen of a function.

        Parameters
        ----------
        function : bytes
            Any digest that names it.
        """
        found = self._known.get(function)
        if found is None:
            found = self._known[function] = self._read(function)[0]
        return found

    def of_all(self, functions: Iterable[bytes]) -> Observation:
        """What was seen of any of several functions."""
        seen = NOTHING
        for function in functions:
            seen |= self.of(function)
        return seen

    def add(self, function: bytes, seen: Observation) -> None:
        """Remember what was seen of a function, unless it is known.

        Raises
        ------
        OSError
            If the store can't be written.
        """
        if self.of(function) | seen == self.of(function):
            return
        known, row = self._read(function)
        while known | seen != known and row < ROWS:
            new = {"opens": sorted(seen.opens), "writes": seen.writes}
            self._store.put_manifest(_key(function, row), json.dumps(new).encode())
            known, row = self._read(function)
        self._known[function] = known

    def _read(self, function: bytes) -> tuple[Observation, int]:
        known = NOTHING
        for row in range(ROWS):
            data = self._store.manifest(_key(function, row))
            if data is None:
                return known, row
            found = json.loads(bytes(data))
            known |= Observation(frozenset(found["opens"]), found["writes"])
        return known._replace(writes=True), ROWS  # no end in sight: it runs every time


def subjects(checks: tuple[bytes, ...], encoding: bytes) -> tuple[bytes, ...]:
    """The digests under which is remembered what was seen of a callable.

    Parameters
    ----------
    checks : tuple of bytes
        Fingerprints of the user's code in it.
    encoding : bytes
        Its encoding, which stands for one without code of the user's.
    """
    return checks or (_native.sha256(b"martlet.callable.v1" + encoding),)


def digest_of(paths: Iterable[str], files: Any) -> bytes:
    """A digest of files: their names as they were opened, and what they are now.

    Parameters
    ----------
    paths : iterable of str
        Their names; a file may be missing.
    files : _native.Files
        Knows files.

    Raises
    ------
    Unidentified
        If one can't be identified.
    """
    from .identity.packing import pack

    rows = (pack(path.encode(), files.identity(path) or b"missing") for path in sorted(paths))
    return _native.sha256(pack("opened files", *rows))


def _key(function: bytes, row: int) -> bytes:
    return _native.sha256(b"martlet.observed.v1" + function + row.to_bytes(4, "little"))
