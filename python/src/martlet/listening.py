"""What workers tell the client: tallies for the report, and warnings."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

from .report import Outcome
from .worker.outcomes import CHANGES_INPUT, IRREPRODUCIBLE, REPRODUCED
from .worker.plugin import shipped, taken_on
from .worker.tallies import Row

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Listener"]


class Listener:
    """Takes in what workers say.

    Parameters
    ----------
    client : Client
        The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._heard: Counter[str] = Counter()
        self.doubts: dict[tuple[int, str], set[str]] = {}

    async def listen(self) -> None:
        """Ask workers for what they have not told yet, and wait for what is under way."""
        client = self._client
        if client.status != "running" or client._planner is None:
            return
        answers = await client._run(shipped(taken_on), token=client._token, on_error="ignore")
        for _, _, rows in answers.values():
            self.count(rows)
        for _ in range(100):
            if all(self._heard[session] >= told for session, told, _ in answers.values()):
                return
            await asyncio.sleep(0.01)

    def __call__(self, event: tuple[float, dict[str, Any]]) -> None:
        """An event on the client's topic. Runs in the event loop."""
        _, message = event
        if "rows" in message:
            self._heard[message["session"]] += 1
            self.count(message["rows"])
        if "warning" in message:
            self._client._warn_once(message["warning"], message["about"])
        if "sight" in message or "absent" in message:  # Dask adds the worker to every message
            self._client._elsewhere.hear(message["worker"], message.get("sight"))
        if "absent" in message:
            self._client._warn_once(
                "steps run plain on a worker without this Martlet: "
                f"{message['worker']}: {message['absent']}\n\n"
                "hint: install the same version of martlet there",
                about="absent",
            )

    def count(self, rows: list[Row]) -> None:
        """Add tallies to the report and to the progress line."""
        client = self._client
        loaded = computed = 0
        saved = 0.0
        for submission, name, label, reason, count, seconds, nbytes in rows:
            if name in (REPRODUCED, IRREPRODUCIBLE, CHANGES_INPUT):
                self.doubts.setdefault((submission, reason), set()).add(name)
                continue
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
