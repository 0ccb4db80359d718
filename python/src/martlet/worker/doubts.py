"""Steps that are checked: computed again, compared with what is kept, and their inputs watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .digests import digest_of
from .outcomes import IRREPRODUCIBLE, REPRODUCED

if TYPE_CHECKING:
    from .session import Session

__all__ = ["verdict"]


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
