"""`martlet.File`: the content and the path as given count, nothing else of the file."""

from __future__ import annotations

import os

import pytest

from martlet import File, _native
from martlet._native import Unidentified
from martlet.identity import Identifier


def identity(value):
    identifier = Identifier()
    with identifier.submission():
        return _native.encode(value, identifier)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data.txt").write_text("one")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_files_content_counts(folder):
    before = identity(File("data.txt"))
    (folder / "data.txt").write_text("two")  # of the same size, maybe within the same tick
    after = identity(File("data.txt"))
    (folder / "data.txt").write_text("one")
    assert before == identity(File("data.txt")) != after


def test_a_files_times_owner_and_mode_do_not_count(folder):
    before = identity(File("data.txt"))
    os.utime("data.txt", (1, 1))
    (folder / "data.txt").chmod(0o600)
    assert before == identity(File("data.txt"))


def test_the_path_counts_as_given_and_not_the_folder_that_it_is_in(folder, monkeypatch):
    before = identity(File("data.txt"))
    (folder / "other").mkdir()
    (folder / "other" / "data.txt").write_text("one")
    assert identity(File("other/data.txt")) != before != identity(File(folder / "data.txt"))
    monkeypatch.chdir(folder / "other")
    assert identity(File("data.txt")) == before


def test_a_path_that_is_linked_counts_by_what_it_leads_to(folder):
    (folder / "link").symlink_to("data.txt")
    before = identity(File("link"))
    (folder / "data.txt").write_text("two")
    assert identity(File("link")) != before


def test_a_file_is_not_its_path_nor_its_text_nor_a_path_object(folder):
    values = [File("data.txt"), "data.txt", b"data.txt", folder.__class__("data.txt"), "one"]
    assert len({bytes(identity(value)) for value in values}) == len(values)
    assert identity(File("data.txt")) == identity(File(folder.__class__("data.txt")))


def test_a_file_counts_inside_containers_and_objects(folder):
    value = {"a": [File("data.txt")]}
    before = identity(value)
    (folder / "data.txt").write_text("two")
    assert identity(value) != before


def test_a_file_that_can_not_be_read_is_unidentified_and_named(folder):
    with pytest.raises(Unidentified, match="the file `missing.txt` can't be read"):
        identity(File("missing.txt"))


def test_a_folder_counts_by_the_files_in_it(folder):
    found = {bytes(identity(File(".")))}
    for name, text in [("data.txt", "two"), ("more.txt", ""), ("inner/more.txt", "")]:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        found.add(bytes(identity(File("."))))
    assert len(found) == 4


@pytest.mark.parametrize("by", ["content", "uuid", "stat"])
def test_a_folder_counts_in_no_other_way(folder, by):
    with pytest.raises(Unidentified, match="the file `.` can't be identified so: it is a folder"):
        identity(File(".", by))


def test_a_file_is_usable_wherever_a_path_is(folder):
    with open(File("data.txt")) as stream:
        assert stream.read() == "one"
