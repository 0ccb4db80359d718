"""A report as text for the terminal and as HTML for notebooks."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from dask.utils import format_bytes, format_time

if TYPE_CHECKING:
    from .report import Report, Tally

__all__ = ["as_html", "as_text"]

_COLUMNS = ("step", "outcome", "count", "time", "bytes", "reason")


def as_text(report: Report) -> str:
    """The report as lines of text: a sentence a submission, then a table of all steps."""
    lines = [f"submission {n}: {_sentence(report, n)}" for n in report.submissions]
    if len(lines) != 1:
        lines.append(f"total: {_sentence(report, None)}")
    table = [_COLUMNS, *_cells(report)]
    if len(table) > 1:
        widths = [max(len(row[i]) for row in table) for i in range(len(_COLUMNS))]
        lines += ["", *(_line(row, widths) for row in table)]
    return "\n".join(lines)


def as_html(report: Report) -> str:
    """The report as an HTML fragment: a sentence, and a table of all steps."""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in _cells(report)
    )
    return (
        f"<div><p><b>Martlet</b>: {html.escape(_sentence(report, None))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _sentence(report: Report, submission: int | None) -> str:
    from .report import Outcome

    totals = {outcome: report.total(outcome, submission) for outcome in Outcome}
    counts = [f"{tally.count} {outcome.value}" for outcome, tally in totals.items() if tally.count]
    if not counts:
        return "no steps"
    read = totals[Outcome.LOADED].nbytes + totals[Outcome.CUT_OFF].nbytes
    remote = report.remote_inputs(submission)
    inputs = f"; {remote} remote input{'s' * (remote > 1)} counted by name" if remote else ""
    return (
        f"{', '.join(counts)}; {format_time(report.seconds_saved(submission)).strip()} saved, "
        f"{format_bytes(read)} read, {format_bytes(totals[Outcome.KEPT].nbytes)} written{inputs}"
    )


def _cells(report: Report) -> list[tuple[str, ...]]:
    return [
        (label, outcome.value, str(tally.count), _time(tally), _bytes(tally), reason)
        for outcome, label, reason, tally in report.rows()
    ]


def _time(tally: Tally) -> str:
    return format_time(tally.seconds).strip() if tally.seconds else ""


def _bytes(tally: Tally) -> str:
    return format_bytes(tally.nbytes) if tally.nbytes else ""


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    step, outcome, count, time, nbytes, reason = row
    return (
        f"{step:<{widths[0]}}  {outcome:<{widths[1]}}  {count:>{widths[2]}}  "
        f"{time:>{widths[3]}}  {nbytes:>{widths[4]}}  {reason}"
    ).rstrip()
