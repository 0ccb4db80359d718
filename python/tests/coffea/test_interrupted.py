"""A chunk is kept when it is done: a run that ends early goes on from there."""

from __future__ import annotations

import signal

import pytest

LAST = "wjets__nominal_1.root 100"

#: One chunk after the other, eight in all.
IN_ORDER = {"cluster": {"threads_per_worker": 1}, "runner": {"chunksize": 100}}


@pytest.mark.parametrize(("how", "status"), [("KILLS", -signal.SIGKILL), ("FAILS", 1)])
def test_a_run_that_ends_early_goes_on_from_there(analysis, how, status):
    assert analysis.start(environment={how: LAST}, **IN_ORDER) == status
    seen = analysis.chunks_seen()
    done = seen[: seen.index(LAST)]
    assert len(done) > 3
    outcome, plain = analysis.session(**IN_ORDER), analysis.session(store="", **IN_ORDER)
    assert outcome.differs_from(plain) == []
    assert set(outcome.ran) >= set(plain.ran) - set(seen) | {LAST}
    assert set(outcome.ran).isdisjoint(done)
