"""A report counts what became of the steps, per submission and in total."""

import json

import pytest
from martlet.report import Outcome, Report


@pytest.fixture
def report() -> Report:
    report = Report()
    report.note(1, Outcome.COMPUTED, "ttbar.select", seconds=4.0, count=2)
    report.note(1, Outcome.KEPT, "ttbar.select", nbytes=2_000, count=2)
    report.note(1, Outcome.UNIDENTIFIED, "ttbar.query", "argument 1: an open file")
    report.note(2, Outcome.LOADED, "ttbar.select", seconds=4.0, nbytes=2_000, count=2)
    report.note(2, Outcome.SKIPPED, "ttbar.read", seconds=10.0, count=3)
    return report


def test_totals_are_the_sum_of_the_submissions(report):
    data = report.to_dict()
    for name in ("loaded", "computed", "cut_off", "skipped", "unidentified", "kept", "not_kept"):
        assert data["total"][name] == sum(part[name] for part in data["submissions"])
    assert [part["number"] for part in data["submissions"]] == [1, 2]


def test_saved_seconds_are_those_of_steps_that_did_not_run(report):
    assert report.seconds_saved(1) == 0
    assert report.seconds_saved(2) == 14.0
    assert report.to_dict()["total"]["seconds_computed"] == 4.0


def test_bytes_are_told_apart_by_direction(report):
    first, second = report.to_dict()["submissions"]
    assert (first["bytes_read"], first["bytes_written"]) == (0, 2_000)
    assert (second["bytes_read"], second["bytes_written"]) == (2_000, 0)


def test_plain_data_is_json(report):
    assert json.loads(json.dumps(report.to_dict())) == report.to_dict()


def test_text_names_every_step_and_reason(report):
    text = str(report)
    for words in ("submission 1: 2 computed, 1 unidentified, 2 kept", "ttbar.query", "an open file"):
        assert words in text
    assert "total: 2 loaded, 3 skipped, 2 computed" in text


def test_text_has_one_row_for_each_function_the_weightiest_first(report):
    head, *rows = str(report).partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert "cut off" not in head, "only columns that hold something"
    assert [row.split()[0] for row in rows] == ["ttbar.read", "ttbar.select", "ttbar.query"]
    assert rows[1].split() == "ttbar.select 2 2 2 4.00 s 4.00 s 1.95 kiB 1.95 kiB".split()


def test_html_escapes_labels():
    report = Report()
    report.note(1, Outcome.COMPUTED, "analysis.<lambda>")
    assert "analysis.&lt;lambda&gt;" in report._repr_html_()


def test_an_empty_report_says_so():
    assert "no steps" in str(Report())
    assert repr(Report()) == "<martlet report: nothing submitted>"
