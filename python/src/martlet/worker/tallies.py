"""What became of steps on this worker, until it is told to the client."""

from __future__ import annotations

import threading
from typing import Any

__all__ = ["Row", "Tallies"]

#: Submission, outcome, label, reason, count, seconds, bytes.
Row = tuple[int, str, str, str, int, float, int]


class Tallies:
    """Counts of outcomes since they were last taken. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[int, str, str, str], list[Any]] = {}

    def add(
        self,
        submission: int,
        outcome: str,
        label: str,
        reason: str = "",
        seconds: float = 0.0,
        nbytes: int = 0,
    ) -> None:
        """Count one step.

        Parameters
        ----------
        submission : int
            Number of the client's submission.
        outcome : str
            Name of a :class:`martlet.report.Outcome`.
        label : str
            Name of the step's function.
        reason : str, optional
            Why, where that needs telling.
        seconds : float, optional
            Seconds spent or saved.
        nbytes : int, optional
            Bytes read or written.
        """
        row = submission, outcome, label, reason
        with self._lock:
            entry = self._counts.get(row)
            if entry is None:
                entry = self._counts[row] = [0, 0.0, 0]
            entry[0] += 1
            entry[1] += seconds
            entry[2] += nbytes

    def take(self) -> list[Row]:
        """The rows since the last call; they are not given again."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return [(*row, *entry) for row, entry in counts.items()]
