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

#: Times that a submission is planned again without the loads that failed; then without any load.
ROUNDS = 3

#: Times after which the failure is the user's: somebody else holds a failed key.
LAST_ROUND = 10


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
        self._owners: dict[Key, Submission] = {}
        self._enough = 1000
        self._erred: set[Key] = set()
        self._excluded: frozenset[bytes] = frozenset()
        self.under_way: set[Key] = set()

    def remember(self, submission: Submission) -> None:
        """Keep a submission for as long as a future holds a key that it was the last to define."""
        futures = self._client.futures
        defined = submission.keys - {future.key for future in submission.held}
        with self._lock:
            if len(self._owners) > self._enough:
                self._owners = {key: old for key, old in self._owners.items() if key in futures}
                self._enough = max(1000, 2 * len(self._owners))
            self._owners.update(dict.fromkeys(defined, submission))

    def takes(self, key: Key, exception: Any) -> bool:
        """Whether an error is a failed load, which is then seen to. Runs in the event loop."""
        try:
            _, error, _ = clean_exception(exception, None)
        except Exception:  # Dask says what is wrong with it
            return False
        failed = failed_step(error)
        if failed is None:
            return False
        with self._lock:
            owner = self._owners.get(key)
            if owner is None or owner.rounds >= LAST_ROUND:
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
            again: dict[int, tuple[Submission, set[Key]]] = {}
            for key in erred & self._client.futures.keys():
                owner = self._owners[key]
                again.setdefault(owner.number, (owner, set()))[1].add(key)
        try:
            self._submit_again(erred, again)
        except Exception as error:  # rather than let anybody wait for ever
            for key in erred & self._client.futures.keys():
                self._client.loop.add_callback(self._client.futures[key].set_error, error, None)

    def _submit_again(
        self, erred: set[Key], again: dict[int, tuple[Submission, set[Key]]]
    ) -> None:
        client = self._client
        client._send_to_scheduler(
            {"op": "client-releases-keys", "keys": list(erred), "client": client.id}
        )
        with client._planning:
            self.under_way = erred
            for _, (submission, keys) in sorted(again.items()):
                submission.rounds += 1
                if submission.rounds > ROUNDS:
                    submission.refresh = True
                client._submit_again(submission, keys, self._excluded)
                self.under_way = self.under_way - keys
            self.under_way = set()
