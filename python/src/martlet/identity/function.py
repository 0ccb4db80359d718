"""What Martlet's engine wants to know of a function that a task calls."""

from __future__ import annotations

from typing import Any, NamedTuple

#: The function is Dask's own and only passes things on: never a step.
BOOKKEEPING = 1
#: Marked ``pure=False``: never kept.
IMPURE = 2
#: Marked ``keep="always"``.
ALWAYS = 4
#: Marked ``keep="never"``.
NEVER = 8
#: Calling it gives a coroutine.
COROUTINE = 16
#: It can't be identified; ``Function.reason`` says why.
UNIDENTIFIED = 32
#: The answer holds for these arguments only: ask again for others.
VOLATILE = 64


class Function(NamedTuple):
    """A callable, as the engine counts it.

    Attributes
    ----------
    label : str
        ``module.qualname`` of the user's function, for reports.
    encoding : bytes
        Canonical encoding of the callable; empty if it is unidentified.
    checks : tuple of bytes
        Fingerprints (32 bytes each) that a worker verifies before it trusts its own code.
    flags : int
        A sum of this module's constants.
    ignored : frozenset of int and str
        Positions and names of arguments that don't count.
    reason : str
        Why it is unidentified.
    resources : dict or None
        What the step asks of a worker.
    """

    label: str
    encoding: bytes
    checks: tuple[bytes, ...] = ()
    flags: int = 0
    ignored: frozenset[int | str] = frozenset()
    reason: str = ""
    resources: dict[str, Any] | None = None
