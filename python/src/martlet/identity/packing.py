"""Self-delimiting byte strings: what every identity is made of before it is digested."""

from __future__ import annotations

from martlet import _native


def pack(tag: str, *fields: bytes | str | int) -> bytes:
    """Join fields so that no two different lists of fields give the same bytes.

    Parameters
    ----------
    tag : str
        Says what kind of thing the fields describe.
    *fields : bytes, str or int
        Each is written with its type and its length.

    Examples
    --------
    >>> pack("t", "ab", "c") == pack("t", "a", "bc")
    False
    """
    parts = [_field(tag), len(fields).to_bytes(4, "little")]
    parts.extend(map(_field, fields))
    return b"".join(parts)


def digest(data: bytes) -> bytes:
    """The SHA-256 of some bytes."""
    return _native.sha256(data)


def _field(value: bytes | str | int) -> bytes:
    if isinstance(value, bytes):
        return b"b" + len(value).to_bytes(8, "little") + value
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        return b"s" + len(text).to_bytes(8, "little") + text
    text = b"%d" % value
    return b"i" + len(text).to_bytes(8, "little") + text
