"""Files that code reads once and keeps in memory for the steps that come later."""

from __future__ import annotations

import pytest
import reading
import remembering

COUNT = 6


@pytest.fixture
def path(tmp_path):
    remembering.forget()
    yield tmp_path / "settings"
    remembering.forget()


def session(open_client, runs, path, *functions):
    """The sums of a session's results, function by function, how many steps ran, and the report."""
    client = open_client()
    hidden = reading.Hidden(str(path))
    futures = [client.map(each, range(COUNT), hidden=hidden) for each in functions]
    sums = [sum(client.gather(some)) for some in futures]
    report = str(client.report())
    client.close()
    return sums, sum(runs.taken().values()), report


def expected(content):
    return sum(range(COUNT)) + COUNT * content


@pytest.mark.parametrize("way", remembering.WAYS, ids=lambda way: way.__name__)
def test_what_one_step_reads_for_all_counts_for_all(open_client, runs, path, way):
    for content, ran in [(1, COUNT), (1, 0), (2, COUNT), (2, 0), (1, 0)]:
        path.write_text(str(content))
        remembering.forget()
        assert session(open_client, runs, path, way)[:2] == ([expected(content)], ran)


def test_what_one_function_reads_for_another_counts_for_both(open_client, runs, path):
    both = remembering.by_cache, remembering.by_cache_too
    for content, ran in [(1, 2 * COUNT), (1, 0), (2, 2 * COUNT), (2, 0)]:
        path.write_text(str(content))
        remembering.forget()
        sums = [expected(content), expected(-content)]
        assert session(open_client, runs, path, *both)[:2] == (sums, ran)


@pytest.mark.parametrize("way", remembering.WAYS, ids=lambda way: way.__name__)
def test_what_is_remembered_of_a_file_that_changed_is_not_kept(open_client, runs, path, way):
    path.write_text("1")
    session(open_client, runs, path, way)
    path.write_text("2")
    (found,), ran, report = session(open_client, runs, path, way)
    assert (found, ran) == (expected(1), COUNT)  # as in plain Dask
    assert "restart the workers" in report
    for ran in (COUNT, 0):
        remembering.forget()
        found = session(open_client, runs, path, way)
        assert found[:2] == ([expected(2)], ran), found[2]


def test_what_is_remembered_of_a_named_file_that_changed_is_not_kept(open_client, runs, path):
    def result():
        client = open_client()
        found = client.submit(remembering.by_path_in_cache, str(path)).result()
        client.close()
        return found, sum(runs.taken().values())

    path.write_text("1")
    assert result() == (1, 1)
    path.write_text("2")
    assert result() == (1, 1)
    remembering.forget()
    assert result() == (2, 1)
    assert result() == (2, 0)


def test_what_some_steps_read_each_for_itself_counts_for_those(open_client, runs, path):
    for content, ran in [(1, COUNT), (2, 2), (1, 0)]:
        path.write_text(str(content))
        sums = [sum(range(COUNT)) + 2 * content]
        assert session(open_client, runs, path, remembering.reads_for_some)[:2] == (sums, ran)


def test_steps_that_read_files_of_their_own_do_not_count_each_others(open_client, runs, path):
    functions = remembering.by_cache, remembering.reads_for_itself
    path.write_text("1")
    for number in range(COUNT):
        path.with_name(f"settings{number}").write_text("5")
    assert session(open_client, runs, path, *functions)[1] == 2 * COUNT
    path.with_name("settings3").write_text("6")
    remembering.forget()
    assert session(open_client, runs, path, *functions)[:2] == ([expected(1), 5 * COUNT + 1], 1)


def test_workers_that_are_processes_of_their_own_remember_likewise(process_session, tmp_path):
    path = tmp_path / "settings"

    def totals():
        with process_session() as session:
            client = session.client
            parts = client.map(remembering.by_cache_quietly, range(COUNT), hidden=hidden)
            return sum(client.gather(parts)), session.total()

    hidden = reading.Hidden(str(path))
    path.write_text("1")
    assert totals()[1]["kept"] == COUNT
    result, total = totals()
    assert (result, total["loaded"]) == (expected(1), COUNT)
    path.write_text("2")
    result, total = totals()
    assert (result, total["computed"], total["not_kept"]) == (expected(1), COUNT, COUNT)
