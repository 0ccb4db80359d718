"""What runs must be what was fingerprinted: each worker checks every function once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["Checks"]


class Checks:
    """Answers whether this process has the code of a fingerprint; a reload asks again.

    Parameters
    ----------
    verify : callable
        Takes a fingerprint, returns what differs here (names) and the modules that were looked at.
    """

    def __init__(self, verify: Callable[[bytes], tuple[list[str], list[str]]]) -> None:
        self._verify = verify
        self._lock = threading.Lock()
        self._answers: dict[bytes, tuple[list[str], list[tuple[str, Any]]]] = {}

    def differences(self, fingerprints: tuple[bytes, ...]) -> list[str]:
        """Names of what is not here as it was fingerprinted; empty if all is."""
        names: list[str] = []
        for fingerprint in fingerprints:
            names += self._answer(fingerprint)
        return names

    def _answer(self, fingerprint: bytes) -> list[str]:
        answer = self._answers.get(fingerprint)
        if answer is None or not _are_as_before(answer[1]):
            with self._lock:
                names, modules = self._verify(fingerprint)
            answer = names, [(module, _spec(module)) for module in modules]
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
