"""What a result is, as a digest of its bytes or of its value: two that are equal have one content digest."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.naming import is_plain

from .results import PLAIN, Pickled, Unkeepable, to_pickle

if TYPE_CHECKING:
    from .session import Session

__all__ = ["SIMPLE", "SMALL", "content_of", "describe", "digest_of", "size_of"]

#: Results of at most so many bytes count by what they are, larger ones by their pickle's bytes.
SMALL = 64 * 1024

#: ``bytes`` in a pickle that may be a pickle themselves: see `martlet.identity.pickles`.
_PICKLED = re.compile(rb"(C.|B.{4}|\x8e.{8})\x80[\x02-\x05]", re.DOTALL)

#: Types whose values are nothing but what they are: `bytes` may hold code, a text may name a file.
SIMPLE = PLAIN - {str, bytes}


def describe(
    identifier: Any, value: Any, pickled: Pickled, named: bytes | None = None
) -> tuple[list[bytes], bytes | None]:
    """What a content digest takes in beside the bytes.

    Parameters
    ----------
    identifier : martlet.identity.Identifier
        Knows fingerprints.
    value : object
        The result.
    pickled : Pickled
        Its bytes.
    named : bytes, optional
        Digest of the files that it names.

    Returns
    -------
    classes : list of bytes
        Fingerprints of the user's classes and functions that the pickle names, sorted.
    content : bytes or None
        The content digest, where it is not that of the bytes. Of a small result it is the value's
        identity, since the order of a set, and which equal parts are one object, change its pickle;
        so it is if the bytes hold code. What can't be identified has one that is never met again.
    """
    fingerprints: list[bytes] = []
    if pickled.named:
        try:
            classes = {identifier.fingerprint(thing) for thing in pickled.named}
        except _native.Unidentified:
            return [], os.urandom(32)
        fingerprints = sorted(print_ for print_ in classes if print_ is not None)
    is_code = pickled.is_by_value or _PICKLED.search(pickled.stream) is not None
    if not is_code and pickled.nbytes > SMALL:
        return fingerprints, None
    try:
        content = _native.identity(value, identifier)
    except _native.Unidentified:
        return fingerprints, os.urandom(32) if is_code else None
    if named is not None and not is_plain(value):
        content = _with_files(content, named)
    return fingerprints, content


def content_of(pickled: Pickled, classes: list[bytes], named: bytes | None) -> bytes:
    """The content digest of a result's bytes.

    Parameters
    ----------
    pickled : Pickled
        Its bytes.
    classes : list of bytes
        See `describe`.
    named : bytes or None
        Digest of the files that it names.
    """
    content = _native.content_digest(pickled.stream, pickled.buffers, classes)
    return content if named is None else _with_files(content, named)


def digest_of(
    session: Session,
    value: Any,
    inputs: frozenset[str] = frozenset(),
    named: bytes | None = None,
    limit: int = sys.maxsize,
) -> bytes | None:
    """The content digest of a value; None if it has none that is the same every time.

    Parameters
    ----------
    session : Session
        The client's session on this worker.
    value : object
        The value.
    inputs : frozenset of str, optional
        Absolute paths of the files that the key of its step counts.
    named : bytes, optional
        Digest of the files that it names.
    limit : int, optional
        The most bytes that its pickle may take; a larger one has no digest.
    """
    try:
        pickled = to_pickle(value, inputs, limit)
        classes, content = describe(session.identifier, value, pickled, named)
        if content is not None:
            again = describe(session.identifier, value, pickled, named)[1]
            return content if again == content else None
        return content_of(pickled, classes, named)
    except Unkeepable:
        return None


def size_of(value: Any) -> int:
    """The size of a value in memory, at a guess, in bytes."""
    if type(value) in PLAIN:
        return sys.getsizeof(value)
    from dask.sizeof import sizeof

    return int(sizeof(value))


def _with_files(content: bytes, named: bytes) -> bytes:
    return _native.sha256(b"martlet.named.v1" + content + named)
