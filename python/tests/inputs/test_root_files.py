"""A ROOT file counts by what it says it is, as long as that can be trusted."""

from __future__ import annotations

import shutil
import uuid

import pytest

np = pytest.importorskip("numpy")
uproot = pytest.importorskip("uproot")

#: Larger files are not read as a whole.
SHORT = 1 << 20


def write(path, seed=1, count=400_000, **options):
    """A file of some 3 MB."""
    with uproot.recreate(path, compression=None, **options) as file:
        values = {"pt": np.random.default_rng(seed).normal(size=count)}
        file.mktree("Events", {"pt": "f8"}).extend(values)


@pytest.fixture
def path(inputs):
    write(inputs.folder / "a.root")
    assert (inputs.folder / "a.root").stat().st_size > SHORT
    return inputs.folder / "a.root"


def test_a_copy_is_the_same_input(inputs, path):
    shutil.copy(path, inputs.folder / "b.root")
    assert inputs.identity(path) == inputs.identity(inputs.folder / "b.root")
    assert inputs.identity(path) != inputs.identity(path, "content")


@pytest.mark.parametrize("count", [10, 400_000])
def test_the_same_content_written_again_is_another_file(inputs, count):
    path = inputs.folder / "a.root"
    write(path, count=count)
    before = inputs.identity(path)
    write(path, count=count)
    assert inputs.identity(path) != before


@pytest.mark.parametrize("count", [10, 400_000])
def test_an_updated_file_is_another_input(inputs, count):
    path = inputs.folder / "a.root"
    write(path, count=count)
    before, trusted = inputs.identity(path), inputs.identity(path, "uuid")
    with uproot.update(path) as file:
        file["Runs"] = {"run": np.arange(3)}
    assert inputs.identity(path) != before
    assert inputs.identity(path, "uuid") != trusted


def test_a_uuid_met_with_another_content_counts_by_content(inputs, path):
    inputs.settle()
    first = inputs.identity(path)
    shutil.copy(path, inputs.folder / "b.root")
    with uproot.update(inputs.folder / "b.root") as file:
        file["Runs"] = {"run": np.arange(3)}
    inputs.settle()
    second = inputs.identity(inputs.folder / "b.root")
    assert second == inputs.identity(inputs.folder / "b.root", "content")
    assert inputs.identity(path) == first


@pytest.mark.parametrize(
    "chosen", [uuid.UUID(int=0), uuid.uuid5(uuid.NAMESPACE_URL, "a"), uuid.UUID(int=1)]
)
def test_a_nil_or_reproducible_uuid_counts_by_content(inputs, chosen):
    for seed in (1, 2):
        write(inputs.folder / f"{seed}.root", seed, uuid_function=lambda: chosen)
    paths = [inputs.folder / "1.root", inputs.folder / "2.root"]
    assert [inputs.identity(path) for path in paths] == [
        inputs.identity(path, "content") for path in paths
    ]
    assert inputs.identity(paths[0]) != inputs.identity(paths[1])


def test_a_file_without_uuid_can_not_count_by_it(inputs):
    write(inputs.folder / "a.root", uuid_function=lambda: uuid.UUID(int=0))
    with pytest.raises(Exception, match="is zero"):
        inputs.identity(inputs.folder / "a.root", "uuid")


def test_the_object_in_a_file_counts_too(inputs, path):
    keys = {inputs.key(f"{path}{rest}") for rest in ("", ":Events", ":dir/tree", ":Events;1")}
    assert len(keys) == 4
    shutil.copy(path, inputs.folder / "b.root")
    assert inputs.key(f"{inputs.folder}/b.root:Events") == inputs.key(f"{path}:Events")
    pattern = inputs.key(f"{inputs.folder}/*.root:Events")
    assert pattern != inputs.key(f"{inputs.folder}/*.root:Runs")


def test_what_only_begins_as_a_root_file_counts_by_content(inputs):
    path = inputs.write("a.root", b"root" + bytes(2 * SHORT))
    assert inputs.identity(path) == inputs.identity(path, "content")


def test_a_truncated_root_file_counts_by_content(inputs, path):
    whole = path.read_bytes()
    for count in (10, 70, 200, len(whole) // 2):
        part = inputs.write("part.root", whole[:count])
        assert inputs.identity(part) == inputs.identity(part, "content")
