"""What is opened, told apart by step."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import importlib_metadata
import pytest

from martlet.worker.opens import stamp_of, watch
from martlet.worker.places import counts


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


def link(source, target):
    os.link(source, target)


def link_by_name(source, target):
    os.symlink(os.path.basename(source), target)


def move(source, target):
    os.rename(source, target)


def add(source, target):
    with open(source, "a") as file:
        file.write("more")
    open(source).close()


def shorten(source, target):
    os.truncate(source, 0)
    open(source).close()


@pytest.mark.parametrize("way", [link, link_by_name, move, add, shorten])
def test_what_was_there_before_is_read_however_it_is_made_the_steps_own(paths, way):
    with open(paths[0], "w") as file:
        file.write("content")
    before = stamp_of(paths[0])
    target = paths[1] + ".new"
    opened = watch()
    way(*paths[:1], target)
    if os.path.exists(target):
        open(target).close()
    opened.end()
    assert opened.read == {paths[0]: before}


def test_what_a_step_makes_and_adds_to_is_its_own(paths):
    target = paths[1] + ".new"
    opened = watch()
    for mode in "aar":
        open(target, mode).close()
    opened.end()
    assert opened.read == {} and [*opened.written] == [target]


@pytest.mark.parametrize("form", ["{}", "file:{}", "file:{}?mode=ro", "file://{}", "file://localhost{}"])
def test_a_database_is_known_by_its_name_and_its_address(tmp_path, form):
    path = tmp_path / "calibration of June.db"
    with sqlite3.connect(path) as database:
        database.execute("create table data (value)")
    is_address = form != "{}"
    name = form.format(str(path).replace(" ", "%20") if is_address else path)
    opened = watch()
    sqlite3.connect(name, uri=is_address).close()
    opened.end()
    assert opened.read == {str(path): stamp_of(path)}


def test_a_file_in_the_environments_folder_counts_and_one_of_a_package_does_not(tmp_path):
    frame = sys._getframe()
    assert counts(os.path.join(sys.prefix, "corrections.json"), frame)
    assert not counts(pytest.__file__, frame) and not counts(os.__file__, frame)
