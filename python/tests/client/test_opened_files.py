"""Files that steps open or list though their arguments don't say so."""

from __future__ import annotations

import os
import shutil
import time

import pytest
import reading
import steps
from dask import delayed


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A file whose name stands in a global of the step's module."""
    path = tmp_path / "settings.txt"
    monkeypatch.setattr(steps, "SETTINGS", str(path))
    return path


def session(open_client, runs, function, *arguments, **options):
    """The result of a session's call of a step and of one that depends on it, and what ran."""
    client = open_client(**options)
    result = client.submit(steps.double, client.submit(function, *arguments)).result()
    client.close()
    return result, runs.taken()


def test_a_file_named_in_a_global_counts(open_client, runs, settings):
    settings.write_text("1")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 22
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})
    settings.write_text("2")
    assert session(open_client, runs, steps.read_settings, 10) == (
        24,
        {"read_settings": 1, "double": 1},
    )
    assert session(open_client, runs, steps.read_settings, 10) == (24, {})
    settings.write_text("1")
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})
    settings.unlink()
    with pytest.raises(FileNotFoundError):
        session(open_client, runs, steps.read_settings, 10)


def test_what_was_seen_outlasts_collection_and_the_removal_of_records(
    open_client, runs, settings, tmp_path
):
    from martlet import _native

    settings.write_text("1")
    session(open_client, runs, steps.read_settings, 10)
    store = _native.Store(str(tmp_path / "store"))
    for path in (tmp_path / "store/records").rglob("*"):
        os.utime(path, (0, 0))
    store.collect(10**9)
    settings.write_text("2")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 24
    shutil.rmtree(tmp_path / "store/records")
    settings.write_text("1")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 22


def test_each_step_of_a_function_counts_the_files_that_it_opens(open_client, runs, tmp_path):
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text(str(number))

    def total():
        client = open_client()
        parts = client.map(reading.by_number, range(20), folder=reading.Hidden(str(tmp_path)))
        result = client.submit(sum, parts).result()
        client.close()
        return result, runs.taken()

    assert total() == (190, {"by_number": 20})
    assert total() == (190, {})
    (tmp_path / "7.txt").write_text("1007")
    assert total() == (1190, {"by_number": 1})
    assert total() == (1190, {})


def test_explain_names_an_opened_file_that_changed(open_client, runs, settings):
    settings.write_text("1")
    time.sleep(1.1)  # sessions are named by the second
    session(open_client, runs, steps.read_settings, 10, keep="none")

    def reasons():
        step = delayed(steps.read_settings)(10, dask_key_name="settings")
        return [reason for why in open_client().explain(step).steps for reason in why.reasons]

    name = f"`{settings}`, which it opens or names, changed"
    assert reasons() == [f"{name} earlier, or its result was not kept"]
    settings.write_text("2")
    assert reasons() == [name]


def test_files_that_depend_on_what_other_files_hold_count(open_client, runs, tmp_path):
    index, first, second = (tmp_path / name for name in ("index.txt", "a.txt", "b.txt"))
    first.write_text("1"), second.write_text("2")
    hidden = reading.Hidden(str(index))
    for name, value in [(first, 1), (second, 2), (first, 1)]:
        index.write_text(str(name))
        assert session(open_client, runs, reading.by_index, hidden)[0] == 2 * value
        assert session(open_client, runs, reading.by_index, hidden) == (2 * value, {})
    second.write_text("3")  # is not looked at now
    assert session(open_client, runs, reading.by_index, hidden) == (2, {})
    index.write_text(str(second))
    assert session(open_client, runs, reading.by_index, hidden)[0] == 6


def test_a_file_that_was_looked_for_in_vain_counts_when_it_is_there(open_client, runs, tmp_path):
    hidden = reading.Hidden(str(tmp_path / "override.txt"))
    assert session(open_client, runs, reading.or_default, hidden)[0] == 2
    assert session(open_client, runs, reading.or_default, hidden) == (2, {})
    (tmp_path / "override.txt").write_text("5")
    assert session(open_client, runs, reading.or_default, hidden)[0] == 10
    (tmp_path / "override.txt").unlink()
    assert session(open_client, runs, reading.or_default, hidden) == (2, {})


