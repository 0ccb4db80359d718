"""A submission looks at all its files at once, and tells which ones each task's key counts."""

from __future__ import annotations

import functools
import os
import pathlib

import pytest
from dask._task_spec import DataNode, List, Task, TaskRef, _execute_subgraph

from martlet import File, _native
from martlet.identity import Identifier


def read(*args, **kwargs):
    return args


def graph(inputs, tasks, files=None):
    """Walk a graph as a new session does."""
    identifier = Identifier(files or inputs.session())
    with identifier.submission():
        found = _native.Graph(tasks, list(tasks), identifier, {}, b"n" * 32)
    found.search(None, None, frozenset())
    return found


ARGUMENTS = {
    "a text": lambda path: (path,),
    "in a list": lambda path: ([1, [path]],),
    "in a dictionary": lambda path: ({"x": {path: 1}},),
    "in Dask's containers": lambda path: (List(1, List(path)),),
    "in a nested task": lambda path: (Task(None, read, [path]),),
    "in a data node": lambda path: (DataNode(None, [path]),),
    "a path": lambda path: (pathlib.Path(path),),
    "a File": lambda path: (File(path),),
    "an object in it": lambda path: (f"{path}:Events",),
    "an object of a class": lambda path: (functools.partial(read, path),),
}


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_a_file_named_anywhere_counts_and_is_told(inputs, kind):
    path = inputs.write("a.txt", "hello")
    tasks = {"k": Task("k", read, *ARGUMENTS[kind](str(path))), "l": Task("l", read, 1)}
    first = graph(inputs, tasks)
    status = path.stat()
    row = (str(path), 5, status.st_mtime_ns, status.st_ctime_ns, inputs.identity(path))
    assert first.inputs() == {"k": [row]}
    inputs.write("a.txt", "jello")
    second = graph(inputs, tasks).identities()
    assert second["k"] != first.identities()["k"] and second["l"] == first.identities()["l"]


def fused(value):
    inner = {"read": Task("read", read, TaskRef("given"))}
    return {"k": Task("k", _execute_subgraph, inner, "read", ("given",), value)}


LITERALS = {
    "under a key": lambda path: {"l": DataNode("l", path), "k": Task("k", read, TaskRef("l"))},
    "in a list of its own": lambda path: {
        "l": DataNode("l", (path, 1)),
        "m": List(TaskRef("l")),
        "k": Task("k", read, TaskRef("m")),
    },
}


@pytest.mark.parametrize("kind", LITERALS)
def test_a_task_is_told_the_files_of_literals_that_it_is_given(inputs, kind):
    path = str(inputs.write("a.txt"))
    assert [row[0] for row in graph(inputs, LITERALS[kind](path)).inputs()["k"]] == [path]


def test_a_task_inside_a_fused_one_is_told_the_files_of_the_literals_that_this_is_given(inputs):
    path = str(inputs.write("a.txt"))
    found = graph(inputs, fused(DataNode(None, (path, "Events"))))
    inner = found.rewrite(read, read, b"t" * 12)["k"].args[0]
    info, files, opened = inner["read"].args[0]
    assert [row[0] for row in files] == [path] and opened == ()


def test_files_of_a_function_that_is_met_again_are_told_each_time(inputs):
    path = inputs.write("a.txt")
    bound = functools.partial(read, str(path))
    found = graph(inputs, {n: Task(n, bound, n) for n in "abc"}).inputs()
    assert [[row[0] for row in found[n]] for n in "abc"] == [[str(path)]] * 3


def test_a_container_that_is_met_again_tells_its_files_each_time(inputs):
    shared = [str(inputs.write(f"{n}.txt")) for n in range(200)]
    found = graph(inputs, {n: Task(n, read, shared) for n in "ab"}).inputs()
    assert [row[0] for row in found["a"]] == [row[0] for row in found["b"]] == shared


