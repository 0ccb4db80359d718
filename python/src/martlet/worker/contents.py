"""What this process knows of results: content digests and the cost of having them again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Contents", "Known", "LookedAt"]

#: Results remembered per process; each is some 200 bytes.
CAPACITY = 100_000


class Known(NamedTuple):
    """What is known of a result.

    Attributes
    ----------
    content : bytes
        Its content digest.
    again : float
        Seconds to have it again: 0 if it is kept.
    submission : int
        The submission in which it was met.
    """

    content: bytes
    again: float
    submission: int


class Contents:
    """The results met lately, by step key. Safe to use from several threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._known: dict[bytes, Known] = {}

    def __getitem__(self, step: bytes) -> Known | None:
        return self._known.get(step)

    def forget(self, step: bytes) -> None:
        """Forget a result that another one may take the place of."""
        self._known.pop(step, None)

    def __setitem__(self, step: bytes, known: Known) -> None:
        self._known[step] = known
        if len(self._known) > self._capacity:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        """Forget a tenth at once: a dictionary finds its first entry ever later after removals."""
        with self._lock:
            if len(self._known) > self._capacity:
                # In one call, during which no other thread adds one.
                for step in list(self._known)[: self._capacity // 10 + 1]:
                    self._known.pop(step, None)


class LookedAt:
    """Contents of small values that were looked at lately, by step key. Safe to use from several threads.

    It holds the values: a task that runs once more may give another one under its key.
    """

    #: Values held, each of at most 64 KiB.
    CAPACITY = 200

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Any, bytes | None]] = {}

    def content(
        self, step: bytes, value: Any, digest: Callable[[Any], bytes | None]
    ) -> bytes | None:
        """The content digest of a value, asked for once; None if it has none."""
        known = self._known.get(step)
        if known is None or known[0] is not value:
            if len(self._known) >= self.CAPACITY:
                self._known.clear()
            known = self._known[step] = value, digest(value)
        return known[1]
