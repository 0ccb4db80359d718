"""Steps that write files which their arguments or their results name, whatever the way of naming."""

from __future__ import annotations

import os
import pathlib

import pytest

from martlet import _native
from martlet.worker.files import FileUse
from martlet.worker.named_files import files_named_by
from martlet.worker.opens import watch
from martlet.worker.planned import NO_FILES


class Session:
    """As much of a worker's session as a step's use of files asks of it."""

    def __init__(self):
        self.files = _native.Files(None, "name", True)
        self.folder = os.getcwd()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "skims/of June").mkdir(parents=True)
    return tmp_path


def is_writer(path, arguments=(), value=None):
    opened = watch()
    pathlib.Path(path).write_text("content")
    opened.end()
    use = FileUse(Session(), NO_FILES, bytes(32), bytes(32), None, True)
    return use.heed(opened, arguments, value, lambda: None).writes


NAMES = {
    "a text": lambda folder: f"{folder}/skims/of June/a.txt",
    "a path": lambda folder: folder / "skims/of June/a.txt",
    "the home folder": lambda folder: "~/skims/of June/a.txt",
    "an address": lambda folder: f"file://{folder}/skims/of June/a.txt",
    "an address with a host": lambda folder: f"file://localhost{folder}/skims/of June/a.txt",
    "an address with escapes": lambda folder: f"file://{folder}/skims/of%20June/a%2Etxt",
    "an object in it": lambda folder: f"{folder}/skims/of June/a.txt:Events",
    "its folder": lambda folder: f"{folder}/skims/of June",
    "a folder farther up": lambda folder: f"{folder}/skims",
    "among many numbers": lambda folder: (f"{folder}/skims/of June/a.txt", list(range(20_000))),
    "among many texts": lambda folder: [f"{folder}/skims/of June/a.txt", *map(str, range(20_000))],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["arguments", "value"])
def test_a_step_that_writes_what_it_names_is_a_writer(folder, name, where):
    path = folder / "skims/of June/a.txt"
    assert is_writer(path, **{where: NAMES[name](folder)})


@pytest.mark.parametrize("text", ["a.txt", "skims/of June/b.txt", "./", "/", "~", "skims.txt"])
def test_a_step_that_writes_something_else_is_none(folder, text):
    assert not is_writer(folder / "skims/of June/a.txt", text)


def test_a_file_counts_that_a_result_names_beside_many_numbers(folder):
    path = folder / "a.txt"
    path.touch()
    assert files_named_by({"path": str(path), "cutflow": list(range(20_000))}) == {str(path)}
