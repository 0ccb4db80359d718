"""Files that steps open or write though their arguments don't say so."""

from __future__ import annotations

import os
import time

import pytest
import steps

#: Seconds: a file changed after a step began is not trusted, so tests let the clock go on.
TICK = 0.05


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A file whose name stands in a global of the step's module."""
    path = tmp_path / "settings.txt"
    monkeypatch.setattr(steps, "SETTINGS", str(path))
    return path


def written(path, text):
    path.write_text(text)
    time.sleep(TICK)


def session(open_client, runs, function, *arguments):
    """The result of a session's call of a step and of one that depends on it, and what ran."""
    client = open_client()
    result = client.submit(steps.double, client.submit(function, *arguments)).result()
    client.close()
    return result, runs.taken()


def test_a_file_named_in_a_global_counts_once_it_was_opened(open_client, runs, settings):
    written(settings, "1")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 22
    session(open_client, runs, steps.read_settings, 10)  # its users' keys count the file from now on
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})
    written(settings, "2")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 24
    assert session(open_client, runs, steps.read_settings, 10) == (24, {})
    written(settings, "1")
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})
    settings.unlink()
    with pytest.raises(FileNotFoundError):
        session(open_client, runs, steps.read_settings, 10)


def test_a_step_that_writes_a_file_that_it_names_runs_every_time(open_client, runs, tmp_path):
    target = tmp_path / "out.txt"
    for _ in range(3):
        assert session(open_client, runs, steps.write_file, str(target))[1]["write_file"] == 1
        assert os.path.exists(target)
        target.unlink()


def test_a_log_that_a_step_adds_to_makes_it_no_writer(open_client, runs, tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "LOG", str(tmp_path / "log"))
    assert session(open_client, runs, steps.log_line, 1)[1] == {"log_line": 1, "double": 1}
    assert session(open_client, runs, steps.log_line, 1) == (2, {})
