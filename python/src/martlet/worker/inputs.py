"""The contents of a step's inputs, and what it would cost to have them again."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any

from martlet import _native

from .contents import Known
from .given import Given
from .results import content_of_small

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Inputs"]


class Inputs:
    """What a step is told of its inputs.

    Parameters
    ----------
    session : Session
        The client's session here.
    told : tuple
        For each input its kind, and what tells its content (see ``InputContent`` of the engine).
    submission : int
        Number of the client's submission.
    is_refreshed : bool
        Whether the step is computed anew: what is kept of its inputs, or was met before, may be what
        is to be refreshed.
    """

    def __init__(
        self, session: Session, told: tuple[Any, ...], submission: int, is_refreshed: bool
    ) -> None:
        self._session, self._told = session, told
        self._submission, self._is_refreshed = submission, is_refreshed
        self._given: Given | None = None

    def contents(self) -> tuple[list[bytes], float] | None:
        """Their content digests and the seconds to have them again; None if one is not known."""
        digests, again = [], 0.0
        for item in self._told:
            known = self._content_of(item) or self._seen(item)
            if known is None:
                return None
            digests.append(known.content)
            again += known.again
        return digests, again

    def steps(self, among: Container[bytes]) -> Iterator[bytes]:
        """Those of some steps, given by their keys, whose results are inputs, through Dask's own tasks too."""
        waiting = list(self._told)
        while waiting:
            kind, name, *rest = waiting.pop()
            if kind == 2:
                waiting += rest[0]
            elif name in among:
                yield name

    def _content_of(self, item: Any) -> Known | None:
        kind, name = item[:2]
        if kind == 1:  # a literal: its identity is its content digest
            return Known(name, 0.0, self._submission)
        if kind == 2:  # Dask's own task: derived from what went into it
            return self._derived(name, item[2])
        contents = self._session.contents
        known = contents[name]
        if self._is_refreshed:
            return known if known and known.submission == self._submission else None
        if known is None:
            found = self._session.store.find(name)[0]
            if found is None:
                return None
            again = 0.0 if found[0] else found[1]
            known = contents[name] = Known(found[3], again, self._submission)
        return known

    def _derived(self, shape: bytes, inputs: Any) -> Known | None:
        parts = [self._content_of(part) for part in inputs]
        if any(part is None for part in parts):
            return None
        digest = _native.derived(shape, [part.content for part in parts])
        return Known(digest, sum(part.again for part in parts), self._submission)

    def _seen(self, item: Any) -> Known | None:
        """What its value tells of an input that another worker made, and of which it left no note.

        It is not remembered: should the task run once more, it may give another value.
        """
        if item[0] != 0 or self._is_refreshed:
            return None
        if self._given is None:
            self._given = Given()
        value = self._given.value(item[2])
        content = content_of_small(self._session.identifier, *value) if value else None
        return None if content is None else Known(content, 0.0, self._submission)
