"""Steps that are checked: computed again, compared with what is kept, and their inputs watched."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .outcomes import IRREPRODUCIBLE, REPRODUCED
from .results import Unkeepable, content_of, describe, to_pickle

if TYPE_CHECKING:
    from .session import Session

__all__ = ["digest_of", "verdict"]


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
        if pickled.nbytes > limit:
            return None
        classes, content = describe(session.identifier, value, pickled, named)
        if content is not None:
            again = describe(session.identifier, value, pickled, named)[1]
            return content if again == content else None
        return content_of(pickled, classes, named)
    except Unkeepable:
        return None


def verdict(
    session: Session, step: bytes, value: Any, inputs: frozenset[str], named: bytes | None
) -> str | None:
    """Whether a step gave again what is kept of it; None if nothing can be said.

    Parameters
    ----------
    session : Session
        The client's session on this worker.
    step : bytes
        The step key.
    value : object
        What it gave now.
    inputs : frozenset of str
        Absolute paths of the files that its key counts.
    named : bytes or None
        Digest of the files that the result names.
    """
    kept = session.store.find(step)[0] if session.store else None
    now = digest_of(session, value, inputs, named) if kept is not None else None
    if now is None:
        return None
    return REPRODUCED if kept[3] == now else IRREPRODUCIBLE
