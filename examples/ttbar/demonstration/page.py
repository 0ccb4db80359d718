"""The HTML report: one file with the table, the edits, the reasons and the plots."""

from __future__ import annotations

import base64
import html
from pathlib import Path

from .running import Outcome
from .scenario import Session
from .table import HEADINGS

__all__ = ["write_page"]

STYLE = (Path(__file__).parent / "page.css").read_text()


def write_page(
    path: Path,
    sessions: tuple[Session, ...],
    rows: list[tuple[str, ...]],
    outcomes: list[Outcome],
    references: list[Outcome],
    diffs: list[str],
    faults: list[str],
) -> Path:
    """Write the report.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    sessions : tuple of Session
        What each was to show.
    rows : list of tuple of str
        The table's rows.
    outcomes, references : list of Outcome
        The sessions with Martlet, and those with plain Dask.
    diffs : list of str
        What was edited before each session, as unified diffs.
    faults : list of str
        What went wrong; empty if nothing did.

    Returns
    -------
    pathlib.Path
        ``path``.
    """
    verdict = (
        f"<p class=good>The histograms of all sessions are identical to those of plain Dask "
        f"({references[0].seconds:.1f} s), to the bit.</p>"
        if not faults
        else "".join(f"<p class=bad>{html.escape(fault)}</p>" for fault in faults)
    )
    sections = [
        _section(number, *parts)
        for number, parts in enumerate(zip(sessions, outcomes, diffs, strict=True), 1)
    ]
    path.write_text(
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        f"<title>Martlet: ttbar in six sessions</title><style>{STYLE}</style><main>"
        "<h1>A ttbar analysis in six sessions</h1>"
        "<p>Each session is a new process with another hash seed. The physicist edits the analysis "
        "or rewrites a file in between; Martlet computes what the edit touches and loads the rest.</p>"
        f"{_overview(rows, outcomes)}{verdict}{_image(outcomes[-1])}{''.join(sections)}"
        "<footer>Toy simulation, made by the demo's generator: no collision data.</footer></main>"
    )
    return path


def _overview(rows: list[tuple[str, ...]], outcomes: list[Outcome]) -> str:
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row)
        + f"<td class=bar>{_bar(outcome)}</td></tr>"
        for row, outcome in zip(rows, outcomes)
    )  # fmt: skip
    return (
        f"<table class=overview><thead><tr>{head}<th></th></tr></thead><tbody>{body}</tbody></table>"
        "<p class=legend><i class=loaded></i> loaded <i class=cut_off></i> cut off "
        "<i class=skipped></i> skipped <i class=computed></i> computed, by number of steps</p>"
    )


def _bar(outcome: Outcome) -> str:
    """A bar of what became of the steps."""
    keys = ("loaded", "cut_off", "skipped", "computed")
    total = sum(outcome.report[key] for key in keys) or 1
    return "".join(
        f"<i class={key} style='width:{100 * outcome.report[key] / total:.2f}%'></i>"
        for key in keys
    )


def _section(number: int, session: Session, outcome: Outcome, diff: str) -> str:
    lines = "".join(_diff_line(line) for line in diff.splitlines())
    edited = f"<pre>{lines}</pre>" if diff else ""
    return (
        f"<section><h2>{number} {html.escape(session.title)}</h2><p>{html.escape(session.story)} "
        f"{outcome.seconds:.1f} s, after {outcome.start_seconds:.1f} s to start the local "
        f"cluster.</p>{edited}{_reasons(outcome)}"
        f"<details><summary>Steps</summary>{outcome.html}</details>"
        f"<details><summary>Plot</summary>{_image(outcome)}</details></section>"
    )


def _reasons(outcome: Outcome) -> str:
    if not outcome.reasons:
        return ""
    items = "".join(f"<li>{html.escape(reason)}</li>" for reason in outcome.reasons)
    return f"<h3>Why steps are computed</h3><ul>{items}</ul>"


def _diff_line(line: str) -> str:
    kind = {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "same")
    return f"<span class={kind}>{html.escape(line)}\n</span>"


def _image(outcome: Outcome) -> str:
    data = base64.b64encode((outcome.folder / "plot.png").read_bytes()).decode()
    return f"<img alt='HT and trijet mass, stacked' src='data:image/png;base64,{data}'>"
