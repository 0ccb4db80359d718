"""A progress line tells loaded, computed and saved, and is silent where nobody looks."""

import io

import dask
import pytest
import steps
from dask import delayed
from martlet.progress import Progress, is_wanted


@pytest.mark.parametrize("setting", [True, False])
def test_the_setting_decides(setting):
    assert is_wanted(setting) is setting


def test_without_a_terminal_there_is_no_line(monkeypatch):
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert not is_wanted(None)


def test_a_line_counts_steps_and_saved_time(monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0)
    out = io.StringIO()
    progress = Progress(file=out, mininterval=0)
    progress.expect(load=2, compute=3)
    progress.advance(loaded=2, saved=61.0)
    progress.advance(computed=3)
    assert "2 loaded, 3 computed, 61.00 s saved" in out.getvalue()
    assert "5/5" in out.getvalue()


def test_a_new_submission_extends_the_line_and_a_finished_one_ends_it():
    progress = Progress(file=io.StringIO())
    progress.expect(load=0, compute=2)
    progress.advance(computed=1)
    progress.expect(load=1, compute=0)
    assert progress._bar.total == 3
    progress.advance(loaded=1, computed=1)
    assert progress._bar is None
    progress.advance(computed=1)  # a late message changes nothing


def test_failed_steps_leave_no_line_open(open_client, monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0)
    with dask.config.set({"martlet.progress": True}):
        client = open_client()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.compute(delayed(steps.double)(delayed(steps.inverse)(0)), sync=True)
        client.report()
        assert client._progress._bar is None
