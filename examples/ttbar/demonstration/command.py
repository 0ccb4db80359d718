"""The demo's command line: runs an example in its sessions, checks, and prints the table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generate import generate
from generator.samples import FILES_PER_SAMPLE

from .checking import differing_histograms, needless_steps
from .example import Example
from .page import write_page
from .running import Outcome, Workplace
from .table import as_text, row

__all__ = ["main"]


def main(example: Example) -> int:
    """The exit status: 0 if every histogram is right and nothing was computed without need."""
    parser = argparse.ArgumentParser(description=example.story)
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("martlet-demo"),
        help="where data, store, the edited analysis and the results go (%(default)s)",
    )
    parser.add_argument(
        "--events", type=int, default=300_000, help="events in each of 18 files (%(default)s)"
    )
    parser.add_argument(
        "--files",
        type=int,
        default=FILES_PER_SAMPLE,
        help="files of each sample that are analysed (%(default)s)",
    )
    parser.add_argument(
        "--workers", type=int, default=2, help="worker processes of each session (%(default)s)"
    )
    options = parser.parse_args()
    workplace = Workplace(
        options.folder,
        options.events,
        example,
        files_per_sample=options.files,
        worker_count=options.workers,
    )
    print(f"ROOT files: {workplace.data}", flush=True)
    if not generate(workplace.data, options.events):
        print("  there already")
    workplace.link_data()
    try:
        return demonstrate(example, workplace)
    except RuntimeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def demonstrate(example: Example, workplace: Workplace) -> int:
    """Run and check all sessions; print the table; returns the exit status."""
    outcomes: list[Outcome] = []
    diffs: list[str] = []
    faults: list[str] = []
    references: list[Outcome] = []
    rows: list[tuple[str, ...]] = []
    seconds_per_step: dict[str, float] = {}
    for number, session in enumerate(example.sessions, 1):
        diffs.append(workplace.edit(session.edits))
        if session.rewritten:
            workplace.rewrite(session.rewritten)
        print(f"session {number}, {session.title}: {session.story}", flush=True)
        outcome = workplace.run(f"session-{number}", hash_seed=1000 + number)
        print(f"  {outcome.seconds:.1f} s", flush=True)
        wrong = needless_steps(session, outcome, outcomes)
        faults += [f"session {number} {fault}" for fault in wrong]
        outcomes.append(outcome)
        seconds_per_step |= outcome.seconds_per_step()
        rows.append(row(number, session, outcome, seconds_per_step))
        if session.changes_histograms:
            print("  and with plain Dask ...", flush=True)
            plain = workplace.run(f"plain-{number}", 2000 + number, with_martlet=False)
            print(f"  {plain.seconds:.1f} s", flush=True)
            if references and not differing_histograms(plain.folder, references[-1].folder):
                faults.append(f"session {number} changes no histogram: it shows nothing")
            references.append(plain)
        if differing := differing_histograms(outcome.folder, references[-1].folder):
            faults.append(
                f"session {number} differs from plain Dask in {len(differing)} histograms, "
                f"the first is `{differing[0]}`"
            )
    path = workplace.folder / "report.html"
    page = write_page(path, example.sessions, rows, outcomes, references, diffs, faults)
    print(f"\n{as_text(rows)}\n\nplain Dask: {references[0].seconds:.1f} s")
    if not faults:
        print("histograms: those of all sessions are identical to plain Dask's, to the bit")
    print(f"plot:   {outcomes[-1].folder / 'plot.png'}\nreport: {page}")
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    return 1 if faults else 0
