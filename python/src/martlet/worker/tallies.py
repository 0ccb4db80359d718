"""What became of steps on this worker, until it is told to the client."""

from __future__ import annotations

import contextlib
from collections import deque

__all__ = ["Row", "Tallies"]

#: Submission, outcome, label, reason, count, seconds, bytes.
Row = tuple[int, str, str, str, int, float, int]


class Tallies:
    """Outcomes since they were last taken. Safe to use from several threads.

    They are counted when they are taken: a step is quicker if it only leaves word.
    """

    def __init__(self) -> None:
        self._told: deque[tuple[tuple[int, str, str, str], float, int]] = deque()

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
        self._told.append(((submission, outcome, label, reason), seconds, nbytes))

    def take(self) -> list[Row]:
        """The rows since the last call; they are not given again."""
        counts: dict[tuple[int, str, str, str], tuple[int, float, int]] = {}
        with contextlib.suppress(IndexError):  # at its end, even if two take
            while True:
                row, seconds, nbytes = self._told.popleft()
                count = counts.get(row, (0, 0.0, 0))
                counts[row] = count[0] + 1, count[1] + seconds, count[2] + nbytes
        return [(*row, *count) for row, count in counts.items()]
