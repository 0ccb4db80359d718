"""Why steps would be computed: what differs from the nearest earlier ones, by name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .opened import OpenedFiles
from .submission import Key

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Explanation", "Why", "explain"]

#: Where a step stands among its like, as in ``load[3]``.
PLACE = re.compile(r"\[-?\d+(?:, -?\d+)?\]")

#: Earlier submissions that are looked at, latest first.
EARLIER = 200


@dataclasses.dataclass(frozen=True)
class Why:
    """Why one step would be computed.

    Attributes
    ----------
    label : str
        Name of its function.
    key : Hashable
        Its Dask key.
    reasons : tuple of str
        Such as ``function `select_jets`: helper `btag_threshold` changed``.
    """

    label: str
    key: Key
    reasons: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Explanation:
    """Why steps would be computed; printed, a line for each, or for all of one function alike.

    Attributes
    ----------
    steps : tuple of Why
        In the order of the graph; empty if everything is found.
    """

    steps: tuple[Why, ...]

    def to_dict(self) -> list[dict[str, Any]]:
        """As plain data."""
        return [{**dataclasses.asdict(why), "key": str(why.key)} for why in self.steps]

    def __str__(self) -> str:
        if not self.steps:
            return "nothing would be computed"
        return "\n".join(f"{step}: {reasons}" for step, reasons in self._rows())

    def _repr_html_(self) -> str:
        from html import escape

        if not self.steps:
            return "<p>nothing would be computed</p>"
        rows = "".join(
            f"<tr><td>{escape(step)}</td><td>{escape(reasons)}</td></tr>"
            for step, reasons in self._rows()
        )
        return f"<table><tr><th>step</th><th>computed because</th></tr>{rows}</table>"

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Steps and reasons; those that differ in nothing but their place are one."""
        groups: dict[tuple[str, ...], list[Why]] = {}
        for why in self.steps:
            alike = tuple(PLACE.sub("", text) for text in (why.label, *why.reasons))
            groups.setdefault(alike, []).append(why)
        for (label, *reasons), steps in groups.items():
            if len(steps) == 1:
                yield steps[0].label, "; ".join(steps[0].reasons)
            else:
                yield f"{label} ({len(steps)} steps)", "; ".join(reasons)


def explain(client: Client, submitted: Any, keys: set[Key]) -> Explanation:
    """Plan a graph, and say why what is not found is not found."""
    with client._planning:
        submission = client._submission(submitted, keys, {})
        planner = client._planner
        graph = planner.plan(submission, keys)
        store = planner.store
        earlier = [] if store is None else store.sessions(EARLIER)
        files = planner.identifier.observed(list(graph.fingerprints()))
        opened = OpenedFiles(files, earlier[0][0] if earlier else "")
        return Explanation(
            tuple(
                Why(label, key, tuple(_words(planner, opened, reason) for reason in reasons))
                for key, label, reasons in graph.explain([data for _, data in earlier])
            )
        )


def _words(
    planner: Any, opened: OpenedFiles, reason: tuple[str, list[bytes], list[bytes]]
) -> str:
    """A reason in words; of a function that changed, the parts that did; of opened files, their names."""
    text, old, new = reason
    if old and not new:
        return opened.reason(old) or text
    changes: list[str] = []
    for before, after in zip(old, new, strict=False):
        manifest = planner.store.manifest(before) if before != after else None
        if manifest is not None:
            changes += planner.identifier.differences(
                bytes(manifest), planner.identifier.manifest(after)
            )
    if not changes:
        return text
    return f"{text.removesuffix(' changed')}: {', '.join(dict.fromkeys(changes))}"
