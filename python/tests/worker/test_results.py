"""Results come back exactly."""

from __future__ import annotations

import numpy as np
import pytest
from martlet import _native
from martlet.worker.results import from_pickle, to_pickle

KEY = b"k" * 32


def kept_and_loaded(store, value, key=KEY):
    """A value as it comes back from the store."""
    pickled = to_pickle(value)
    store.keep(
        step=key, content_key=None, shape=None, label="f", seconds=1.0, again=1.0,
        stream=pickled.stream, buffers=pickled.buffers, classes=[], provenance="",
    )  # fmt: skip
    return loaded(store, key)


def loaded(store, key=KEY):
    found = store.load(key)
    return from_pickle(found.stream, found.buffers)


def read_only(array):
    array.flags.writeable = False
    return array


@pytest.fixture
def store(tmp_path):
    return _native.Store(str(tmp_path / "store"))


ARRAYS = {
    "empty": np.zeros(0),
    "scalar": np.array(3.5),
    "integers": np.arange(5, dtype=np.int8),
    "big-endian": np.arange(5, dtype=">f4"),
    "complex": np.arange(5) * 1j,
    "strings": np.array(["pt", "eta"]),
    "dates": np.array(["2026-01-01", "NaT"], dtype="M8[D]"),
    "structured": np.array([(1, 2.5)], dtype=[("run", "i4"), ("pt", "f8")]),
    "objects": np.array([1, "a", None], dtype=object),
    "nan and -0.0": np.array([np.nan, -0.0, np.inf]),
    "C order": np.arange(200_000.0).reshape(500, 400),
    "Fortran order": np.asfortranarray(np.arange(200_000.0).reshape(500, 400)),
    "a strided view": np.arange(400_000.0)[::2],
    "read-only": read_only(np.arange(5.0)),
    "large and read-only": read_only(np.arange(200_000.0)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_comes_back_exactly(store, name):
    array = ARRAYS[name]
    again = kept_and_loaded(store, array)
    expected = from_pickle(*to_pickle(array)[:2]) if name == "a strided view" else array
    assert type(again) is np.ndarray
    assert again.dtype == array.dtype and again.dtype.byteorder == array.dtype.byteorder
    assert again.shape == array.shape
    assert again.flags.c_contiguous == expected.flags.c_contiguous
    assert again.flags.f_contiguous == expected.flags.f_contiguous
    assert again.flags.writeable == array.flags.writeable
    if array.dtype.hasobject:
        assert list(again) == list(array)
    else:
        assert again.tobytes() == array.tobytes()


@pytest.mark.parametrize("nbytes", [800, 1_000_000], ids=["small", "1 MB"])
def test_changes_to_a_loaded_array_reach_neither_the_store_nor_another_load(store, nbytes):
    array = np.arange(nbytes // 8, dtype=np.int64)
    one, other = kept_and_loaded(store, array), loaded(store)
    one[:] = -1
    assert (other == array).all()
    assert (loaded(store) == array).all()
    assert (kept_and_loaded(store, array, b"l" * 32) == array).all()
    assert (one == -1).all()
