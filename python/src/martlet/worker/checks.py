"""What runs must be what was fingerprinted: each worker checks every function once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from .memory import NO_CODE, Code

__all__ = ["Checked", "Checks"]


class Checked(NamedTuple):
    """What a fingerprint is in this process.

    Attributes
    ----------
    differing : list of str
        Names of what is not here as it was fingerprinted.
    modules : list of str
        The modules that were looked at.
    remembering : list of (str, str, str, str)
        What it consists of, if its code may keep in memory what it reads.
    """

    differing: list[str]
    modules: list[str]
    remembering: list[tuple[str, str, str, str]]


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
        self._codes: dict[tuple[bytes, ...], Code] = {}

    def differences(self, fingerprints: tuple[bytes, ...]) -> list[str]:
        """Names of what is not here as it was fingerprinted; empty if all is."""
        names: list[str] = []
        for fingerprint in fingerprints:
            names += self._answer(fingerprint).differing
        return names

    def code(self, fingerprints: tuple[bytes, ...]) -> Code:
        """The code that may keep in memory what it reads; none if that can't be told. Never fails."""
        known = self._codes.get(fingerprints)
        if known is None:
            try:
                known = Code(part for each in fingerprints for part in self._answer(each).remembering)
            except Exception:  # of the store, or of the user's modules
                return NO_CODE
            self._codes[fingerprints] = known
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
