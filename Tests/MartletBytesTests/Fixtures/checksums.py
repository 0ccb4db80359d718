"""Prints the table of ChecksumTests.swift: lengths and XXH3 (64 bits, no seed), by python-xxhash.

Lengths are around every change of algorithm in XXH3 (16, 128, 240) and of its stripes and blocks (64, 1024).
Run: pip install xxhash==4.1.0; python3 checksums.py
"""

import xxhash

LENGTHS = [0, 1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 256, 1023, 1024, 1025, 65_536, (1 << 20) - 1, 1 << 20]

block = bytes(i * 7 + (i >> 8) & 0xFF for i in range(65_537))
message = block * 17

for length in LENGTHS:
    print(f"    ({length}, 0x{xxhash.xxh3_64_intdigest(message[:length]):016X}),")
