"""A progress line tells loaded, computed and saved, and is silent where nobody looks."""

import contextvars
import io
import threading
import time

import dask
import pytest
import steps
from dask import delayed
from martlet import _native
from martlet.progress import Progress, ReadingProgress, is_wanted


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
    assert "2 loaded, 0 computed, 61.00 s saved" in out.getvalue()
    assert "2 loaded, 3 computed, 61.00 s saved" in out.getvalue()
    assert "5/5" in out.getvalue()


def test_a_line_is_written_in_the_context_of_whoever_submits(monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0)
    cell = contextvars.ContextVar("cell", default="none")
    seen = set()

    class Output(io.StringIO):
        def write(self, text):
            seen.add(cell.get())
            return len(text)

    cell.set("third")
    progress = Progress(file=Output(), mininterval=0)
    progress.expect(load=0, compute=2)
    thread = threading.Thread(target=progress.advance, kwargs={"computed": 2})
    thread.start()
    thread.join()
    assert seen == {"third"}


def test_a_new_submission_extends_the_line_and_a_finished_one_ends_it():
    progress = Progress(file=io.StringIO())
    progress.expect(load=0, compute=2)
    progress.advance(computed=1)
    progress.expect(load=1, compute=0)
    assert progress._bar.total == 3
    progress.advance(loaded=1, computed=1)
    assert progress._bar is None
    progress.advance(computed=1)  # a late message changes nothing


def slowly(x):
    time.sleep(0.05)
    return x


def test_a_line_tells_the_time_that_skipped_steps_saved_too(open_client):
    with dask.config.set({"martlet.progress": True}):
        first, second = open_client(), open_client()
    what = delayed(steps.double)(delayed(slowly)(1))
    first.compute(what, sync=True)
    second._progress.expect(load=0, compute=1)  # so that the line stays open
    second.compute(what, sync=True)
    second.report()
    assert second._progress._saved >= 0.05


def test_failed_steps_leave_no_line_open(open_client, monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0)
    with dask.config.set({"martlet.progress": True}):
        client = open_client()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.compute(delayed(steps.double)(delayed(steps.inverse)(0)), sync=True)
        client.report()
        assert client._progress._bar is None


class Reading:
    """Files of which half has been read, until the bar has been shown."""

    def __init__(self):
        self.asked = 0

    @property
    def reading(self):
        self.asked += 1
        return (0, 0) if self.asked == 1 else (500, 1000)


def test_a_bar_tells_how_far_the_first_reading_of_files_is(monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0.001)
    monkeypatch.setattr("martlet.progress.PERIOD", 0.001)
    out, files = io.StringIO(), Reading()
    with ReadingProgress(files, file=out, mininterval=0):
        while files.asked < 5:
            time.sleep(0.001)
    assert "martlet reads input files" in out.getvalue() and "500/1.00k" in out.getvalue()


def test_where_nothing_long_is_read_there_is_no_bar(monkeypatch):
    monkeypatch.setattr("martlet.progress.PATIENCE", 0.001)
    out, files = io.StringIO(), _native.Files()
    with ReadingProgress(files, file=out):
        time.sleep(0.01)
    assert out.getvalue() == ""


def test_the_bytes_of_long_files_are_counted_as_they_are_read(tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(3 << 20))
    files = _native.Files()
    files.look([str(tmp_path / "a.bin"), str(tmp_path)])
    assert files.reading == (3 << 20, 3 << 20) or files.reading == (6 << 20, 6 << 20)