@pytest.mark.parametrize("function", reading.WAYS, ids=lambda function: function.__name__)
def test_ways_to_open_a_file_that_are_seen(open_client, runs, tmp_path, function):
    path = tmp_path / "data"
    found = []
    for content in (1, 2, 1):
        reading.write(function, path, content)
        for _ in range(2):
            result, ran = session(open_client, runs, function, reading.Hidden(str(path)))
            found.append((result, sum(ran.values()) > 0))
    assert [ran for _, ran in found] == [True, False, True, False, False, False], found
    assert [result for result, _ in found] == [2, 2, 4, 4, 2, 2]


def test_a_relative_name_is_looked_up_in_the_working_folder(open_client, runs, tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "SETTINGS", "settings.txt")
    for name, content in [("one", "1"), ("two", "2"), ("one", "1")]:
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "settings.txt").write_text(content)
        monkeypatch.chdir(tmp_path / name)
        assert session(open_client, runs, steps.read_settings, 10)[0] == 2 * (10 + int(content))
    assert session(open_client, runs, steps.read_settings, 10) == (22, {})


def test_what_a_step_writes_before_it_reads_it_does_not_count(open_client, runs, tmp_path):
    scratch = reading.Hidden(str(tmp_path / "scratch"))
    assert session(open_client, runs, reading.through_a_temporary_file, scratch)[0] == 14
    (tmp_path / "scratch").write_text("other")
    assert session(open_client, runs, reading.through_a_temporary_file, scratch) == (14, {})


class Frozen(list):
    """As pandas' `FrozenList`, it can be iterated over and not be added."""

    def __radd__(self, other):
        raise TypeError


@pytest.mark.parametrize("argument", [1, Frozen([1])])
def test_a_log_that_a_step_adds_to_makes_it_no_writer(
    open_client, runs, tmp_path, monkeypatch, argument
):
    monkeypatch.setattr(steps, "LOG", str(tmp_path / "log"))
    both = {"log_line": 1, "double": 1}
    assert session(open_client, runs, steps.log_line, argument)[1] == both
    assert session(open_client, runs, steps.log_line, argument) == (argument * 2, {})


def test_imports_in_a_step_are_code_and_no_files(open_client, runs, tmp_path, monkeypatch):
    (tmp_path / "code").mkdir()
    (tmp_path / "code/late_module.py").write_text("VALUE = 3\n")
    monkeypatch.syspath_prepend(tmp_path / "code")
    assert session(open_client, runs, reading.late_import, 1)[0] == 6
    (tmp_path / "code/unrelated.txt").touch()
    assert session(open_client, runs, reading.late_import, 1) == (6, {})


@pytest.mark.parametrize("damage", [b"", b"{", b'{"opens": 1}'])
def test_a_damaged_observation_lets_nothing_be_found(open_client, runs, settings, tmp_path, damage):
    settings.write_text("1")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 22
    rows = [path for path in (tmp_path / "store/observed").rglob("*") if path.is_file()]
    assert rows
    for path in rows:
        path.write_bytes(damage)
    settings.write_text("2")
    assert session(open_client, runs, steps.read_settings, 10)[0] == 24


def test_a_chain_of_steps_that_open_files_rests_from_the_second_session_on(
    open_client, runs, tmp_path
):
    hidden = [reading.Hidden(str(tmp_path / name)) for name in "abc"]
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_text("1")

    def chain():
        client = open_client()
        step = client.submit(steps.double, 1)
        for each in hidden:
            step = client.submit(reading.plus_content, step, each)
        result = client.submit(steps.double, step).result()
        client.close()
        return result, runs.taken()

    assert chain() == (10, {"double": 2, "plus_content": 3})
    for _ in range(4):
        assert chain() == (10, {})
    paths[1].write_text("2")
    assert chain() == (12, {"double": 1, "plus_content": 2})
    for _ in range(3):
        assert chain() == (12, {})
    paths[1].write_text("1")
    for _ in range(3):
        assert chain() == (10, {})


def test_a_step_that_opens_a_file_is_cut_off_by_content(open_client, runs, tmp_path):
    path = tmp_path / "a"
    hidden = reading.Hidden(str(path))

    def result(first):
        client = open_client()
        found = client.submit(reading.plus_content, client.submit(first, 1), hidden).result()
        client.close()
        return found, runs.taken()

    path.write_text("1")
    assert result(steps.double) == (3, {"double": 1, "plus_content": 1})
    assert result(reading.twice) == (3, {"twice": 1})
    path.write_text("5")
    assert result(steps.double) == (7, {"plus_content": 1})
    assert result(reading.twice) == (7, {})
    path.write_text("1")
    assert result(reading.thrice_less_one) == (3, {"thrice_less_one": 1})
