"""Trees, directories and files that uproot has opened count by their file and their header."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import uproot

from martlet._native import Unidentified
from martlet.identity import Identifier

OPENED = {
    "a file": lambda path: uproot.open(path).file,
    "a directory": lambda path: uproot.open(path),
    "a tree": lambda path: uproot.open(f"{path}:Events"),
    "a branch": lambda path: uproot.open(f"{path}:Events")["x"],
}


@pytest.fixture(params=OPENED.values(), ids=OPENED)
def opened(request):
    return request.param


def write(path, numbers):
    with uproot.recreate(path) as file:
        file.mktree("Events", {"x": "int64", "y": "int64"}).extend({"x": numbers, "y": numbers})
    return path


def identity(inputs, value):
    with Identifier(inputs.session()).submission() as identifier:
        return identifier.value(value)[0]


def test_what_was_opened_counts_by_its_file(inputs, opened):
    path = write(inputs.folder / "a.root", np.arange(3))
    first = identity(inputs, opened(path))
    assert identity(inputs, opened(shutil.copy(path, inputs.folder / "b.root"))) == first
    assert identity(inputs, opened(write(path, np.arange(3)))) != first


def test_a_header_read_before_the_file_was_rewritten_is_no_header_of_either(inputs, opened):
    path = write(inputs.folder / "a.root", np.arange(3))
    before = opened(path)
    first = identity(inputs, before)
    write(path, np.arange(4))
    assert identity(inputs, before) not in (first, identity(inputs, opened(path)))


def test_trees_branches_and_directories_of_a_file_differ(inputs):
    path = write(inputs.folder / "a.root", np.arange(3))
    with uproot.update(path) as file:
        file.mktree("Other", {"x": "int64"}).extend({"x": np.arange(3)})
    file = uproot.open(path)
    values = [file.file, file, file["Events"], file["Other"], file["Events/x"], file["Events/y"]]
    assert len({identity(inputs, value) for value in values}) == len(values)


def test_what_was_opened_has_no_identity_where_nobody_knows_its_file(inputs, opened):
    value = opened(write(inputs.folder / "a.root", np.arange(3)))
    with pytest.raises(Unidentified):
        Identifier().value(value)
    (inputs.folder / "a.root").unlink()
    with pytest.raises(Unidentified):
        identity(inputs, value)
