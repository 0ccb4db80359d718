"""The table of the sessions, for the terminal and the page."""

from __future__ import annotations

from .running import Outcome
from .scenario import Session

__all__ = ["HEADINGS", "as_text", "row"]

HEADINGS = ("session", "loaded", "computed", "cut off", "skipped", "seconds", "seconds saved")


def row(
    number: int, session: Session, outcome: Outcome, seconds_per_step: dict[str, float]
) -> tuple[str, ...]:
    """One session's cells, in the order of :data:`HEADINGS`.

    A skipped step is not looked up in the store: it is taken to save ``seconds_per_step``, what
    its function took when it was computed last.
    """
    report = outcome.report
    counts = (str(report[key]) for key in ("loaded", "computed", "cut_off", "skipped"))
    saved = sum(
        row["seconds"] or row["count"] * seconds_per_step.get(row["step"].rsplit(".", 1)[-1], 0)
        for row in report["steps"]
        if row["outcome"] in ("loaded", "cut off", "skipped")
    )
    return f"{number} {session.title}", *counts, f"{outcome.seconds:.1f}", f"{saved:.1f}"


def as_text(rows: list[tuple[str, ...]]) -> str:
    """The table as a Markdown one, with aligned columns."""
    widths = [max(len(line[i]) for line in [HEADINGS, *rows]) for i in range(len(HEADINGS))]
    rules = ["-" * (width + 1) + ("-" if i == 0 else ":") for i, width in enumerate(widths)]
    rule = f"|{'|'.join(rules)}|"
    return "\n".join([_line(HEADINGS, widths), rule, *(_line(line, widths) for line in rows)])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    aligned = [
        cell.ljust(width) if index == 0 else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(cells, widths))
    ]
    return "| " + " | ".join(aligned) + " |"
