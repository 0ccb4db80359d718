"""What became of the steps: loaded, computed, cut off, kept, and the time that was saved."""

from __future__ import annotations

import dataclasses
import enum
import threading
from collections.abc import Iterator

__all__ = ["Outcome", "Report", "Tally"]


class Outcome(enum.Enum):
    """What can become of a step, in the order in which reports tell it."""

    LOADED = "loaded"
    CUT_OFF = "cut off"
    SKIPPED = "skipped"
    COMPUTED = "computed"
    UNIDENTIFIED = "unidentified"
    KEPT = "kept"
    NOT_KEPT = "not kept"
    WRITER = "writers"


#: Outcomes whose seconds were not spent, since a result was there already.
SAVING = frozenset({Outcome.LOADED, Outcome.CUT_OFF, Outcome.SKIPPED})


@dataclasses.dataclass
class Tally:
    """How often something happened, and what it cost or saved.

    Attributes
    ----------
    count : int
        Number of steps.
    seconds : float
        Seconds spent (computed) or saved (loaded, cut off, skipped).
    nbytes : int
        Bytes read (loaded, cut off) or written (kept).
    """

    count: int = 0
    seconds: float = 0.0
    nbytes: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.count += other.count
        self.seconds += other.seconds
        self.nbytes += other.nbytes


#: A row of a report: outcome, the step's label, and the reason if there is one.
Row = tuple[Outcome, str, str]


class Report:
    """What became of a client's steps, per submission and in total.

    ``print(report)`` gives text, a notebook shows a table, :meth:`to_dict` gives plain data.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._submissions: dict[int, dict[Row, Tally]] = {}
        self._remote: dict[int, int] = {}

    def copy(self) -> Report:
        """The report as it is now."""
        new = Report()
        with self._lock:
            new._remote = dict(self._remote)
            for number, rows in self._submissions.items():
                new._submissions[number] = {
                    row: dataclasses.replace(tally) for row, tally in rows.items()
                }
        return new

    def note(
        self,
        submission: int,
        outcome: Outcome,
        label: str,
        reason: str = "",
        *,
        count: int = 1,
        seconds: float = 0.0,
        nbytes: int = 0,
    ) -> None:
        """Count steps of one label.

        Parameters
        ----------
        submission : int
            Number of the submission, from 1.
        outcome : Outcome
            What became of the steps.
        label : str
            Name of the steps' function.
        reason : str, optional
            Why, for steps that are unidentified or not kept.
        count : int, optional
            Number of steps.
        seconds : float, optional
            Seconds spent (computed) or saved (loaded, cut off, skipped).
        nbytes : int, optional
            Bytes read (loaded, cut off) or written (kept).
        """
        with self._lock:
            rows = self._submissions.setdefault(submission, {})
            rows.setdefault((outcome, label, reason), Tally()).add(Tally(count, seconds, nbytes))

    def note_remote(self, submission: int, count: int) -> None:
        """Count remote files that a submission names: they count by their names."""
        with self._lock:
            self._submissions.setdefault(submission, {})
            self._remote[submission] = count

    def remote_inputs(self, submission: int | None = None) -> int:
        """Remote files that counted by their names, in one submission or in the one with most."""
        if submission is not None:
            return self._remote.get(submission, 0)
        return max(self._remote.values(), default=0)

    @property
    def submissions(self) -> list[int]:
        """Numbers of the submissions, ascending."""
        return sorted(self._submissions)

    def rows(self, submission: int | None = None) -> Iterator[tuple[Outcome, str, str, Tally]]:
        """The rows of one submission, or of all, by outcome and label.

        Parameters
        ----------
        submission : int, optional
            The submission; all of them by default.

        Yields
        ------
        tuple of (Outcome, str, str, Tally)
            Outcome, label, reason, and how often.
        """
        merged: dict[Row, Tally] = {}
        for number in self.submissions if submission is None else [submission]:
            for row, tally in self._submissions.get(number, {}).items():
                merged.setdefault(row, Tally()).add(tally)
        order = list(Outcome)
        for row in sorted(merged, key=lambda row: (order.index(row[0]), row[1:])):
            yield *row, merged[row]

    def total(self, outcome: Outcome, submission: int | None = None) -> Tally:
        """The tally of one outcome, in one submission or in all.

        Parameters
        ----------
        outcome : Outcome
            What became of the steps.
        submission : int, optional
            The submission; all of them by default.

        Returns
        -------
        Tally
            Count, seconds and bytes.
        """
        total = Tally()
        for found, _, _, tally in self.rows(submission):
            if found is outcome:
                total.add(tally)
        return total

    def seconds_saved(self, submission: int | None = None) -> float:
        """Seconds that the steps which did not run took when they were computed."""
        return sum(self.total(outcome, submission).seconds for outcome in SAVING)

    def to_dict(self) -> dict[str, object]:
        """The report as plain data, for JSON.

        Returns
        -------
        dict
            ``total`` and ``submissions``, each with a count per outcome, ``seconds_saved``,
            ``seconds_computed``, ``bytes_read``, ``bytes_written``, ``remote_inputs``, and
            ``steps``: one dictionary a row.
        """
        return {
            "total": self._summary(None),
            "submissions": [
                {"number": number, **self._summary(number)} for number in self.submissions
            ],
        }

    def _summary(self, submission: int | None) -> dict[str, object]:
        totals = {outcome: self.total(outcome, submission) for outcome in Outcome}
        steps = [
            {"step": label, "outcome": outcome.value, "reason": reason, **dataclasses.asdict(tally)}
            for outcome, label, reason, tally in self.rows(submission)
        ]
        return {
            **{outcome.value.replace(" ", "_"): tally.count for outcome, tally in totals.items()},
            "seconds_saved": sum(totals[outcome].seconds for outcome in SAVING),
            "seconds_computed": totals[Outcome.COMPUTED].seconds,
            "bytes_read": totals[Outcome.LOADED].nbytes + totals[Outcome.CUT_OFF].nbytes,
            "bytes_written": totals[Outcome.KEPT].nbytes,
            "remote_inputs": self.remote_inputs(submission),
            "steps": steps,
        }

    def __str__(self) -> str:
        from .report_text import as_text

        return as_text(self)

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{tally.count} {outcome.value}"
            for outcome in Outcome
            if (tally := self.total(outcome)).count
        )
        return f"<martlet report: {counts or 'nothing submitted'}>"

    def _repr_html_(self) -> str:
        from .report_text import as_html

        return as_html(self)
