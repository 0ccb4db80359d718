"""Files that only workers see: one of them says what they are."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .worker.plugin import looked_at, shipped
from .worker.sight import sight

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Elsewhere"]

#: Seconds that a submission waits for an answer, and the first one for workers to say who they are.
PATIENCE, HEARING = 5, 1


class Elsewhere:
    """Asks workers that see other files than the client.

    Parameters
    ----------
    client : Client
        The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._here = sight()
        self._news = threading.Condition()
        self._sights: dict[str, str | None] = {}
        self._expected: set[str] = set()

    def expect(self, workers: Iterable[str]) -> None:
        """Be told of workers that will say what they see, by their addresses."""
        with self._news:
            self._expected.update(workers)

    def hear(self, worker: str, sight: str | None) -> None:
        """Hear what a worker sees; None of one that can't be asked."""
        with self._news:
            self._sights[worker] = sight
            self._news.notify_all()

    def look(self, files: Any) -> None:
        """Ask for absolute paths under which nothing lies here; never from the event loop.

        Where no worker answers, whatever names them is unidentified: something else may lie there than
        in an earlier session.

        Parameters
        ----------
        files : _native.Files
            Has looked at them, and takes the answers.
        """
        texts = files.unseen()
        others = self._others() if texts else []
        if not others:
            return
        asking = self._ask(others, texts)
        answering = asyncio.run_coroutine_threadsafe(asking, self._client.loop.asyncio_loop)
        try:
            answers = answering.result(PATIENCE)
        except Exception:  # late, or the cluster breaks down: then nobody knows
            answering.cancel()
            answers = None
        if answers is None:
            answers = [
                (text, f"`{text}` does not lie here, and no worker says what it is there")
                for text in texts
            ]
        files.take(answers)

    def _others(self) -> list[str]:
        """The workers that see other files, as far as is known."""
        with self._news:
            self._news.wait_for(lambda: self._expected <= self._sights.keys(), HEARING)
            for silent in self._expected - self._sights.keys():
                self._sights[silent] = ""
            self._expected.clear()
            return [
                worker
                for worker, sight in self._sights.items()
                if sight is not None and (sight != self._here or not sight)
            ]

    async def _ask(self, workers: list[str], texts: list[str]) -> list[Any] | None:
        """The first answer; None if there is none, though somebody was there to be asked."""
        client = self._client
        alive = list(await client.scheduler.ncores(workers=workers))
        for worker in random.sample(alive, len(alive)):
            answer = await client._run(
                shipped(looked_at), client._token, texts, workers=[worker], on_error="ignore"
            )
            if answer.get(worker) is not None:
                return answer[worker]
        return None if alive else []
