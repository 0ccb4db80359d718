"""Which result a Dask key stands for, as long as the scheduler may hold it."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterable

from .submission import Key

__all__ = ["Identities", "unknown"]


def unknown() -> bytes:
    """An identity for what may be more than one thing: ephemeral, and never met again."""
    return secrets.token_bytes(32) + b"\1"


class Identities:
    """Identities of the keys of submissions that are still held by futures.

    Dask keeps the first value of a key for as long as anybody wants it, so a key that comes again
    keeps its first identity. A key in the midst of an earlier graph may be held or not: met
    again as something else it is unknown.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()  # a future may be collected, so released, at any time
        self.held: dict[Key, bytes] = {}
        self._holds: dict[Key, list[int]] = {}
        self._wanted: Counter[int] = Counter()
        self._inner: dict[int, dict[Key, bytes]] = {}
        self._within: dict[Key, int] = {}

    def add(self, submission: int, keys: Iterable[Key], identities: dict[Key, bytes]) -> None:
        """Remember a submission, before it is sent.

        Parameters
        ----------
        submission : int
            Its number.
        keys : iterable
            Keys that futures hold.
        identities : dict
            Key to 33 bytes, for all tasks that are sent.
        """
        with self._lock:
            for key in keys:
                self.held.setdefault(key, identities.get(key) or unknown())
                self._holds.setdefault(key, []).append(submission)
                self._wanted[submission] += 1
            # No object is made per key: the garbage collector would stop everybody's threads.
            if identities or submission not in self._inner:
                self._inner[submission] = identities
            inner = identities.keys() - self.held.keys() - self._within.keys()
            self._within.update(dict.fromkeys(inner, submission))

    def released(self, key: Key) -> None:
        """Forget a key that no future holds any more, and what only its submissions held."""
        with self._lock:
            self.held.pop(key, None)
            for submission in self._holds.pop(key, ()):
                self._wanted[submission] -= 1
                if not self._wanted[submission]:
                    del self._wanted[submission]
                    for inner in self._inner.pop(submission, ()):
                        if self._within.get(inner) == submission:
                            del self._within[inner]

    def ambiguous(self, identities: dict[Key, bytes]) -> list[Key]:
        """Keys of a new graph under which the scheduler may hold another thing."""
        with self._lock:
            return [
                key
                for key in identities.keys() & self._within.keys()
                if self._inner[self._within[key]][key] != identities[key]
            ]
