"""What hostile values, callbacks and callers do to the extension: an exception at most."""

import gc
import sys

import pytest
from callbacks import Identify, Odd, encode

from martlet import _native


def test_exceptions_of_the_callback_reach_the_caller():
    with pytest.raises(_native.Unidentified, match="it is odd"):
        encode([1, {2: Odd()}])

    class Interrupted(Identify):
        def value(self, obj):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _native.encode(Odd(), Interrupted())


def test_a_callback_that_nobody_else_holds_lives_until_it_has_answered():
    order = []

    class Callable:
        def __call__(self, obj):
            order.append("called")
            return b"x", ()

        def __del__(self):
            order.append("gone")

    class Fresh:
        @property
        def value(self):
            return Callable()

    _native.encode(Odd(), Fresh())
    assert order == ["called", "gone"]


@pytest.mark.parametrize("answer", [None, (), (b"x",), ("x", ()), (b"x", (b"short",)), (b"x", 3), 7])
def test_a_senseless_answer_of_the_callback_is_an_error(answer):
    class Senseless:
        def value(self, obj):
            return answer

    with pytest.raises((TypeError, ValueError)):
        _native.encode(Odd(), Senseless())


class Harmless:
    pass


def test_a_container_that_changes_meanwhile_is_not_encoded():
    value = [Harmless(), 1, 2]

    class Changing:
        def value(self, obj):
            value.clear()
            return b"x", ()

    with pytest.raises(_native.Unidentified, match="changed"):
        _native.encode(value, Changing())


@pytest.mark.parametrize(
    "call",
    [
        lambda: _native.sha256(),
        lambda: _native.sha256("text"),
        lambda: _native.sha256(b"", b""),
        lambda: _native.sha256(data=b""),
        lambda: _native.encode(Odd(), None),
        lambda: _native.parse_info(b""),
        lambda: _native.parse_info(b"x" * 200),
        lambda: _native.parse_info("x"),
        lambda: _native.content_key(b"", []),
        lambda: _native.content_key(b"x" * 32, [b"y"]),
        lambda: _native.content_key(b"x" * 32, 5),
        lambda: _native.Graph(),
        lambda: _native.Graph(1, 2, 3, 4, 5),
        lambda: _native.Graph.__new__(_native.Graph).counts(),
        lambda: _native.Store.__new__(_native.Store).stats(),
        lambda: _native.Store(),
    ],
)
def test_misuse_is_an_exception(call):
    with pytest.raises((TypeError, ValueError, AttributeError)):
        call()


def test_nothing_leaks_from_encoding():
    value = [Harmless(), {"a": (1, 2.5, "x" * 100)}, {1, 2}]
    encode(value)
    before = sys.getrefcount(value[0]), sys.getrefcount(value[1])
    for _ in range(100):
        encode(value)
    assert (sys.getrefcount(value[0]), sys.getrefcount(value[1])) == before


def test_the_collector_runs_again_after_a_walk():
    assert gc.isenabled()
    graph = _native.Graph({}, [], Identify(), {}, b"n" * 16)
    assert gc.isenabled()
    with pytest.raises(TypeError):
        _native.Graph({}, 5, Identify(), {}, b"n" * 16)
    assert gc.isenabled()
    del graph
