"""Workers without Martlet, or with one of another format: they compute as Dask would."""

from __future__ import annotations

from distributed import Client, LocalCluster
from process_sessions import Session, double

import martlet


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


def test_a_worker_without_martlet_computes_plain_with_one_warning(processes, process_session):
    workers = [worker.worker_address for worker in processes.workers.values()]
    with Client(processes, set_as_default=False) as plain:
        plain.run(hide, workers=workers[:1])
        try:
            with process_session() as first:
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
            with process_session() as second:  # what is kept can't be loaded there, so it is computed
                on_plain = second.client.map(step, range(3, 6), workers=workers[:1])
                assert second.client.gather(on_plain) == [6, 8, 10]
                assert len(second.until_warned()) == 1
        finally:
            plain.run(show, workers=workers[:1])
    with process_session() as third:
        assert third.client.gather(third.client.map(step, range(3, 6))) == [6, 8, 10]
        assert third.total()["loaded"] == 3 and not third.warnings


def test_what_is_made_of_what_a_worker_without_martlet_gave_is_not_kept(
    processes, process_session, tmp_path
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
            with process_session() as first:
                (tmp_path / "change").touch()
                text = first.client.submit(read, str(path), change, workers=workers[:1])
                result = first.client.submit(upper, text, workers=workers[1:])
                assert result.result() == "TWO"
                assert first.total()["kept"] == 0
        finally:
            plain.run(show, workers=workers[:1])
    (tmp_path / "change").unlink()
    path.write_text("one")
    with process_session() as second:
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
            (late,) = {*first.client.scheduler_info(n_workers=-1)["workers"]} - {early}
            step = lambda x: 2 * x  # noqa: E731
            once = first.client.submit(step, 1.5, workers=[early])
            assert first.client.submit(step, once, workers=[late]).result() == 6
            assert first.client.submit(step, 2.5, workers=[late]).result() == 5
            assert first.total()["kept"] == 1


def test_a_worker_of_another_format_computes_plain_with_one_warning(process_session, monkeypatch):
    with process_session() as first:
        monkeypatch.setattr("martlet.planner._native.FORMAT", 999)
        for number in range(2):
            assert first.client.submit(double, number).result() == 2 * number
        assert first.total()["kept"] == 0
        (warning,) = first.until_warned()
        assert "format" in warning and "999" in warning
