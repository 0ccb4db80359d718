"""Files that code reads once and keeps in memory for the steps that come later."""

from __future__ import annotations

import pytest
import reading
import remembering
from dask import delayed
from distributed import Client

import martlet

COUNT = 6


class Sessions:
    """One after the other on the same workers, which forget what they hold when they are told."""

    def __init__(self, cluster, folder):
        self._cluster, self._folder = cluster, folder
        self.path = folder / "settings"
        self.hidden = reading.Hidden(str(self.path))
        self.report = ""

    def forget(self):
        """Let workers be as new."""
        remembering.forget()
        with Client(self._cluster, set_as_default=False) as client:
            client.run(remembering.forget_on)

    def run(self, *functions, before=None):
        """The sums of the results, function by function, and how many steps were computed."""
        with martlet.Client(self._cluster, store=self._folder / "store", keep="all") as client:
            if before is not None:
                before(client)
            sums = []
            for function in functions:
                futures = client.map(function, range(COUNT), hidden=self.hidden)
                sums.append(sum(client.gather(futures)))
            self.report = str(client.report())
            return sums, client.report().to_dict()["total"].get("computed", 0)

    def result(self, function, *arguments):
        """The result of one step, and whether it was computed."""
        with martlet.Client(self._cluster, store=self._folder / "store", keep="all") as client:
            result = client.submit(function, *arguments).result()
            return result, client.report().to_dict()["total"].get("computed", 0)


@pytest.fixture(params=["threads", "processes"])
def sessions(request, tmp_path):
    name = {"threads": "cluster", "processes": "processes"}[request.param]
    sessions = Sessions(request.getfixturevalue(name), tmp_path)
    sessions.forget()
    yield sessions
    sessions.forget()


def expected(content):
    return sum(range(COUNT)) + COUNT * content


@pytest.mark.parametrize("way", remembering.WAYS, ids=lambda way: way.__name__)
def test_what_one_step_reads_for_all_counts_for_all(sessions, way):
    for content, ran in [(1, COUNT), (1, 0), (2, COUNT), (2, 0), (1, 0)]:
        sessions.path.write_text(str(content))
        sessions.forget()
        assert sessions.run(way) == ([expected(content)], ran), sessions.report


@pytest.mark.parametrize("way", remembering.WAYS, ids=lambda way: way.__name__)
def test_what_is_remembered_of_a_file_that_changed_is_not_kept(sessions, way):
    sessions.path.write_text("1")
    sessions.run(way)
    sessions.path.write_text("2")
    assert sessions.run(way) == ([expected(1)], COUNT)  # as in plain Dask
    assert "restart the workers" in sessions.report or "other code runs" in sessions.report
    for ran in (COUNT, 0):
        sessions.forget()
        assert sessions.run(way) == ([expected(2)], ran), sessions.report


def test_what_one_function_reads_for_another_counts_for_both(sessions):
    both = remembering.by_cache, remembering.by_cache_too
    for content, ran in [(1, 2 * COUNT), (1, 0), (2, 2 * COUNT), (2, 0)]:
        sessions.path.write_text(str(content))
        sessions.forget()
        assert sessions.run(*both) == ([expected(content), expected(-content)], ran)


def test_of_several_files_those_in_memory_count_too(sessions):
    for number in range(COUNT + 1):
        sessions.path.with_name(f"settings{number}").write_text("1")
    for change, total in [(None, 2 * COUNT), (3, 2 * COUNT + 20), (4, 2 * COUNT + 40)]:
        sessions.forget()
        if change is not None:
            sessions.path.with_name(f"settings{change}").write_text("11")
        assert sessions.run(remembering.two_by_cache)[0] == [total]


def by_unidentified_steps(client, hidden):
    steps = [delayed(by_made_up_code)(number, hidden) for number in range(20)]
    client.gather(client.compute(steps))


def by_made_up_code(number, hidden):
    return eval("remembering.by_cache(number, hidden)")


def by_plain_client(client, hidden):
    with Client(client.cluster, set_as_default=False) as plain:
        for worker in plain.nthreads():
            plain.submit(remembering.by_cache, 0, hidden, workers=worker, pure=False).result()


def by_run(client, hidden):
    client.run(remembering.by_cache, 0, hidden)


@pytest.mark.parametrize("warm_up", [by_unidentified_steps, by_plain_client, by_run])
def test_what_is_read_outside_of_steps_counts_for_them(sessions, warm_up):
    for content in (1, 2):
        sessions.path.write_text(str(content))
        sessions.forget()
        found = sessions.run(
            remembering.by_cache, before=lambda client: warm_up(client, sessions.hidden)
        )
        assert found[0] == [expected(content)]
    sessions.forget()
    assert sessions.run(remembering.by_cache) == ([expected(2)], 0)


def test_what_is_remembered_of_named_files_that_changed_is_not_kept(sessions):
    first, second, third = (str(sessions.path) + suffix for suffix in "abc")
    for path in (first, second, third):
        with open(path, "w") as file:
            file.write("1")
    assert sessions.result(remembering.by_paths_in_cache, [first, second]) == (2, 1)
    with open(second, "w") as file:
        file.write("100")
    sessions.result(remembering.by_paths_in_cache, [second, third])  # by the same worker, or not
    sessions.forget()
    assert sessions.result(remembering.by_paths_in_cache, [second, third])[0] == 101
    assert sessions.result(remembering.by_paths_in_cache, [second, third]) == (101, 0)


def test_what_some_steps_read_each_for_itself_counts_for_those(sessions):
    for content, ran in [(1, COUNT), (2, 2), (1, 0)]:
        sessions.path.write_text(str(content))
        total = sum(range(COUNT)) + 2 * content
        assert sessions.run(remembering.reads_for_some) == ([total], ran)


def test_steps_that_read_files_of_their_own_do_not_count_each_others(sessions):
    functions = remembering.by_cache, remembering.reads_for_itself
    sessions.path.write_text("1")
    for number in range(COUNT):
        sessions.path.with_name(f"settings{number}").write_text("5")
    assert sessions.run(*functions)[1] == 2 * COUNT
    sessions.path.with_name("settings3").write_text("6")
    sessions.forget()
    assert sessions.run(*functions) == ([expected(1), 5 * COUNT + 1], 1)
