"""The contents of a step's inputs, and what it would cost to have them again."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any

from martlet import _native

from .contents import Known
from .dependencies import Dependencies
from .files import Renewed
from .named_files import Unlike, files_named_by

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
    may_look : bool
        Whether values may be looked at to learn what inputs are.
    """

    def __init__(
        self,
        session: Session,
        told: tuple[Any, ...],
        submission: int,
        is_refreshed: bool,
        may_look: bool,
    ) -> None:
        self._session, self._told = session, told
        self._submission, self._is_refreshed = submission, is_refreshed
        self._may_look = may_look
        self._dependencies: Dependencies | None = None

    def contents(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[list[bytes], float] | None:
        """Their content digests and the seconds to have them again; None if one is not known.

        Parameters
        ----------
        args, kwargs : tuple, dict
            What the step was called with.
        """
        digests, again = [], 0.0
        for item in self._told:
            known = self._content_of(item) or self._by_value(item, args, kwargs)
            if known is None:
                return None
            digests.append(known.content)
            again += known.again
        return digests, again

    def renewed(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Renewed | None:
        """What they are with the files that they name as these are now.

        Parameters
        ----------
        args, kwargs : tuple, dict
            What the step was called with.

        Returns
        -------
        Renewed or None
            None if none names files, or one can't be looked at.
        """
        contents: list[bytes] = []
        values: list[Any] = []
        for item in self._told if self._may_look else ():
            naming = self._naming(item, args, kwargs)
            if naming:
                contents.append(naming[0])
                values.append(naming[1])
                continue
            known = self._content_of(item) or self._by_value(item, args, kwargs)
            if naming is None or known is None:
                return None
            contents.append(known.content)
        try:
            return Renewed(contents, files_named_by(values)) if values else None
        except Unlike:
            return None

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

    def _by_value(
        self, item: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Known | None:
        """What an input is that another worker made, and left no note of. What it cost is not known."""
        if not self._may_look or item[0] != 0:
            return None
        dependencies = self._given(args, kwargs)
        content = dependencies.content(*item[1:]) if dependencies is not None else None
        return None if content is None else Known(content, 0.0, self._submission)

    def _naming(
        self, item: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[()] | tuple[bytes, Any] | None:
        if item[0] != 0:
            return ()
        dependencies = self._given(args, kwargs)
        return dependencies.naming(item[2]) if dependencies is not None else None

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Dependencies | None:
        if self._dependencies is None and self._may_look:
            try:
                self._dependencies = Dependencies(self._session, args, kwargs)
            except Exception:  # of an executor of the user's, which knows of no worker
                self._may_look = False
        return self._dependencies
