"""Workers in processes of their own, which import the analysis's modules by themselves."""

from __future__ import annotations

PROCESSES = {"cluster": {"processes": True, "n_workers": 2, "threads_per_worker": 1}}


def test_workers_in_processes_run_and_keep_what_an_edit_changes(analysis):
    assert len(analysis.session().ran) == 4
    analysis.edit("utils/kinematics.py", "eta=2.4", "eta=1.4")
    outcome, plain = analysis.session(**PROCESSES), analysis.session(store="")
    assert outcome.differs_from(plain) == [] and outcome.ran == plain.ran
    assert analysis.session().ran == []
