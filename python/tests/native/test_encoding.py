"""The canonical encoding: values that differ encode differently, and equal ones equally."""

from collections import namedtuple

import pytest
from callbacks import Odd, encode

from martlet import _native


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (None, b"N"),
        (True, b"T"),
        (False, b"F"),
        (..., b"."),
        (1, b"i" + (1).to_bytes(8, "little")),
        (-(2**63), b"i" + (-(2**63)).to_bytes(8, "little", signed=True)),
        (2**63, b"I\x09" + (2**63).to_bytes(9, "little", signed=True)),
        ("é", b"s\x02" + "é".encode()),
        ("\ud800", b"s\x03" + "\ud800".encode(errors="surrogatepass")),
        (b"ab", b"b\x02ab"),
        (bytearray(b"ab"), b"a\x02ab"),
        ((), b"(\x00"),
        ([None, True], b"[\x02NT"),
        ({None: True}, b"{\x01NT"),
        (slice(None), b":NNN"),
        (Odd, b"x\x04type"),
    ],
)
def test_encodings_are_pinned(value, encoding):
    assert encode(value) == encoding


def test_values_that_differ_in_type_or_value_encode_differently():
    Pair = namedtuple("Pair", "a b")
    values = [
        None, False, True, 0, 1, 1.0, -0.0, 0.0, 1 + 0j, "1", b"1", bytearray(b"1"), (1,), [1], {1: 1},
        {1}, frozenset({1}), (1, 2), Pair(1, 2), {1: 2, 3: 4}, {3: 4, 1: 2}, 2**64, -(2**64), "", b"",
        [], (), {}, set(), slice(1), slice(1, None, 2), [[1], 2], [1, [2]], "x" * 100_000, "x" * 100_001,
    ]  # fmt: skip
    encodings = [encode(value) for value in values]
    assert len(set(encodings)) == len(values)


def test_long_values_encode_briefly():
    for value in ("é" * 10**6, b"x" * 10**6, list(range(10**5)), {i: i for i in range(10**5)}):
        assert len(encode(value)) < 64


def test_sets_do_not_depend_on_their_order():
    words = [f"word{i}" for i in range(100)]
    assert encode(set(words)) == encode(set(reversed(words)))
    assert encode({1, "a", (2, 3)}) == encode({(2, 3), "a", 1})


def test_containers_that_hold_themselves_are_encoded():
    one, other = [1], [1]
    one.append(one)
    other.append([1, other])
    assert encode(one) == encode(one)
    assert encode(one) != encode(other)


def test_deep_nesting_is_unidentified():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises((_native.Unidentified, RecursionError)):
        encode(value)


def test_shared_containers_are_not_walked_again_and_again():
    value = list(range(2000))
    for _ in range(60):
        value = [value, value]
    assert len(encode(value)) < 5000