def test_paths_are_told_as_absolute_ones(inputs, monkeypatch):
    path = inputs.write("a.txt")
    monkeypatch.chdir(inputs.folder)
    assert graph(inputs, {"k": Task("k", read, "a.txt")}).inputs()["k"][0][0] == str(path)


def test_a_folder_is_told_without_a_time_since_its_files_may_change_behind_it(inputs):
    inputs.write("data/a.txt")
    path = f"{inputs.folder}/data"
    ((told, _, modified, _, identity),) = graph(inputs, {"k": Task("k", read, path)}).inputs()["k"]
    assert (told, modified, identity) == (path, -1, inputs.identity(path))


def test_the_worker_is_told_the_files_of_a_step(inputs):
    path = inputs.write("a.txt")
    found = graph(inputs, {"k": Task("k", read, str(path)), "l": Task("l", read, TaskRef("k"))})
    rewritten = found.rewrite(read, read, b"t" * 12)
    info, files, opened = rewritten["k"].args[0]
    assert type(info) is bytes and (list(files), opened) == (found.inputs()["k"], ())
    assert type(rewritten["l"].args[0]) is bytes


def test_a_step_whose_file_can_not_be_identified_says_why(inputs):
    os.mkfifo(inputs.folder / "pipe.x")
    found = graph(inputs, {"k": Task("k", read, f"{inputs.folder}/pipe.x")})
    (row,) = found.steps()
    assert "a pipe" in row[6]


def test_keys_of_tasks_and_names_of_arguments_name_no_files(inputs):
    path = str(inputs.write("a.txt", "hello"))

    def keys():
        tasks = {path: Task(path, read, 1, **{path: 2}), "k": Task("k", read, TaskRef(path))}
        return graph(inputs, tasks).identities()

    before = keys()
    inputs.write("a.txt", "jello")
    assert keys() == before


def test_without_files_a_text_is_a_text(inputs):
    path = str(inputs.write("a.txt"))
    identifier = Identifier()
    assert _native.encode(path, identifier) == b"s" + bytes([len(path)]) + path.encode()


class Item:
    """As coffea's work items: a file's name among other things."""

    def __init__(self, path):
        self.filename, self.start = path, 0


class Slotted:
    __slots__ = ("place",)

    def __init__(self, path):
        self.place = path

    def read(self):
        return self.place


WAYS_INTO_OBJECTS = {
    "paths": pathlib.Path,
    "files": File,
    "attributes": Item,
    "slots": Slotted,
    "containers in attributes": lambda path: Item([{"file": path}]),
}


@pytest.mark.parametrize("kind", WAYS_INTO_OBJECTS)
@pytest.mark.parametrize("place", ["argument", "bound", "partial"])
def test_files_named_inside_objects_are_looked_at_all_at_once(inputs, monkeypatch, kind, place):
    paths = [str(inputs.write(f"{number}.txt")) for number in range(5)]
    objects = [WAYS_INTO_OBJECTS[kind](path) for path in paths]
    tasks = {}
    for number, value in enumerate(objects):
        if place == "argument":
            tasks[number] = Task(number, read, value)
        elif place == "partial":
            tasks[number] = Task(number, functools.partial(read, x=[value]))
        else:
            tasks[number] = Task(number, Slotted(value).read)
    looked = []
    files = inputs.session()

    class Watched(Identifier):
        def named(self, values):
            looked.extend(super().named(values))
            return looked

    identifier = Watched(files)
    with identifier.submission():
        found = _native.Graph(tasks, list(tasks), identifier, {}, b"n" * 32)
    assert sorted(set(looked)) == paths
    assert [row[0] for rows in found.inputs().values() for row in rows] == paths


def test_a_large_file_that_counts_by_its_times_is_not_read(inputs):
    path = inputs.write("a.txt")
    path.chmod(0)
    for by in ("stat", "name"):
        found = graph(inputs, {"k": Task("k", read, [File(path, by=by)])})
        found.search(None, None, frozenset())
        assert Identifier(inputs.session()).named([[File(path, by=by)]]) == []
        assert not found.steps()[0][6]
