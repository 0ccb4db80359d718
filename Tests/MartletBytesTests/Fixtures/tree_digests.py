"""Prints the table of TreeDigestTests.swift: lengths and tree digests, by hashlib.

Checked a second time with coreutils: the leaf of length n must be `head -c n | sha256sum`.
Run: python3 tree_digests.py
"""

import hashlib
import subprocess

LEAF = 1 << 20
LENGTHS = [0, 1, 55, 56, 63, 64, 65, 119, 128, LEAF - 1, LEAF, LEAF + 1, 2 * LEAF, 3 * LEAF + 77,
           7 * LEAF, 8 * LEAF, 9 * LEAF + 1, 15 * LEAF, 16 * LEAF, 17 * LEAF - 1, 18 * LEAF + 64]


def field(data: bytes) -> bytes:
    count, prefix = len(data), b""
    while count >= 0x80:
        prefix += bytes([count & 0x7F | 0x80])
        count >>= 7
    return prefix + bytes([count]) + data


def sha256(data: bytes) -> bytes:
    digest = hashlib.sha256(data)
    second = subprocess.run(["sha256sum"], input=data, capture_output=True, check=True).stdout
    assert second.split()[0].decode() == digest.hexdigest()
    return digest.digest()


block = bytes(i * 7 + (i >> 8) & 0xFF for i in range(65_537))
message = (block * (max(LENGTHS) // len(block) + 1))[: max(LENGTHS)]
for length in LENGTHS:
    data = message[:length]
    leaves = [sha256(data[i : i + LEAF]) for i in range(0, max(length, 1), LEAF)]
    fields = [b"martlet.tree.v1", length.to_bytes(8, "little"), *leaves]
    print(f'    ({length}, "{sha256(b"".join(map(field, fields))).hex()}"),')
