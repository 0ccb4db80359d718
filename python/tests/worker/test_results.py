"""Results come back exactly."""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import pathlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from martlet import _native
from martlet.worker.results import Unkeepable, from_pickle, to_pickle

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


def masked(kind=np.ma.MaskedArray, **attributes):
    array = np.ma.array(np.arange(3.0), mask=[True, False, True], fill_value=-1).view(kind)
    vars(array).update(attributes)
    return array


class MaskedMomenta(np.ma.MaskedArray):
    pass


class OwnState(np.ma.MaskedArray):
    def __reduce__(self):
        return own_state, (self.data, self.unit)


def own_state(data, unit):
    return masked(OwnState, unit=unit)


MASKED = {
    "soft": masked(),
    "hard": np.ma.array(np.arange(3.0), mask=[True, False, False], hard_mask=True),
    "no mask": np.ma.array([1, 2, 3]),
    "an empty mask": np.ma.array([1, 2, 3], mask=[False] * 3),
    "structured": np.ma.array([(1, 2.0)], mask=[(True, False)], dtype=[("a", "i4"), ("b", "f8")]),
    "with an attribute": masked(unit="GeV"),
    "of a subclass": masked(MaskedMomenta, unit="GeV"),
    "with a way of its own": masked(OwnState, unit="GeV"),
    "no dimension": np.ma.array(3.5, mask=True),
}


@pytest.mark.parametrize("name", MASKED)
def test_a_masked_array_comes_back_exactly(store, name):
    array = MASKED[name]
    (again,) = kept_and_loaded(store, [array])
    assert type(again) is type(array) and again.dtype == array.dtype
    assert again.data.tobytes() == array.data.tobytes()
    assert (again.mask is np.ma.nomask) == (array.mask is np.ma.nomask)
    assert np.array_equal(np.ma.getmaskarray(again), np.ma.getmaskarray(array))
    assert (again.hardmask, again.fill_value) == (array.hardmask, array.fill_value)
    assert getattr(again, "unit", None) == getattr(array, "unit", None)


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


def of_subclass(kind, *arguments, **attributes):
    """An object of a subclass, with attributes of its own."""
    value = type(kind.__name__.title(), (kind,), {"__module__": __name__})(*arguments)
    vars(value).update(attributes)
    return value


class Momenta(np.ndarray):
    pass


class Weighed(np.ndarray):
    def __reduce__(self):
        make, arguments, state = super().__reduce__()
        return make, arguments, (state, self.unit)

    def __setstate__(self, state):
        super().__setstate__(state[0])
        self.unit = state[1]


class Stateful(np.ndarray):
    def __getstate__(self):
        return vars(self)  # which the reduction of arrays never asks for


class Slotted(collections.OrderedDict):
    __slots__ = ("run",)


def slotted():
    value = Slotted(a=1)
    value.run = 7
    return value


def measured(kind, **attributes):
    array = np.arange(3.0).view(kind)
    vars(array).update(attributes)
    return array


@pytest.mark.parametrize(
    "value",
    [
        measured(Momenta, unit="GeV"),
        measured(Stateful, unit="GeV"),
        of_subclass(type(pathlib.Path()), "skim", run=7),
        of_subclass(collections.Counter, "ab", unit="GeV"),
        of_subclass(datetime.datetime, 2026, 1, 1, run=7),
        of_subclass(decimal.Decimal, "0.5", unit="GeV"),
        of_subclass(pd.DataFrame, {"pt": [1.0]}, unit="GeV"),
        of_subclass(pd.Series, [1.0], unit="GeV"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_comes_back_without_its_attributes_is_not_kept(value):
    for within in (value, [value], {"a": (value,)}):
        with pytest.raises(Unkeepable, match="loses its `(unit|run)`"):
            to_pickle(within)


@pytest.mark.parametrize(
    "value",
    [
        measured(Momenta),
        measured(Weighed, unit="GeV"),
        of_subclass(datetime.datetime, 2026, 1, 1),
        *(of_subclass(kind, note="a") for kind in (list, dict, set, Exception, collections.OrderedDict)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_keeps_its_attributes_is_kept(value):
    pickled = to_pickle([value])
    (again,) = from_pickle(pickled.stream, pickled.buffers)
    assert vars(again) == vars(value) and type(again).__name__ == type(value).__name__


def test_slots_that_are_pickled_are_no_loss():
    (again,) = from_pickle(*to_pickle([slotted()])[:2])
    assert again.run == 7


class Panic(BaseException):
    pass


@pytest.mark.parametrize("error", [Panic, SystemExit, RecursionError, OSError])
def test_whatever_pickling_raises_ends_no_worker(error):
    def fail(self):
        raise error

    with pytest.raises(Unkeepable, match=error.__name__):
        to_pickle(type("Result", (), {"__reduce__": fail})())


def made_inside():
    class Local:
        pass

    class Colour(enum.Enum):
        RED = 1

    return [Local(), Colour.RED]


def test_a_class_that_a_function_made_keeps_its_name_in_another_process():
    names = "import pickle, sys; print(*(type(each).__qualname__ for each in pickle.load(sys.stdin.buffer)))"
    stream = to_pickle(made_inside()).stream
    ran = subprocess.run([sys.executable, "-c", names], input=stream, stdout=subprocess.PIPE, check=True)
    assert ran.stdout.split() == [b"made_inside.<locals>.Local", b"made_inside.<locals>.Colour"]
