"""Loads that failed on a worker are computed after all, unnoticed by whoever waits for them."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from distributed.core import clean_exception

from .submission import Key, Submission
from .worker.failure import failed_step

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Recovery"]

#: Seconds in which further failures are gathered before anything is planned again.
PATIENCE = 0.05

#: Times that a key is planned again without the loads that failed; then its graph without any load.
ROUNDS = 3

#: Times after which the failure is the user's: somebody else holds the failed key.
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
        self._rounds: Counter[Key] = Counter()
        self._erred: set[Key] = set()
        self._excluded: frozenset[bytes] = frozenset()
        self.under_way: set[Key] = set()

    def remember(self, submission: Submission) -> None:
        """Keep a submission for as long as a future holds a key that it was the last to define."""
        defined = submission.keys - {future.key for future in submission.held}
        with self._lock:
            self._owners.update(dict.fromkeys(defined, submission))

    def released(self, key: Key) -> None:
        """Forget a key that no future holds any more."""
        with self._lock:
            self._owners.pop(key, None)
            self._rounds.pop(key, None)

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
            if key not in self._owners or self._rounds[key] >= LAST_ROUND:
                return False
            self._rounds[key] += 1
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
        try:
            self._submit_again(erred, self._by_submission(erred))
        except Exception as error:
            self._client._fail(erred, error)

    def _by_submission(self, erred: set[Key]) -> list[tuple[Submission, set[Key]]]:
        again: dict[int, tuple[Submission, set[Key]]] = {}
        with self._lock:
            for key in erred:
                owner = self._owners.get(key)
                if owner is not None:  # else nobody waits for it any more
                    again.setdefault(owner.number, (owner, set()))[1].add(key)
                    if self._rounds[key] > ROUNDS:
                        owner.refresh = True
        return [again[number] for number in sorted(again)]

    def _submit_again(
        self, erred: set[Key], again: list[tuple[Submission, set[Key]]]
    ) -> None:
        client = self._client
        client._send_to_scheduler(
            {"op": "client-releases-keys", "keys": list(erred), "client": client.id}
        )
        with client._planning:
            self.under_way = erred
            for submission, keys in again:
                client._submit_again(submission, keys, self._excluded)
                self.under_way = self.under_way - keys
            self.under_way = set()
