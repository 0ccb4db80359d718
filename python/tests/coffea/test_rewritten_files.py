"""Chunks run again when their file is another, and rest when it is the same."""

from __future__ import annotations

import os
import shutil

import awkward as ak
import pytest
import uproot
from nanoaod_files import EVENTS, write_file

WJETS = "wjets__nominal_1.root 0"


def rewrite(path, number=7):
    """Other events of the same size, under the same name and times."""
    before = path.stat()
    write_file(path, "wjets__nominal", number, EVENTS)
    with open(path, "r+b") as file:
        file.truncate(max(before.st_size, path.stat().st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def update(path):
    """A newer cycle of the tree, with half of the events, in the same file, whose UUID stays."""
    with uproot.open(path) as file:
        uuid, arrays = file.file.uuid, file["Events"].arrays(entry_stop=EVENTS // 2)
    columns = {}
    for name in ("Electron", "Muon", "Jet"):
        fields = [field for field in arrays.fields if field.startswith(f"{name}_")]
        columns[name] = ak.zip({field.removeprefix(f"{name}_"): arrays[field] for field in fields})
    for field in ("run", "luminosityBlock", "event"):
        columns[field] = arrays[field]
    with uproot.update(path) as file:
        file.mktree("Events", {name: column.type.content for name, column in columns.items()})
        file["Events"].extend(columns)
    with uproot.open(path) as file:
        assert file.file.uuid == uuid and file["Events"].num_entries == EVENTS // 2


@pytest.fixture
def analysis(analysis, tmp_path):
    """The analysis on files of its own, after a first session."""
    folder = tmp_path / "data"
    folder.mkdir()
    for paths in analysis.files.values():
        for path in paths:
            shutil.copy(path, folder)
    analysis.files = {n: [folder / p.name for p in ps] for n, ps in analysis.files.items()}
    assert len(analysis.session().ran) == 4
    return analysis


def check(analysis, chunks, merges):
    """Run a session, and compare what runs, and the results with plain Dask's.

    One of the merges is that of the metadata, which are fetched every time.
    """
    outcome, plain = analysis.session(), analysis.session(store="")
    assert outcome.differs_from(plain) == []
    assert outcome.ran == sorted(chunks)
    assert outcome.count("computed", "coffea.merge") == merges


def test_a_file_that_is_rewritten_runs_again(analysis):
    path = analysis.files["wjets__nominal"][0]
    old = path.read_bytes()
    rewrite(path)
    check(analysis, [WJETS], merges=2)
    path.write_bytes(old)
    check(analysis, [], merges=0)
    update(path)
    check(analysis, [WJETS], merges=2)


def test_a_file_that_is_the_same_rests(analysis, tmp_path):
    for paths in analysis.files.values():
        for path in paths:
            os.utime(path)
    check(analysis, [], merges=0)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "data", elsewhere)
    (tmp_path / "link").symlink_to(elsewhere)
    analysis.files = {n: [elsewhere / p.name for p in ps] for n, ps in analysis.files.items()}
    check(analysis, [], merges=1)
    analysis.files = {
        n: [os.path.relpath(tmp_path / "link" / p.name, analysis.project) for p in ps]
        for n, ps in analysis.files.items()
    }
    check(analysis, [], merges=1)


def test_a_fileset_that_grows_and_shrinks_runs_what_is_new(analysis, tmp_path):
    more = tmp_path / "data" / "wjets__nominal_2.root"
    write_file(more, "wjets__nominal", 2, EVENTS)
    analysis.files["wjets__nominal"].append(more)
    check(analysis, ["wjets__nominal_2.root 0"], merges=2)
    del analysis.files["wjets__nominal"][0]
    check(analysis, [], merges=2)
    analysis.files["ttbar__PS_var"] = analysis.files.pop("ttbar__ME_var")
    check(analysis, ["ttbar__ME_var_1.root 0", "ttbar__ME_var_2.root 0"], merges=2)
