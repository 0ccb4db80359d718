"""Reports call coffea's steps by the processor."""

from __future__ import annotations


def test_reports_name_the_processor(analysis):
    assert computed(analysis.session()) == {
        "TtbarAnalysis.process": 4,
        "coffea.fetch_metadata": 4,
        "coffea.merge": 2,
    }
    # The metadata are fetched every time.
    assert computed(analysis.session()) == {"coffea.fetch_metadata": 4}


def computed(outcome):
    """How many steps ran, by label."""
    return {label: count for kind, label, count in outcome.steps if kind == "computed"}
