"""After an edit the chunks run whose results it may change, and only those."""

from __future__ import annotations

import pytest
from edits import EDITS
from ways import in_each, ways_of


@pytest.mark.parametrize(
    ("edit", "ways"),
    [pytest.param(edit, ways_of(i), id=name) for i, (name, edit) in enumerate(EDITS.items())],
)
def test_after_an_edit_results_are_those_of_plain_dask(analyses, edit, ways):

    def session(analysis):
        try:
            for replacement in edit.replacements:
                analysis.edit(*replacement)
            return analysis.session(**edit.request)
        finally:
            analysis.restore()

    tried = {way: analyses[way] for way in ["plain", *ways]}
    plain, outcomes = in_each(tried, session)
    for way, outcome in outcomes.items():
        assert outcome.differs_from(plain) == [], way
        assert outcome.ran == expected(plain.ran, edit.runs), way


def expected(chunks, runs):
    """Those of all chunks that are to run."""
    if isinstance(runs, str):
        return [chunk for chunk in chunks if chunk.startswith(runs)]
    return chunks if runs else []
