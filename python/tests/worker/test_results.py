"""Results come back exactly, and have one content digest in every session."""

from __future__ import annotations

import collections
import os
import subprocess
import sys

import cloudpickle
import numpy as np
import pytest
from martlet import _native
from martlet.identity import Identifier
from martlet.worker.results import describe, from_pickle, to_pickle

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


DIGESTS = """
import collections, numpy, sys
from martlet import _native
from martlet.identity import Identifier
from martlet.worker.results import describe, to_pickle

names = [f"name {n}" for n in range(20)]
word = "".join(["mu", "on"])
values = [
    set(names),
    frozenset(names),
    {"cuts": [set(names)]},
    [word, word],
    ["".join(["mu", "on"]), "".join(["mu", "on"])],
    (1.5, 1.5),
    collections.Counter(names),
    [numpy.arange(3), set(names)],
]
identifier = Identifier()
for value in values:
    pickled = to_pickle(value)
    classes, content = describe(identifier, value, pickled)
    content = content or _native.content_digest(pickled.stream, pickled.buffers, classes)
    print(content.hex())
"""


def test_a_result_has_one_content_digest_in_every_session():
    sessions = [
        subprocess.Popen(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (session.communicate()[0].split() for session in sessions)
    assert len(first) == 8 and first == second
    assert first[3] == first[4], "equal parts are one object here and two there"
    assert len(set(first)) == 7


def digest(value):
    pickled = to_pickle(value)
    classes, content = describe(Identifier(), value, pickled)
    return content or _native.content_digest(pickled.stream, pickled.buffers, classes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        ([1], (1,)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1}, frozenset({1})),
        ({"a": 1}, collections.OrderedDict(a=1)),
        (np.arange(3, dtype="i4"), np.arange(3, dtype="i8")),
        (np.zeros((2, 3)), np.zeros((3, 2))),
    ],
    ids=repr,
)
def test_results_that_differ_in_type_or_value_have_different_digests(one, other):
    assert digest(one) != digest(other)


@pytest.mark.parametrize("size", [1, 100_000], ids=["small", "large"])
def test_the_digest_follows_a_class_that_the_pickle_names(tmp_path, monkeypatch, size):
    monkeypatch.syspath_prepend(tmp_path)
    digests = []
    for scale in ("1", "100", "1"):
        (tmp_path / "edited.py").write_text(
            "import dataclasses\n\n\n@dataclasses.dataclass\nclass Jet:\n    pt: object\n\n"
            f"    def scaled(self):\n        return {scale} * self.pt\n"
        )
        sys.modules.pop("edited", None)
        sys.path_importer_cache.clear()
        module = __import__("edited")
        digests.append(digest(module.Jet(np.arange(size))))
    sys.modules.pop("edited")
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]


@pytest.mark.parametrize("padding", [0, 100_000])
@pytest.mark.parametrize(
    "contained", [lambda it, end: it + end + b".", lambda it, end: [end, {"a": it}]]
)
def test_the_digest_of_pickled_bytes_with_code_inside_is_never_met_again(contained, padding):
    value = contained(cloudpickle.dumps(lambda x: x), padding * b"x")
    contents = {describe(Identifier(), value, to_pickle(value))[1] for _ in range(2)}
    assert len(contents) == 2 and None not in contents
