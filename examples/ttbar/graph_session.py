"""One session of the ttbar graph; see :mod:`demonstration.session`."""

from __future__ import annotations

import collections
import re
import time
from pathlib import Path

import distributed
from analysis.graph import build
from demonstration.session import Analysed, main

__all__ = ["analyse"]

#: Which of many equal inputs a reason names.
NUMBER = r"\[\d+\]"


def analyse(
    client: distributed.Client, files: dict[str, list[Path]], event_count: int
) -> Analysed:
    """Compute the graph."""
    graph = build(files, event_count)
    client.run(_import_analysis)
    reasons = _reasons(client.explain(graph)) if hasattr(client, "explain") else []
    start = time.perf_counter()
    histograms, png = client.gather(client.compute(graph))
    return Analysed(histograms, png, time.perf_counter() - start, reasons)


def _reasons(explanation) -> list[str]:
    """Why steps are computed: a line for each function and reason, with the number of steps."""
    counts = collections.Counter(
        f"{why.label.rsplit('.', 1)[-1]}: {re.sub(NUMBER, '', reason)}"
        for why in explanation.steps
        for reason in why.reasons
    )
    return [f"{count} × {line}" for line, count in counts.items()]


def _import_analysis() -> None:
    """Import on a worker what the steps need, so that no session pays it between its steps."""
    import analysis.graph  # noqa: F401
    import matplotlib.figure  # noqa: F401


if __name__ == "__main__":
    main(analyse)
