"""Removes what is kept of a graph's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .submission import Key

if TYPE_CHECKING:
    from .client import Client

__all__ = ["forget"]


def forget(client: Client, submitted: Any, keys: set[Key]) -> int:
    """Remove the results of a graph's steps from the store; how many there were."""
    with client._planning:
        submission = client._submission(submitted, keys, {})
        planner = client._planner
        graph = planner.plan(submission, keys, heeds_futures=False)
        if planner.store is None:
            return 0
        steps = [step for _, _, _, _, step, *_ in graph.steps()]
        found = planner.store.find(b"".join(steps))
        return planner.store.remove([step for step, hit in zip(steps, found, strict=True) if hit])
