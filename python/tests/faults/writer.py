"""Writes results into a store until it is killed: ``python writer.py EXTENSION STORE SEED``."""

import importlib.util
import itertools
import random
import sys


def extension(path):
    """The extension alone: importing all of Martlet would take longer than a writer lives."""
    spec = importlib.util.spec_from_file_location("_martlet", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def result(native, number):
    """The stream and buffers of result ``number``, and the key that it has: the same in every process."""
    source = random.Random(number)
    sizes = [source.choice([0, 100, 5_000, 300_000, 3_000_000]) for _ in range(number % 3)]
    stream = source.randbytes(source.choice([10, 1_000, 100_000]))
    return native.sha256(b"result %d" % number), stream, [source.randbytes(size) for size in sizes]


def keep(native, store, number):
    """Keep result ``number``."""
    key, stream, buffers = result(native, number)
    store.keep(
        step=key, content_key=native.sha256(b"content" + key), shape=native.sha256(b"shape" + key),
        label="writer.result", seconds=1.0, again=1.0, stream=stream, buffers=buffers, classes=[],
        provenance="", overwrite=True,
    )  # fmt: skip


if __name__ == "__main__":
    native = extension(sys.argv[1])
    store = native.Store(sys.argv[2])
    numbers = random.Random(int(sys.argv[3]))
    print("writing", flush=True)
    for _ in itertools.count():
        keep(native, store, numbers.randrange(40))
