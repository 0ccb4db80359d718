"""Workers that are processes of their own: other code, other versions, another memory."""

from __future__ import annotations

import importlib
import os
import sys
import time
import warnings

import dask
import martlet
import pytest
from dask import delayed
from distributed import Client, LocalCluster
from news import wait_for_news


@pytest.fixture(scope="module")
def processes():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.fixture
def session(processes, tmp_path):
    """A function that opens a client for one session, and gives it with its warnings."""

    def opened(**options):
        return Session(martlet.Client(processes, store=tmp_path / "store", keep="all", **options))

    return opened


class Session:
    """A client, and what it warned of."""

    def __init__(self, client):
        self.client = client

    def __enter__(self):
        self._catching = warnings.catch_warnings(record=True)
        self._caught = self._catching.__enter__()
        warnings.simplefilter("always", RuntimeWarning)
        return self

    def __exit__(self, *error):
        self._catching.__exit__(*error)
        self.client.close()

    def total(self):
        """The report's totals, after all workers were heard."""
        return self.client.report().to_dict()["total"]

    @property
    def warnings(self):
        """What was warned of by now; a worker's messages come by way of the scheduler."""
        self.client.report()
        time.sleep(0.1)
        return [str(each.message) for each in self._caught if each.category is RuntimeWarning]

    def until_warned(self):
        """The warnings, once there is one."""
        for _ in range(50):
            if found := self.warnings:
                return found
        raise TimeoutError("no warning")


class Edited:
    """A module and its helper module, that are edited while workers live on."""

    def __init__(self, folder):
        self.folder = folder
        self.write("helpers", 1)
        self.write("analysis", 1)

    def write(self, name, number):
        spaces = "\n" * number  # another size: a pyc counts by the second and the size
        code = {
            "analysis": "import edited_helpers\n\n\ndef select(x):\n"
            f"    return 'analysis {number}', edited_helpers.cut(x)\n",
            "helpers": f"def cut(x):\n    return 'helpers {number}', x\n",
        }[name]
        (self.folder / f"edited_{name}.py").write_text(spaces + code)

    def select(self):
        return importlib.import_module("edited_analysis").select


