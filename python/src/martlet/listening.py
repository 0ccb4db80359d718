"""What workers tell the client: tallies for the report, and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .report import Outcome
from .worker.tallies import Row

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Listener", "taken_on"]


def taken_on(dask_worker: Any, token: bytes) -> list[Row]:
    """On a worker: the tallies that it has not told yet. Travels by value."""
    import sys

    entry = sys.modules.get("_martlet_worker")
    return entry.tallies(token) if hasattr(entry, "tallies") else []


class Listener:
    """Takes in what workers say.

    Parameters
    ----------
    client : Client
        The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, event: tuple[float, dict[str, Any]]) -> None:
        """An event on the client's topic. Runs in the event loop."""
        _, message = event
        if "rows" in message:
            self.count(message["rows"])
        if "warning" in message:
            self._client._warn_once(message["warning"])
        if "absent" in message:
            self._client._warn_once(
                f"steps run plain on a worker without this Martlet: {message['absent']}\n\n"
                "hint: install the same version of martlet there"
            )

    def count(self, rows: list[Row]) -> None:
        """Add tallies to the report and to the progress line."""
        client = self._client
        loaded = computed = 0
        saved = 0.0
        for submission, name, label, reason, count, seconds, nbytes in rows:
            outcome = Outcome[name]
            client._report.note(
                submission, outcome, label, reason, count=count, seconds=seconds, nbytes=nbytes
            )
            if outcome is Outcome.COMPUTED:
                computed += count
            elif outcome in (Outcome.LOADED, Outcome.CUT_OFF):
                loaded += count
                saved += seconds
        if client._progress is not None:
            client._progress.advance(loaded, computed, saved)
