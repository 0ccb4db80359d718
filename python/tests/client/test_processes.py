"""Workers that are processes of their own: each with a memory of its own."""

from __future__ import annotations

import os

import dask
import martlet
import pytest
from dask import delayed
from news import wait_for_news
from process_sessions import double, use_selected


def test_files_that_a_step_opens_count_whichever_process_opens_them(process_session, tmp_path):
    path = tmp_path / "settings.txt"
    for content, computed in [("1", 2), ("1", 0), ("2", 2), ("1", 0)]:
        if not path.exists() or path.read_text() != content:
            path.write_text(content)
        with process_session() as each:
            read = each.client.submit(read_at_length, len(str(path)), tuple(str(path)))
            assert each.client.submit(use_selected, read).result() == ["used", content]
            assert each.total()["computed"] == computed


def read_at_length(count, letters):
    with open("".join(letters)) as file:
        return file.read()


def test_steps_with_inputs_are_kept_after_workers_have_told_of_others(process_session):
    with process_session() as each:
        for number in range(2):
            once = each.client.submit(double, number + 0.5)
            assert each.client.submit(double, once).result() == 4 * number + 2
            wait_for_news(each.client)
        assert each.total()["kept"] == 4


def make(path, tag):
    return os.stat(path).st_size  # which nobody sees that watches what is opened


def middle(x):
    return x + 1


def use(x):
    return [x, os.getpid()]


def test_a_refreshed_step_reaches_consumers_where_others_remember_the_old_content(
    processes, process_session, tmp_path
):
    a, b = (worker.worker_address for worker in processes.workers.values())
    path = tmp_path / "input"

    def graph(tag, on_use=b):
        with dask.annotate(workers=[a]):
            made = delayed(middle)(delayed(make)(os.fsencode(path), tag))
        with dask.annotate(workers=[on_use]):
            return delayed(use)(made)

    with process_session() as only:

        def compute(what, **options):
            return only.client.compute(what, optimize_graph=False, **options).result()[0]

        path.write_text("1")
        assert compute(graph(1)) == 2
        assert compute(graph(2)) == 2
        assert only.total()["cut_off"] == 2  # middle on one worker, use on the other
        path.write_text("55555")
        assert compute(graph(2)) == 2  # the file is not seen
        assert compute(graph(2), refresh="make") == 6
        assert compute(graph(2)) == 6
        assert compute(graph(3, on_use=a)) == 6
    with process_session() as later:
        assert later.client.compute(graph(2), optimize_graph=False).result()[0] == 6
        assert later.total()["computed"] == 0


@martlet.step(keep="never")
def configured(value, tag):
    return {"pt": value}


def difference(x, y):
    return [x["pt"] - y["pt"]]


def difference_named(*, x, y):
    return [x["pt"] - y["pt"]]


def difference_listed(values, scale):
    return [scale * (values[0]["pt"] - values[1]["pt"])]


def difference_in_table(values):
    return [values["x"]["pt"] - values["y"]["pt"]]


@pytest.mark.parametrize(
    "use_both",
    [
        lambda x, y: delayed(difference)(x, y),
        lambda x, y: delayed(difference_named)(x=x, y=y),
        lambda x, y: delayed(difference_listed)([x, y], 1),
        lambda x, y: delayed(difference_listed)((x, y), 1),
        lambda x, y: delayed(difference_in_table)({"x": x, "y": y}),
        lambda x, y: delayed(difference_in_table)({"y": y, "x": x}),
    ],
    ids=["positions", "names", "list", "tuple", "dictionary", "dictionary the other way round"],
)
def test_what_one_worker_made_and_nobody_kept_cuts_off_what_another_makes_of_it(
    processes, process_session, use_both
):
    a, b = (worker.worker_address for worker in processes.workers.values())
    with process_session() as only:
        for values, tag, cut_off in [((5, 2), 1, 0), ((5, 2), 2, 1), ((2, 5), 3, 0), ((5, 2), 4, 1)]:
            with dask.annotate(workers=[a]):
                made = [delayed(configured)(value, tag) for value in values]
            with dask.annotate(workers=[b]):
                used = use_both(*made)
            before = only.total()["cut_off"]
            result = only.client.compute(used, optimize_graph=False).result()
            assert result == [values[0] - values[1]]
            assert only.total()["cut_off"] - before == cut_off, (values, tag)
