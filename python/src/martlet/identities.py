"""Which result a Dask key stands for, as long as the scheduler may hold it."""

from __future__ import annotations

import threading
import weakref
from typing import Any

from .submission import Key

__all__ = ["UNKNOWN", "Identities"]

#: The identity of a key that may stand for more than one thing: 32 zeros, and ephemeral.
UNKNOWN = bytes(32) + b"\1"


class Identities:
    """Identities of the keys of submissions that are still held by futures.

    Dask keeps the first value of a key for as long as anybody wants it, so a key that comes again
    keeps its first identity. A key in the midst of an earlier graph may be held or not: met
    again as something else it is unknown.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: dict[Key, tuple[bytes, weakref.ref[Any]]] = {}
        self._inner: dict[Key, tuple[bytes, list[weakref.ref[Any]]]] = {}

    def add(self, identities: dict[Key, bytes], futures: dict[Key, Any]) -> None:
        """Remember a submission.

        Parameters
        ----------
        identities : dict
            Key to 33 bytes, for all tasks that were sent.
        futures : dict
            Key to the state of the future that holds it.
        """
        holders = [weakref.ref(state) for state in futures.values()]
        with self._lock:
            for key, identity in identities.items():
                state = futures.get(key)
                if state is None:
                    self._inner[key] = (identity, holders)
                elif self._held(key) is None:
                    self._wanted[key] = (identity, weakref.ref(state))

    def held(self) -> dict[Key, bytes]:
        """Identities of all keys that futures hold; what is no longer held is forgotten."""
        with self._lock:
            self._wanted = {key: e for key, e in self._wanted.items() if e[1]() is not None}
            self._inner = {
                key: e for key, e in self._inner.items() if any(ref() is not None for ref in e[1])
            }
            return {key: entry[0] for key, entry in self._wanted.items()}

    def ambiguous(self, identities: dict[Key, bytes]) -> list[Key]:
        """Keys of a new graph under which the scheduler may hold another thing."""
        with self._lock:
            if not self._inner:
                return []
            return [
                key
                for key, identity in identities.items()
                if key in self._inner and self._inner[key][0] != identity
            ]

    def _held(self, key: Key) -> bytes | None:
        entry = self._wanted.get(key)
        return entry[0] if entry is not None and entry[1]() is not None else None
