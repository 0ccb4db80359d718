"""Results that name files or hold them, and steps that write."""

from __future__ import annotations

import os

import dask.array
import dask.bag
import pytest
import reading
import steps

import martlet


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def session(open_client, runs):
    """Calls of steps, one on the other, in a session of their own: the result, what ran, the report."""

    def run(*calls, **options):
        client = open_client(**options)
        value = None
        for function, *arguments in calls:
            given = arguments if value is None else [value, *arguments]
            value = client.submit(function, *given)
        result = value.result()
        report = client.report().to_dict()["total"]
        client.close()
        return result, runs.taken(), report

    return run


@pytest.mark.parametrize(
    ("name", "use"), [(steps.choose, steps.size_of), (steps.many_words, steps.size_of_first)]
)
def test_a_result_that_names_a_file_is_another_when_the_file_is(session, folder, name, use):
    calls = [(name, reading.Hidden(str(folder))), (use,)]
    (folder / "chosen.txt").write_text("one")
    assert session(*calls)[:2] == (3, {name.__name__: 1, "size_of": 1})
    assert session(*calls)[:2] == (3, {})
    (folder / "chosen.txt").write_text("three")
    assert session(*calls)[:2] == (5, {name.__name__: 1, "size_of": 1})
    (folder / "chosen.txt").unlink()
    with pytest.raises(FileNotFoundError):
        session(*calls)
    (folder / "chosen.txt").write_text("one")
    assert session(*calls)[0] == 3


@pytest.fixture
def skim(folder, tmp_path):
    (tmp_path / "events.txt").write_text("11\n22\n31\n")
    return [(steps.skim, str(tmp_path / "events.txt"), reading.Hidden(str(folder)))]


def test_a_file_as_result_is_kept_with_its_content_and_put_back(session, folder, skim):
    result, ran, report = session(*skim)
    assert (type(result), os.fspath(result)) == (martlet.File, f"{folder}/skim.txt")
    assert (ran, report["kept"], report["writers"]) == ({"skim": 1}, 1, 0)
    assert session(*skim)[1] == {}
    (folder / "skim.txt").unlink()
    folder.rmdir()
    assert session(*skim)[:2] == (result, {})
    assert (folder / "skim.txt").read_text() == "11\n31\n"
    assert os.listdir(folder) == ["skim.txt"]
    assert (folder / "skim.txt").stat().st_mode & 0o777 == 0o644


def test_another_file_under_its_name_is_not_replaced_by_what_is_kept(session, folder, skim):
    session(*skim)
    (folder / "skim.txt").write_text("mine")
    result, ran, _ = session(*skim)
    # The step runs, and does with the file what it does without us.
    assert ran == {"skim": 1} and (folder / "skim.txt").read_text() == "11\n31\n"
    assert session(*skim)[1] == {}


def test_users_of_a_file_as_result_find_what_it_held(session, folder, skim, tmp_path):
    calls = [*skim, (steps.lines_of,)]
    assert session(*calls)[0] == ["11", "31"]
    assert session(*calls)[:2] == (["11", "31"], {})
    (folder / "skim.txt").unlink()
    # It is put back; its user, who opened it, runs only if it is planned before that.
    result, ran, _ = session(*calls)
    assert result == ["11", "31"] and ran in ({}, {"lines_of": 1})
    (folder / "skim.txt").write_text("another's")
    assert session(*calls)[0] == ["11", "31"]
    (tmp_path / "events.txt").write_text("1\n")
    assert session(*calls)[:2] == (["1"], {"skim": 1, "lines_of": 1})


def test_an_input_that_is_handed_on_is_not_kept_as_a_result(session, tmp_path):
    (tmp_path / "large.bin").write_bytes(bytes(200_000))
    given = martlet.File(tmp_path / "large.bin")
    result, _, report = session((steps.handed_on, given))
    assert result == given and report["bytes_written"] < 10_000


def test_a_large_file_and_an_empty_one_come_back(session, folder, tmp_path):
    for count in (0, 50_000):
        (tmp_path / "events.txt").write_text("111\n" * count)
        calls = [(steps.skim, str(tmp_path / "events.txt"), reading.Hidden(str(folder)))]
        session(*calls)
        (folder / "skim.txt").unlink()
        assert session(*calls)[1] == {}
        assert (folder / "skim.txt").read_text() == "111\n" * count


def test_a_step_that_writes_a_file_that_it_names_runs_every_time(session, folder):
    target = folder / "out.txt"
    for _ in range(3):
        result, ran, report = session((steps.write_file, str(target)), (steps.upper,))
        assert ran["write_file"] == 1 and target.exists()
        assert (result, report["writers"]) == (str(target).upper(), 1)
        (row,) = [row for row in report["steps"] if row["outcome"] == "writers"]
        assert row["step"] == "steps.write_file" and row["reason"]
        target.unlink()


def test_users_of_a_writer_are_cut_off_if_it_gave_the_same(session, folder):
    calls = [(steps.write_file, str(folder / "out.txt")), (steps.size_of,)]
    session(*calls)
    (folder / "out.txt").unlink()
    assert session(*calls)[:2] == (7, {"write_file": 1})


def test_dasks_writers_run_every_time_and_are_told(open_client, folder):
    for _ in range(2):
        client = open_client()
        dask.bag.from_sequence(["a", "b"], npartitions=2).to_textfiles(f"{folder}/*.txt")
        dask.array.to_npy_stack(f"{folder}/stack", dask.array.ones(4, chunks=2))
        assert client.report().to_dict()["total"]["writers"] >= 2
        assert (folder / "0.txt").read_text().strip() == "a"
        client.close()
        for path in folder.glob("*.txt"):
            path.unlink()


def test_a_step_that_returns_the_bytes_of_a_file_is_no_writer(session):
    assert session((steps.picture, 3))[0] == b"\x89PNG" * 3
    result, ran, report = session((steps.picture, 3))
    assert (result, ran, report["writers"]) == (b"\x89PNG" * 3, {}, 0)
