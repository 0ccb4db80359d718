"""A full disk costs the cache, never the computation."""

import os
import subprocess

import pytest
from writer import result

from martlet import _native


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "martlet-test", str(folder)],
        capture_output=True, text=True,
    ) if os.geteuid() == 0 else None  # fmt: skip
    if mount is None or mount.returncode:
        pytest.skip(f"mounting a tmpfs needs root: {mount.stderr.strip() if mount else 'not root'}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_store_that_is_full_says_so_and_stays_whole(small_disk):
    store = _native.Store(str(small_disk / "store"))
    kept, refused = [], 0
    for number in range(40):
        key, stream, buffers = result(_native, number)
        try:
            store.keep(
                step=key, content_key=None, shape=None, label="f", seconds=1.0, again=1.0,
                stream=stream, buffers=buffers, classes=[], provenance="",
            )  # fmt: skip
            kept.append(number)
        except _native.StoreError as error:
            assert error.code in ("full", "noSpace", "diskFull"), error.code
            refused += 1
    assert kept and refused
    for number in kept:
        key, stream, buffers = result(_native, number)
        loaded = store.load(key)
        assert bytes(loaded.stream) == stream
        assert [bytes(buffer) for buffer in loaded.buffers] == buffers


def test_a_session_whose_store_is_full_ends_with_its_result(sessions, small_disk):
    expected = sessions.run("run")["value"]
    sessions.store = small_disk / "store"
    with open(small_disk / "filler", "wb") as filler:
        filler.write(bytes(2_500_000))
    full = sessions.run("run")
    assert full["value"] == expected
    assert full["computed"] == 25
    assert len(full["warnings"]) <= 1, full["warnings"]
