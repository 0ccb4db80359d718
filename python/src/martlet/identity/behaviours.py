"""Behaviours of the user's in awkward's global table: any code that uses awkward may meet them."""

from __future__ import annotations

import operator
import sys
from typing import Any

from .encoder import Encoder
from .home import home_of
from .packing import pack
from .things import is_thing

_last: tuple[list[Any], list[tuple[str, Any]]] = ([], [])


def encode_behaviours(encoder: Encoder) -> bytes:
    """Encode what the user has registered in ``ak.behavior``; empty if that is nothing."""
    rows = [(name, encoder.refer(value)) for name, value in registered()]
    return pack("behaviours", *(field for row in rows for field in row)) if rows else b""


def registered() -> list[tuple[str, Any]]:
    """What the user has registered in ``ak.behavior``: names, and functions and classes."""
    return list(_users(getattr(sys.modules.get("awkward"), "behavior", None) or {}))


def _users(table: dict[Any, Any]) -> list[tuple[str, Any]]:
    global _last
    content = list(table.values())
    if len(content) != len(_last[0]) or not all(map(operator.is_, content, _last[0])):
        found = [
            (_name(key), value)
            for key, value in table.items()
            if is_thing(value) and home_of(value).origin.is_users
        ]
        _last = content, sorted(found, key=lambda row: row[0])
    return _last[1]


def _name(key: Any) -> str:
    names = key if isinstance(key, tuple) else (key,)
    return " ".join(str(getattr(name, "__name__", name)) for name in names)
