"""What runs must be what was fingerprinted: each worker checks every function once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from .memory import UNKNOWN, Keepers

__all__ = ["Checked", "Checks"]


class Checked(NamedTuple):
    """What a fingerprint is in this process.

    Attributes
    ----------
    differing : list of str
        Names of what is not here as it was fingerprinted.
    modules : list of str
        The modules that were looked at.
    keepers : list of (str, str, str)
        What may keep in memory what is read beneath it: see :class:`martlet.worker.memory.Keepers`.
    """

    differing: list[str]
    modules: list[str]
    keepers: list[tuple[str, str, str]]


class Checks:
    """Answers whether this process has the code of a fingerprint; a reload asks again.

    Parameters
    ----------
    verify : callable
        Takes a fingerprint, returns a `Checked`.
    """

    def __init__(self, verify: Callable[[bytes], Checked]) -> None:
        self._verify = verify
        self._lock = threading.Lock()
        self._answers: dict[bytes, tuple[Checked, list[tuple[str, Any]]]] = {}
        self._keepers: dict[tuple[bytes, ...], Keepers] = {}

    def differences(self, fingerprints: tuple[bytes, ...]) -> list[str]:
        """Names of what is not here as it was fingerprinted; empty if all is."""
        names: list[str] = []
        for fingerprint in fingerprints:
            names += self._answer(fingerprint).differing
        return names

    def keepers(self, fingerprints: tuple[bytes, ...]) -> Keepers:
        """What may keep in memory what is read beneath it; `UNKNOWN` if that can't be told. Never fails."""
        if not fingerprints:
            return UNKNOWN
        known = self._keepers.get(fingerprints)
        if known is None:
            try:
                known = Keepers(row for each in fingerprints for row in self._answer(each).keepers)
            except Exception:  # of the store, or of the user's modules
                return UNKNOWN
            self._keepers[fingerprints] = known
        return known

    def _answer(self, fingerprint: bytes) -> Checked:
        answer = self._answers.get(fingerprint)
        if answer is None or not _are_as_before(answer[1]):
            with self._lock:
                found = self._verify(fingerprint)
            answer = found, [(module, _spec(module)) for module in found.modules]
            self._answers[fingerprint] = answer
        return answer[0]


def _are_as_before(specs: list[tuple[str, Any]]) -> bool:
    for module, spec in specs:  # a loop, since each step comes here
        if _spec(module) is not spec:
            return False
    return True


def _spec(module: str) -> Any:
    """A module's spec: a reload makes a new one, so it tells a reloaded module from the old."""
    return getattr(sys.modules.get(module), "__spec__", None)
