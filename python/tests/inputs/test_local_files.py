"""A text that names a local file counts by the file: what it holds, not where it lies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from martlet import _native


def test_a_file_rewritten_with_the_same_size_is_another_input(inputs):
    path = inputs.write("a.txt", "hello")
    before = inputs.key(str(path))
    inputs.write("a.txt", "jello")
    assert inputs.key(str(path)) != before


def test_a_file_rewritten_under_its_old_mtime_is_another_input(inputs):
    path = inputs.write("a.txt", "hello")
    inputs.settle()
    old, before = path.stat(), inputs.key(str(path))
    assert inputs.remembered() == 1
    inputs.write("a.txt", "jello")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert path.stat().st_mtime_ns == old.st_mtime_ns
    assert inputs.key(str(path)) != before


def test_the_old_content_has_the_old_key(inputs):
    path = inputs.write("a.txt", "hello")
    before = inputs.key(str(path))
    inputs.write("a.txt", "jello")
    assert inputs.key(str(path)) != before
    inputs.write("a.txt", "hello")
    assert inputs.key(str(path)) == before


def test_a_copy_elsewhere_is_the_same_input(inputs):
    assert inputs.key(str(inputs.write("a.txt"))) == inputs.key(str(inputs.write("b/c.dat")))


def test_links_relative_paths_and_urls_are_the_same_input(inputs, monkeypatch):
    path = inputs.write("here/a.txt")
    os.symlink(path, inputs.folder / "soft.txt")
    os.link(path, inputs.folder / "hard.txt")
    os.symlink(inputs.folder / "here", inputs.folder / "there")
    names = ["soft.txt", "hard.txt", "there/a.txt", "here/../here/a.txt"]
    texts = [f"{inputs.folder}/{name}" for name in names]
    monkeypatch.chdir(inputs.folder / "here")
    texts += ["a.txt", "./a.txt", "../soft.txt", f"file://{path}", f"file://localhost{path}"]
    monkeypatch.setenv("HOME", str(inputs.folder))
    texts += ["~/here/a.txt"]
    assert {inputs.key(text) for text in texts} == {inputs.key(str(path))}


def test_a_relative_path_in_another_folder_is_another_file(inputs, monkeypatch):
    inputs.write("one/a.txt", "1")
    inputs.write("two/a.txt", "2")
    keys = set()
    for folder in ("one", "two"):
        monkeypatch.chdir(inputs.folder / folder)
        keys.add(inputs.key("a.txt"))
    assert len(keys) == 2


def test_a_touched_file_is_read_once_more_and_is_the_same_input(inputs):
    path = inputs.write("a.txt")
    inputs.settle()
    before = inputs.key(str(path))
    assert inputs.remembered() == 1
    os.utime(path, ns=(0, 0))
    assert inputs.key(str(path)) == before
    inputs.settle()
    assert inputs.key(str(path)) == inputs.key(str(path)) == before
    assert inputs.remembered() == 2


def test_a_file_that_has_just_been_written_is_not_remembered(inputs):
    inputs.key(str(inputs.write("a.txt")))
    assert inputs.remembered() == 0


def test_a_file_with_a_time_to_come_is_not_remembered(inputs):
    path = inputs.write("a.txt")
    os.utime(path, ns=(0, 1 << 62))
    inputs.settle()
    inputs.key(str(path))
    assert inputs.remembered() == 0


def test_a_vanished_file_counts_by_its_name(inputs):
    path = inputs.write("a.txt")
    before = inputs.key(str(path))
    path.unlink()
    assert inputs.key(str(path)) == b"s" + bytes([len(str(path))]) + str(path).encode() != before


def test_within_a_submission_a_file_is_looked_at_once(inputs):
    path, files = inputs.write("a.txt", "hello"), inputs.session()
    before = inputs.key(str(path), files)
    inputs.write("a.txt", "jello")
    assert inputs.key(str(path), files) == before
    files.forget()
    assert inputs.key(str(path), files) != before


def test_a_folder_counts_by_what_it_holds(inputs):
    inputs.write("data/a.txt", "hello")
    inputs.write("data/more/b.txt", "hello")
    before = inputs.key(f"{inputs.folder}/data")
    inputs.write("other/a.txt", "hello")
    inputs.write("other/more/b.txt", "hello")
    assert inputs.key(f"{inputs.folder}/other") == before
    inputs.write("data/more/b.txt", "jello")
    assert inputs.key(f"{inputs.folder}/data") != before
    inputs.write("data/more/b.txt", "hello")
    assert inputs.key(f"{inputs.folder}/data") == before
    (inputs.folder / "data/more/b.txt").rename(inputs.folder / "data/more/c.txt")
    assert inputs.key(f"{inputs.folder}/data") != before


def test_a_folder_without_end_has_no_identity(inputs):
    inputs.write("data/a.txt")
    os.symlink("..", inputs.folder / "data/up")
    assert "holds itself" in inputs.reason(f"{inputs.folder}/data")
    os.symlink("self.x", inputs.folder / "self.x")
    assert "leads back to itself" in inputs.reason(f"{inputs.folder}/self.x")


def test_a_folder_of_10_001_files_has_no_identity(inputs):
    (inputs.folder / "many").mkdir()
    for number in range(10_000):
        (inputs.folder / f"many/{number}").touch()
    assert inputs.identity(f"{inputs.folder}/many")
    (inputs.folder / "many/one_more").touch()
    assert "more than 10000 files" in inputs.reason(f"{inputs.folder}/many")


def test_pipes_and_sockets_have_no_identity_and_are_not_waited_for(inputs, tmp_path):
    os.mkfifo(inputs.folder / "pipe.x")
    assert "pipe" in inputs.reason(f"{inputs.folder}/pipe.x")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{tmp_path}/s.x")
        assert "socket" in inputs.reason(f"{tmp_path}/s.x")
    assert "a pipe" in inputs.reason(str(inputs.folder))


def test_a_device_counts_by_its_name(inputs):
    assert inputs.key("/dev/null") == b"s\x09/dev/null"


def test_what_can_not_be_read_has_no_identity(inputs):
    path = inputs.write("a.txt")
    locked = inputs.write("locked/b.txt")
    path.chmod(0)
    locked.parent.chmod(0)
    inputs.folder.chmod(0o755)
    script = f"""
        import os, sys
        from martlet import _native
        if os.getuid() == 0:
            os.setgid(65534), os.setuid(65534)
        files = _native.Files()
        for path in [{str(path)!r}, {str(locked)!r}, {str(locked.parent)!r}]:
            try:
                print(files.identity(path))
            except _native.Unidentified as error:
                print(error)
    """
    for parent in [inputs.folder, *inputs.folder.parents][:4]:
        if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):
            parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 3 and all("Permission denied" in line for line in lines), done
    locked.parent.chmod(0o755)


@pytest.mark.parametrize("word", ["v1.2", "Muon_pt", "a folder called data", "data", "", "/", "."])
def test_a_word_is_a_word_though_a_file_be_called_so(inputs, monkeypatch, word):
    monkeypatch.chdir(inputs.folder)
    (inputs.folder / "data").mkdir()
    inputs.write("Muon_pt")
    inputs.write("a folder called data")
    assert inputs.key(word) == b"s" + bytes([len(word)]) + word.encode()


def test_a_text_with_a_nul_or_a_newline_is_a_word(inputs):
    path = str(inputs.write("a.txt"))
    for text in (path + "\0", f"{path}\0.root", path + "\n", "\0" + path):
        assert inputs.key(text).startswith(b"s")


def test_a_name_that_is_not_unicode_has_no_identity(inputs):
    path = os.fsencode(inputs.folder) + b"/\xff.txt"
    with open(path, "wb") as file:
        file.write(b"hello")
    with pytest.raises(_native.Unidentified, match="UTF-8"):
        inputs.key(os.fsdecode(path))
    assert inputs.key(os.fsdecode(path + b"x")).startswith(b"s")
    assert "UTF-8" in inputs.reason(str(inputs.folder))
    assert "UTF-8" in inputs.reason(f"{inputs.folder}/*.txt")


def test_a_pattern_counts_by_all_its_matches(inputs):
    for name in ("b1.txt", "a1.txt", "c.csv"):
        inputs.write(f"data/{name}", name)
    pattern = f"{inputs.folder}/data/*1.txt"
    before = inputs.key(pattern)
    inputs.write("data/c.csv", "other")
    assert inputs.key(pattern) == before
    inputs.write("data/b1.txt", "other")
    assert inputs.key(pattern) != before
    inputs.write("data/b1.txt", "b1.txt")
    inputs.write("data/c1.txt", "c")
    assert inputs.key(pattern) != before


def test_a_file_whose_name_is_a_pattern_is_that_file(inputs):
    inputs.write("data[1].txt", "a")
    inputs.write("data1.txt", "b")
    assert inputs.identity(inputs.folder / "data[1].txt") == inputs.identity(
        inputs.write("copy.txt", "a")
    )


def test_texts_anywhere_in_an_argument_count(inputs):
    path = str(inputs.write("a.txt", "hello"))
    values = [[path], {"x": (path,)}, {path: 1}, {path}, frozenset([path]), [[[path]] * 9]]
    before = [inputs.key(value) for value in values]
    inputs.write("a.txt", "jello")
    assert all(key != old for key, old in zip(map(inputs.key, values), before, strict=True))


def test_only_exact_texts_name_files(inputs):
    class Text(str):
        __slots__ = ()

    path = str(inputs.write("a.txt"))
    with pytest.raises(_native.Unidentified, match="a Text"):
        inputs.key(Text(path))
    assert inputs.key(path.encode()).startswith(b"b")


def test_a_hundred_thousand_paths_are_looked_at_in_one_go(inputs):
    paths = [f"{inputs.folder}/{number}.txt" for number in range(100_000)]
    for path in paths[::1000]:
        Path(path).write_text(path)
    files = inputs.session()
    files.look(paths)
    assert [path for path, *_ in files.seen()] == sorted(paths[::1000])


def test_what_was_seen_is_told_with_size_and_times(inputs):
    path, files = inputs.write("a.txt", "hello"), inputs.session()
    identity, status = files.identity(str(path)), path.stat()
    assert files.seen() == [(str(path), 5, status.st_mtime_ns, status.st_ctime_ns, identity)]


def test_files_can_be_said_to_count_otherwise(inputs):
    path = inputs.write("a.txt", "hello")
    content, times = inputs.identity(path, "content"), inputs.identity(path, "stat")
    assert inputs.identity(path) == content != times
    os.utime(path, ns=(0, 0))
    assert inputs.identity(path, "content") == content
    assert inputs.identity(path, "stat") != times
    with pytest.raises(_native.Unidentified, match="no ROOT file"):
        inputs.identity(path, "uuid")
    with pytest.raises(ValueError, match="by is"):
        inputs.identity(path, "colour")
