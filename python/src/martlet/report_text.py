"""A report as text for the terminal and as HTML for notebooks."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dask.utils import format_bytes, format_time

from .report import SAVING, Outcome, Tally

if TYPE_CHECKING:
    from .report import Report

__all__ = ["as_html", "as_text"]

#: What became of one function's steps.
Step = dict[Outcome, Tally]


def as_text(report: Report) -> str:
    """The report as lines of text: a sentence a submission, a table of all steps, reasons."""
    lines = [f"submission {n}: {_sentence(report, n)}" for n in report.submissions]
    if len(lines) != 1:
        lines.append(f"total: {_sentence(report, None)}")
    table = _table(report)
    if len(table) > 1:
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines += ["", *(_line(row, widths) for row in table)]
    if reasons := list(_reasons(report)):
        lines += ["", *(f"{step}: {reason}" for step, reason in reasons)]
    return "\n".join(lines)


def as_html(report: Report) -> str:
    """The report as an HTML fragment: a sentence, a table of all steps, reasons."""
    head, *rows = _table(report)
    body = "".join(_html_row("td", row) for row in rows)
    reasons = "".join(
        f"<li>{html.escape(step)}: {html.escape(reason)}</li>" for step, reason in _reasons(report)
    )
    return (
        f"<div><p><b>Martlet</b>: {html.escape(_sentence(report, None))}</p>"
        f"<table><thead>{_html_row('th', head)}</thead><tbody>{body}</tbody></table>"
        f"{f'<ul>{reasons}</ul>' if reasons else ''}</div>"
    )


def _sentence(report: Report, submission: int | None) -> str:
    totals = {outcome: report.total(outcome, submission) for outcome in Outcome}
    counts = [f"{tally.count} {outcome.value}" for outcome, tally in totals.items() if tally.count]
    if not counts:
        return "no steps"
    amounts = [
        _time(report.seconds_saved(submission), "saved"),
        _bytes(_read(totals), "read"),
        _bytes(_written(totals), "written"),
    ]
    remote = report.remote_inputs(submission)
    inputs = f"{remote} remote input{'s' * (remote > 1)} counted by name" if remote else ""
    parts = [counts, filter(None, amounts), filter(None, [inputs])]
    return "; ".join(filter(None, map(", ".join, parts)))


def _table(report: Report) -> list[list[str]]:
    """A head, and a row for each function, the weightiest first; no column that holds nothing."""
    steps: dict[str, Step] = {}
    for outcome, label, _, tally in report.rows():
        steps.setdefault(label, {}).setdefault(outcome, Tally()).add(tally)
    labels = sorted(steps, key=lambda label: (-_spent(steps[label]) - _saved(steps[label]), label))
    columns = [["step", *labels]]
    for name, cell in _COLUMNS.items():
        cells = [cell(steps[label]) for label in labels]
        if any(cells):
            columns.append([name, *cells])
    return [list(row) for row in zip(*columns, strict=True)]


def _reasons(report: Report) -> Iterator[tuple[str, str]]:
    for outcome, label, reason, tally in report.rows():
        if reason:
            yield label, f"{tally.count} {outcome.value}, {reason}"


def _spent(step: Step) -> float:
    return step.get(Outcome.COMPUTED, Tally()).seconds


def _saved(step: Step) -> float:
    return sum(tally.seconds for outcome, tally in step.items() if outcome in SAVING)


def _read(step: Step) -> int:
    return sum(tally.nbytes for outcome, tally in step.items() if outcome in SAVING)


def _written(step: Step) -> int:
    return step.get(Outcome.KEPT, Tally()).nbytes


def _count(outcome: Outcome) -> Callable[[Step], str]:
    return lambda step: str(step[outcome].count) if outcome in step else ""


_COLUMNS: dict[str, Callable[[Step], str]] = {
    **{outcome.value: _count(outcome) for outcome in Outcome},
    "time spent": lambda step: _time(_spent(step)),
    "time saved": lambda step: _time(_saved(step)),
    "read": lambda step: _bytes(_read(step)),
    "written": lambda step: _bytes(_written(step)),
}


def _time(seconds: float, what: str = "") -> str:
    return f"{format_time(seconds).strip()} {what}".strip() if seconds else ""


def _bytes(count: int, what: str = "") -> str:
    return f"{format_bytes(count)} {what}".strip() if count else ""


def _line(row: list[str], widths: list[int]) -> str:
    cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join([f"{row[0]:<{widths[0]}}", *cells]).rstrip()


def _html_row(tag: str, row: list[str]) -> str:
    cells = (
        f'<{tag} style="padding:0 0.6em;text-align:{side}">{html.escape(cell)}</{tag}>'
        for side, cell in zip(["left", *["right"] * (len(row) - 1)], row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"
