"""Identity: what functions, classes and values are, in every session and on every machine.

A wrong hit is the worst that a step cache can do, so two things that can behave differently
never have one identity; what can't be told is unidentified, and is computed.
"""

from .function import (
    ALWAYS,
    BOOKKEEPING,
    COROUTINE,
    IMPURE,
    NEVER,
    UNIDENTIFIED,
    VOLATILE,
    Function,
)
from .identifier import Identifier

__all__ = [
    "ALWAYS",
    "BOOKKEEPING",
    "COROUTINE",
    "IMPURE",
    "NEVER",
    "UNIDENTIFIED",
    "VOLATILE",
    "Function",
    "Identifier",
]
