"""Files that change between planning and the end of a step: its result is used, and never found again."""

from __future__ import annotations

import os
import subprocess

import pytest
import steps


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "input.txt"
    path.write_text("one")
    return path


def rewrite(path, content):
    """Let another program write other content of the same size under the same modification time."""
    seconds, rest = divmod(os.stat(path).st_mtime_ns, 10**9)
    script = f"printf {content} > {path} && touch -m -d @{seconds}.{rest:09} {path}"
    subprocess.run(["sh", "-c", script], check=True)


@pytest.fixture
def session(open_client, runs):
    """Read a file and use what was read, in a session of its own: the result, what ran, the report."""

    def run(path, meddle=None):
        client = open_client()
        text = client.submit(steps.read_after, str(path), meddle=meddle)
        result = client.submit(steps.upper, text).result()
        report = client.report().to_dict()["total"]
        client.close()
        return result, runs.taken(), report

    return run


@pytest.fixture
def rewritten_once_planned(path, monkeypatch):
    """The file is another one when the first submission has been planned."""
    from martlet.planner import Planner

    plan = Planner.rewrite

    def meddle(*arguments, **options):
        graph = plan(*arguments, **options)
        if path.read_text() == "one":
            rewrite(path, "two")
        return graph

    monkeypatch.setattr(Planner, "rewrite", meddle)


def reasons(report):
    return {row["reason"] for row in report["steps"] if row["outcome"] == "not kept"}


@pytest.mark.parametrize("when", ["between planning and reading", "during the run"])
def test_a_result_of_a_changed_file_is_used_and_neither_it_nor_its_users_are_found(
    session, path, monkeypatch, request, when
):
    if when == "during the run":
        meddle = lambda: rewrite(path, "two")  # noqa: E731
        monkeypatch.setattr("builtins.martlet_meddle", meddle, raising=False)
    else:
        request.getfixturevalue("rewritten_once_planned")
    result, ran, report = session(path)
    assert (result, ran) == ("TWO", {"read_after": 1, "upper": 1})
    (reason,) = reasons(report)
    assert str(path) in reason

    monkeypatch.undo()
    assert session(path)[0] == "TWO"
    rewrite(path, "one")
    assert session(path)[0] == "ONE"  # and not what was made of the other content under this key
    assert session(path)[:2] == ("ONE", {})
    rewrite(path, "two")
    assert session(path)[:2] == ("TWO", {})


def test_a_file_that_changes_while_what_was_seen_is_noted_is_told(
    open_client, tmp_path, monkeypatch
):
    from martlet.worker.files import FileUse

    path = tmp_path / "settings.txt"
    monkeypatch.setattr(steps, "SETTINGS", str(path))

    def session():
        client = open_client()
        result = client.submit(steps.read_settings, 0).result()
        client.close()
        return result

    remember = FileUse.remember

    def meddle(*arguments):
        rewrite(path, "2")
        return remember(*arguments)

    path.write_text("1")
    with monkeypatch.context() as patch:
        patch.setattr(FileUse, "remember", meddle)
        assert session() == 1
    assert session() == 2


def test_a_step_runs_though_nobody_can_be_told_that_its_file_changed(
    session, path, monkeypatch, rewritten_once_planned
):
    from martlet.worker.session import Session

    def fail(*arguments):
        raise OSError("the scheduler does not answer")

    monkeypatch.setattr(Session, "observe", fail)
    with pytest.warns(RuntimeWarning, match="the scheduler does not answer"):
        result, _, report = session(path)
    assert (result, report["kept"]) == ("TWO", 0)


def test_a_result_of_a_changed_file_is_not_taken_for_what_is_noted_of_the_step(
    open_client, runs, path, monkeypatch
):
    monkeypatch.setattr("martlet.worker.keeping.is_worth_noting", lambda *_: True)
    monkeypatch.setattr("martlet.worker.keeping.is_worth_keeping", lambda *_: False)

    def run(function, keep):
        tasks = {"text": (steps.read_after, str(path)), "result": (function, "text")}
        with open_client(keep=keep) as client:
            return client.get(tasks, "result", optimize_graph=False)

    assert run(len, "auto") == 3  # what was read is noted, and not kept
    monkeypatch.setattr("builtins.martlet_meddle", lambda: rewrite(path, "two"), raising=False)
    assert run(steps.upper, "all") == "TWO"
    monkeypatch.delattr("builtins.martlet_meddle")
    rewrite(path, "one")
    assert run(steps.upper, "all") == "ONE"


def test_a_file_that_went_away_is_told(session, path, monkeypatch):
    monkeypatch.setattr("builtins.martlet_meddle", lambda: None, raising=False)
    monkeypatch.setattr("builtins.martlet_afterwards", lambda: subprocess.run(["rm", path]), raising=False)
    result, _, report = session(path)
    assert result == "ONE"
    assert "changed while the step ran" in reasons(report).pop()


def test_where_what_was_seen_can_not_be_written_nothing_more_is_kept(session, path, monkeypatch):
    from martlet.observed import Observations

    def refuse(*arguments):
        raise OSError("the disk is full")

    monkeypatch.setattr(Observations, "add", refuse)
    monkeypatch.setattr("builtins.martlet_meddle", lambda: rewrite(path, "two"), raising=False)
    with pytest.warns(RuntimeWarning, match="nothing more is kept: the disk is full"):
        result, _, report = session(path)
    assert (result, report["kept"]) == ("TWO", 0)
    monkeypatch.undo()
    rewrite(path, "one")
    assert session(path)[0] == "ONE"
