"""What is opened, told apart by step."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import importlib_metadata
import pytest

from martlet.worker.opens import watch


@pytest.fixture
def paths(tmp_path):
    paths = [str(tmp_path / name) for name in ("first", "second")]
    for path in paths:
        open(path, "w").close()
    return paths


def test_a_step_within_a_step_leaves_the_outer_one_watched(paths):
    outer = watch()
    inner = watch()
    open(paths[0]).close()
    inner.end()
    open(paths[1]).close()
    outer.end()
    assert [*inner.read] == paths[:1] and [*outer.read] == paths[1:]


def test_what_a_pool_opens_counts_for_each_step_that_it_may_work_for(paths):
    def opens(path):
        pool.submit(lambda: open(path).close()).result()

    with ThreadPoolExecutor(1) as pool:
        first = watch()
        opens(paths[0])  # starts the pool's thread
        found = []

        def other_step():
            second = watch()
            opens(paths[1])
            second.end()
            found.append([*second.read])

        thread = threading.Thread(target=other_step)
        thread.start()
        thread.join()
        first.end()
    assert found == [paths[1:]] and paths[0] in first.read


def test_folders_in_which_packages_are_looked_for_do_not_count(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    for folder in (tmp_path, tmp_path / "gone"):
        monkeypatch.syspath_prepend(folder)
    opened = watch()
    importlib_metadata.entry_points()
    os.listdir(tmp_path / "mine")
    opened.end()
    assert [*opened.listed] == [str(tmp_path / "mine")]
