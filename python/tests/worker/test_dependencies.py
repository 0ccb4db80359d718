"""Inputs of which nobody has told what they are: a step goes by their values."""

from __future__ import annotations

import enum
from types import SimpleNamespace

import martlet
import numpy as np
import pytest
from martlet import _native
from martlet.identity import Identifier
from martlet.worker import dependencies
from martlet.worker.contents import LookedAt
from martlet.worker.dependencies import Dependencies
from martlet.worker.inputs import Inputs
from martlet.worker.digests import content_of, describe
from martlet.worker.results import to_pickle


class Colour(enum.Enum):
    RED = 1


class Settings:
    def __init__(self, threshold):
        self.threshold = threshold


class Tokenized:
    """Says what it is without the function that it holds, which can't be identified."""

    def __init__(self):
        self.function = reads_anything

    def __dask_tokenize__(self):
        return "always the same"


def reads_anything(name):
    return eval(name)


class Large:
    """Looks small."""

    written = 0

    def __sizeof__(self):
        return 8

    def __reduce__(self):
        return list, (), None, self._parts()

    def _parts(self):
        for _ in range(1000):
            Large.written += 1
            yield b"x" * 60_000


class Panic(BaseException):
    pass


class Panicking:
    def __reduce__(self):
        raise Panic


class Unsized:
    def __sizeof__(self):
        raise OSError


class Reading(dict):
    """Data that lie on a disk which fails."""

    def __getitem__(self, key):
        raise OSError


@pytest.fixture
def session(tmp_path):
    identifier = Identifier(_native.Files(str(tmp_path / "memo")))
    store = SimpleNamespace(find=lambda *keys: [None])
    return SimpleNamespace(identifier=identifier, looked_at=LookedAt(), contents=LookedFor(), store=store)


class LookedFor(dict):
    def __missing__(self, key):
        return None


@pytest.fixture
def running(session, monkeypatch):
    """A function that says what the content of the value under a key is, for a task that depends on it."""

    def content(memory, key="x", args=None, keys=None):
        task = SimpleNamespace(dependencies=[SimpleNamespace(key=each) for each in keys or memory])
        worker = SimpleNamespace(data=memory, state=SimpleNamespace(tasks={None: task}))
        monkeypatch.setattr("distributed.worker.get_worker", lambda: worker)
        args = tuple(memory.values()) if args is None else args
        told = ((0, b"k" * 32, _native.key_hash(key)),)
        inputs = Inputs(session, told, 1, is_refreshed=False, may_look=True)
        found = inputs.contents(args, {})
        return found and found[0][0]

    return content


@pytest.mark.parametrize(
    "value",
    [
        None, True, 1, 1.5, 2j, "word", "/no/such/file", b"bytes", (1, "a"), [1, [2]], {"pt": 30.0}, {3, 1, 2},
        Colour.RED, Settings(5), np.arange(10.0), np.float32(1), range(3), "é" * 20_000, __file__, [__file__],
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_small_value_is_what_the_worker_that_made_it_says(session, running, value):
    pickled = to_pickle(value)
    classes, content = describe(session.identifier, value, pickled)
    made = content or content_of(pickled, classes, None)
    assert running({"x": value}) == made


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(10_000), "x" * 70_000, "é" * 40_000, b"x" * 70_000, iter([1]), Tokenized(), reads_anything,
        Panicking(), Unsized(), open, SimpleNamespace(path=__file__), martlet.File(__file__),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_large_or_may_be_another_thing_elsewhere_is_not_known(running, value):
    if value is open:
        value = open(__file__)  # noqa: SIM115
        with value:
            assert running({"x": value}) is None
    else:
        assert running({"x": value}) is None


def test_a_value_is_not_pickled_beyond_what_is_small(running):
    assert running({"x": Large()}) is None
    assert 0 < Large.written < 10


def test_only_what_the_step_was_called_with_counts(running):
    given = Settings(5)
    assert running({"x": given}) is not None
    for args in [(given,), ([given],), ({"a": (given,)},), ({"a": [[{"b": given}]]},)]:
        assert running({"x": given}, args=args) is not None
    for args in [(), (Settings(5),), ([Settings(5)],), (SimpleNamespace(inner=given),)]:
        assert running({"x": given}, args=args) is None, "the worker has another one under the key"


def test_another_value_under_the_same_key_is_another_content(running):
    first, second = running({"x": Settings(5)}), running({"x": Settings(6)})
    assert first != second and first == running({"x": Settings(5)})


def test_keys_that_are_not_told_apart_tell_nothing(running, monkeypatch):
    assert running({"x": 1, "y": 2}) is not None
    assert running({("x", 1.5): 1}, key=("x", 1.5)) is None
    assert running({"x": 1}, key="y") is None
    assert running({"y": 1}, keys=["x", "y"]) is None, "released by now"
    monkeypatch.setattr(dependencies._native, "key_hash", lambda key: 7)
    assert running({"x": 1, "y": 2}) is None


def test_data_that_must_be_read_are_left_alone(running):
    assert running(Reading(x=1), args=(1,)) is None


def test_a_step_looks_at_a_bounded_number_of_values(running, session):
    values = {f"x{number}": ["x", number] for number in range(1200)}
    running(values, "x0")
    looking = Dependencies(session, tuple(values.values()), {})
    found = [looking.content(key.encode(), _native.key_hash(key)) for key in values]
    assert sum(content is not None for content in found) == 1000 and found[-1] is None


def test_what_others_may_hold_as_well_counts_only_beside_all_else(running):
    assert running({"x": None, "y": Settings(1)}) is not None
    assert running({"x": None, "y": Settings(1)}, args=(None, Settings(1))) is None


def test_steps_of_which_nothing_is_kept_do_not_look(session):
    told = ((0, b"k" * 32, _native.key_hash("x")),)
    assert Inputs(session, told, 1, is_refreshed=False, may_look=False).contents((1,), {}) is None
