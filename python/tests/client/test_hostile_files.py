"""Every rule about input files in whole sessions, against whatever a disk may hold."""

from __future__ import annotations

import os
import shutil
import socket

import pytest
import steps


@pytest.fixture
def session(open_client, runs):
    """Read a file in a session of its own: its content, whether the step ran, the report."""

    def run(path, function=steps.content_of):
        client = open_client()
        try:
            value = client.submit(function, path).result()
            return value, bool(runs.taken()), client.report().to_dict()["total"]
        finally:
            client.close()

    return run


def rewritten(path, content):
    path.write_text(content)


def rewritten_under_its_old_time(path, content):
    status = path.stat()
    path.write_text(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(path, content):
    """As editors do it: another file takes the name."""
    path.with_suffix(".new").write_text(content)
    os.replace(path.with_suffix(".new"), path)


def replaced_by_a_link(path, content):
    path.with_suffix(f".{content}").write_text(content)
    path.unlink()
    path.symlink_to(path.with_suffix(f".{content}"))


def removed_and_written(path, content):
    path.unlink()
    path.write_text(content)


@pytest.mark.parametrize(
    "change",
    [rewritten, rewritten_under_its_old_time, replaced, replaced_by_a_link, removed_and_written],
    ids=lambda change: change.__name__,
)
def test_another_content_is_read_and_the_old_one_found_again(session, tmp_path, change):
    path = tmp_path / "input.txt"
    path.write_text("first")
    assert session(str(path))[:2] == ("first", True)
    assert session(str(path))[:2] == ("first", False)
    change(path, "other")  # of the same size
    assert session(str(path))[:2] == ("other", True)
    change(path, "first")
    assert session(str(path))[:2] == ("first", False)


def test_links_relative_names_and_copies_are_the_same_input(session, tmp_path, monkeypatch):
    path = tmp_path / "data/input.txt"
    path.parent.mkdir()
    path.write_text("first")
    assert session(str(path))[:2] == ("first", True)
    os.link(path, tmp_path / "hard.txt")
    os.symlink(path, tmp_path / "soft.txt")
    os.symlink(path.parent, tmp_path / "there")
    shutil.copy(path, tmp_path / "copy.txt")
    monkeypatch.chdir(path.parent)
    names = ["hard.txt", "soft.txt", "there/input.txt", "copy.txt", "data/../data/input.txt"]
    for name in [*(f"{tmp_path}/{name}" for name in names), "./input.txt", "../soft.txt"]:
        assert session(name)[:2] == ("first", False), name


def test_a_relative_name_in_another_folder_is_another_file(session, tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "input.txt").write_text(name)
    for name, runs in [("one", True), ("two", True), ("one", False)]:
        monkeypatch.chdir(tmp_path / name)
        assert session("./input.txt")[:2] == (name, runs)


def make_pipe(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def make_link_to_itself(path):
    path.symlink_to(path.name)


def make_folder_without_end(path):
    path.mkdir()
    (path / "a.txt").touch()
    (path / "up").symlink_to("..")


def make_folder_of_too_many(path):
    path.mkdir()
    for number in range(10_001):
        (path / str(number)).touch()


def make_folder_with_a_pipe(path):
    path.mkdir()
    os.mkfifo(path / "pipe")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_pipe, "a pipe"),
        (make_socket, "a socket"),
        (make_link_to_itself, "leads back to itself"),
        (make_folder_without_end, "holds itself"),
        (make_folder_of_too_many, "more than 10000 files"),
        (make_folder_with_a_pipe, "holds a pipe"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_can_not_be_identified_lets_its_step_run_every_time(session, tmp_path, make, reason):
    make(tmp_path / "input.x")
    for _ in range(2):
        value, ran, report = session(f"{tmp_path}/input.x", steps.length_of)
        assert (value, ran, report["unidentified"]) == (len(f"{tmp_path}/input.x"), True, 1)
        assert any(reason in row["reason"] for row in report["steps"])


def test_a_device_counts_by_its_name(session):
    assert session("/dev/null")[:2] == ("", True)
    assert session("/dev/null")[:2] == ("", False)


def test_a_vanished_file_is_no_hit(session, tmp_path):
    path = tmp_path / "input.txt"
    path.write_text("first")
    assert session(str(path))[:2] == ("first", True)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        session(str(path))
    path.write_text("first")
    assert session(str(path))[0] == "first"


def test_a_folder_counts_by_what_it_holds(session, tmp_path):
    folder = tmp_path / "data"
    (folder / "more").mkdir(parents=True)
    (folder / "more/a.txt").write_text("first")
    assert session(f"{folder}/more", steps.contents_of)[:2] == (["first"], True)
    assert session(f"{folder}/more", steps.contents_of)[:2] == (["first"], False)
    (folder / "more/b.txt").write_text("second")
    assert session(f"{folder}/more", steps.contents_of)[:2] == (["first", "second"], True)
    (folder / "more/a.txt").write_text("other")
    assert session(f"{folder}/more", steps.contents_of)[:2] == (["other", "second"], True)
    (folder / "more/b.txt").unlink()
    (folder / "more/a.txt").write_text("first")
    assert session(f"{folder}/more", steps.contents_of)[:2] == (["first"], False)
