"""Loads that failed on a worker are computed after all, unnoticed by whoever waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from distributed.core import clean_exception

from .submission import Key, Submission
from .worker.failure import failed_step

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Recovery"]

#: Seconds in which further failures are gathered before anything is planned again.
PATIENCE = 0.05

#: Submissions that are remembered at most, oldest forgotten first.
CAPACITY = 1000


class Recovery:
    """Plans again what failed to load.

    The scheduler is told to forget the failed keys, and gets the submission's tasks anew under the
    same keys, planned without the results that could not be loaded. Later submissions that depend
    on them follow in their order.

    Parameters
    ----------
    client : Client
        The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._submissions: list[Submission] = []
        self._erred: set[Key] = set()
        self._excluded: frozenset[bytes] = frozenset()
        self.under_way: set[Key] = set()

    def remember(self, submission: Submission) -> None:
        """Keep a submission until its futures are done or released."""
        futures = self._client.futures
        with self._lock:
            waited_for = [
                old
                for old in self._submissions[-CAPACITY:]
                if any(
                    key in futures and futures[key].status == "pending" for key in old.keys
                )
            ]
            self._submissions = [*waited_for, submission]

    def takes(self, key: Key, exception: Any) -> bool:
        """Whether an error is a failed load, which is then seen to. Runs in the event loop."""
        _, error, _ = clean_exception(exception, None)
        failed = failed_step(error)
        if failed is None:
            return False
        with self._lock:
            if not any(key in submission.keys for submission in self._submissions):
                return False
            is_first = not self._erred
            self._erred.add(key)
            self._excluded |= {failed[0]}
        if is_first:
            loop = self._client.loop
            loop.call_later(PATIENCE, lambda: loop.run_in_executor(None, self._recover))
        return True

    def _recover(self) -> None:
        with self._lock:
            erred, self._erred = self._erred, set()
            submissions = list(self._submissions)
        client = self._client
        client._send_to_scheduler(
            {"op": "client-releases-keys", "keys": list(erred), "client": client.id}
        )
        with client._planning:
            self.under_way = erred
            for submission in submissions:
                keys = submission.keys & self.under_way & client.futures.keys()
                if keys:
                    client._submit_again(submission, keys, self._excluded)
                    self.under_way = self.under_way - keys
            self.under_way = set()
