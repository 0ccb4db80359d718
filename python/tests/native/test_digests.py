"""Digests of bytes."""

import hashlib

from martlet import _native


def test_sha256_is_hashlibs():
    for count in (0, 1, 55, 56, 64, 1000, 1 << 20):
        data = bytes(range(256)) * (count // 256 + 1)
        assert _native.sha256(data[:count]) == hashlib.sha256(data[:count]).digest()
        assert _native.sha256(memoryview(data)[:count]) == _native.sha256(data[:count])


def test_digest_depends_on_every_byte_of_a_long_buffer():
    data = bytearray(3 << 20)
    first = _native.digest(data)
    data[-1] = 1
    assert _native.digest(data) != first