@pytest.fixture
def edited(processes, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    edited = Edited(tmp_path)
    with Client(processes, set_as_default=False) as client:
        client.run(look_into, str(tmp_path))
        yield edited
        client.run(unload, str(tmp_path))
    unload(str(tmp_path))
    sys.path.insert(0, str(tmp_path))  # monkeypatch takes it away


def look_into(folder):
    sys.path.insert(0, folder)


def unload(folder):
    sys.path.remove(folder)
    for name in ("edited_analysis", "edited_helpers"):
        sys.modules.pop(name, None)


def reload(name):
    import importlib
    import sys

    module = sys.modules.get(name)
    if module is not None:
        importlib.reload(module)


@pytest.mark.parametrize("name", ["analysis", "helpers"])
def test_workers_that_outlive_an_edit_compute_plain_until_they_reload(session, edited, name):
    with session() as first:
        old = first.client.map(edited.select(), range(2))
        assert first.client.gather(old)[0] == ("analysis 1", ("helpers 1", 0))
        assert first.total()["kept"] == 2 and not first.warnings

    edited.write(name, 2)
    reload(f"edited_{name}")
    new = edited.select()(0)
    with session() as second:
        stale = second.client.map(edited.select(), range(2))
        assert second.client.gather(stale)[0] == ("analysis 1", ("helpers 1", 0))
        total = second.total()
        assert (total["computed"], total["kept"], total["not_kept"]) == (2, 0, 2)
        for warning in second.warnings:
            assert "other code runs than was fingerprinted" in warning
            assert "hint: restart the workers, or reload the module there" in warning
        assert 1 <= len(second.warnings) <= 2  # one a worker
        for future in stale:
            future.release()

        second.client.run(reload, f"edited_{name}")
        # Another argument: Dask may still hold what was there.
        assert second.client.submit(edited.select(), 7).result() == (new[0], (new[1][0], 7))
        total = second.total()
        assert (total["computed"], total["kept"]) == (3, 1)

    with session() as third:
        assert third.client.gather(third.client.map(edited.select(), range(2)))[0] == new
        assert third.client.submit(edited.select(), 7).result() == (new[0], (new[1][0], 7))
        total = third.total()
        assert (total["computed"], total["kept"], total["loaded"]) == (2, 2, 1)
        assert not third.warnings


def use_selected(selected):
    return ["used", selected]


def test_what_is_made_of_a_result_of_other_code_is_not_found_later(session, edited):
    with session() as first:
        first.client.run(importlib.import_module, "edited_analysis")

    edited.write("analysis", 2)
    reload("edited_analysis")
    with session() as second:
        stale = second.client.submit(use_selected, second.client.submit(edited.select(), 1))
        assert stale.result()[1][0] == "analysis 1"
        second.client.run(reload, "edited_analysis")

    with session() as third:
        fresh = third.client.submit(use_selected, third.client.submit(edited.select(), 1))
        assert fresh.result()[1][0] == "analysis 2"


def test_files_that_a_step_opens_count_whichever_process_opens_them(session, tmp_path):
    path = tmp_path / "settings.txt"
    for content, computed in [("1", 2), ("1", 0), ("2", 2), ("1", 0)]:
        if not path.exists() or path.read_text() != content:
            path.write_text(content)
        with session() as each:
            read = each.client.submit(read_at_length, len(str(path)), tuple(str(path)))
            assert each.client.submit(use_selected, read).result() == ["used", content]
            assert each.total()["computed"] == computed


def read_at_length(count, letters):
    with open("".join(letters)) as file:
        return file.read()


def hide():
    """Let a worker be one without Martlet."""
    import sys

    hidden = [name for name in sys.modules if name.split(".")[0] in ("martlet", "_martlet_worker")]
    sys.martlet_hidden = {name: sys.modules.pop(name) for name in hidden}
    sys.modules["martlet"] = None


def show():
    import sys

    sys.modules.pop("_martlet_worker", None)
    sys.modules.pop("martlet", None)
    sys.modules.update(sys.martlet_hidden)


def double(x):
    return 2 * x



def test_a_worker_without_martlet_computes_plain_with_one_warning(processes, session):
    workers = [worker.worker_address for worker in processes.workers.values()]
    with Client(processes, set_as_default=False) as plain:
        plain.run(hide, workers=workers[:1])
        try:
            with session() as first:
                # By value: a worker without Martlet may be without our modules too.
                step = lambda x: 2 * x  # noqa: E731
                for _ in range(2):
                    on_plain = first.client.map(step, range(3), workers=workers[:1])
                    assert first.client.gather(on_plain) == [0, 2, 4]
                on_other = first.client.map(step, range(3, 6), workers=workers[1:])
                assert first.client.gather(on_other) == [6, 8, 10]
                assert first.total()["kept"] == 3
                (warning,) = first.until_warned()
                assert "without this Martlet" in warning and workers[0] in warning
                assert "hint: install the same version" in warning
            with session() as second:  # what is kept can't be loaded there, so it is computed
                on_plain = second.client.map(step, range(3, 6), workers=workers[:1])
                assert second.client.gather(on_plain) == [6, 8, 10]
                assert len(second.until_warned()) == 1
        finally:
            plain.run(show, workers=workers[:1])
    with session() as third:
        assert third.client.gather(third.client.map(step, range(3, 6))) == [6, 8, 10]
        assert third.total()["loaded"] == 3 and not third.warnings


def test_steps_with_inputs_are_kept_after_workers_have_told_of_others(session):
    with session() as each:
        for number in range(2):
            once = each.client.submit(double, number + 0.5)
            assert each.client.submit(double, once).result() == 4 * number + 2
            wait_for_news(each.client)
        assert each.total()["kept"] == 4


def test_what_is_made_of_what_a_worker_without_martlet_gave_is_not_kept(
    processes, session, tmp_path
):
    workers = [worker.worker_address for worker in processes.workers.values()]
    path = tmp_path / "input.txt"

    def read(path, change):
        """Reads a file that is changed meanwhile."""
        from pathlib import Path

        if Path(*change).exists():
            Path(path).write_text("two")
        return Path(path).read_text()

    def upper(text):
        return text.upper()

    path.write_text("one")
    change = [*(tmp_path / "change").parts]  # no argument names the file
    with Client(processes, set_as_default=False) as plain:
        plain.run(hide, workers=workers[:1])
        try:
            with session() as first:
                (tmp_path / "change").touch()
                text = first.client.submit(read, str(path), change, workers=workers[:1])
                result = first.client.submit(upper, text, workers=workers[1:])
                assert result.result() == "TWO"
                assert first.total()["kept"] == 0
        finally:
            plain.run(show, workers=workers[:1])
    (tmp_path / "change").unlink()
    path.write_text("one")
    with session() as second:
        text = second.client.submit(read, str(path), change)
        assert second.client.submit(upper, text).result() == "ONE"


def test_a_worker_that_joins_later_knows_of_those_without_martlet(tmp_path):
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as plain,
    ):
        plain.run(hide)
        (early,) = (worker.worker_address for worker in cluster.workers.values())
        with Session(martlet.Client(cluster, store=tmp_path / "store", keep="all")) as first:
            cluster.scale(2)
            first.client.wait_for_workers(2)
            (late,) = {worker.worker_address for worker in cluster.workers.values()} - {early}
            step = lambda x: 2 * x  # noqa: E731
            once = first.client.submit(step, 1.5, workers=[early])
            assert first.client.submit(step, once, workers=[late]).result() == 6
            assert first.client.submit(step, 2.5, workers=[late]).result() == 5
            assert first.total()["kept"] == 1


def test_a_worker_of_another_format_computes_plain_with_one_warning(session, monkeypatch):
    with session() as first:
        monkeypatch.setattr("martlet.planner._native.FORMAT", 999)
        for number in range(2):
            assert first.client.submit(double, number).result() == 2 * number
        assert first.total()["kept"] == 0
        (warning,) = first.until_warned()
        assert "format" in warning and "999" in warning


def make(path, tag):
    return os.stat(path).st_size  # which nobody sees that watches what is opened


def middle(x):
    return x + 1


def use(x):
    return [x, os.getpid()]


def test_a_refreshed_step_reaches_consumers_where_others_remember_the_old_content(
    processes, session, tmp_path
):
    a, b = (worker.worker_address for worker in processes.workers.values())
    path = tmp_path / "input"

    def graph(tag, on_use=b):
        with dask.annotate(workers=[a]):
            made = delayed(middle)(delayed(make)(os.fsencode(path), tag))
        with dask.annotate(workers=[on_use]):
            return delayed(use)(made)

    with session() as only:

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
    with session() as later:
        assert later.client.compute(graph(2), optimize_graph=False).result()[0] == 6
        assert later.total()["computed"] == 0
