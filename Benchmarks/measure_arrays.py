"""Large results: ``measure_arrays.py FOLDER NBYTES ROUNDS`` prints the least CPU seconds as JSON.

Keeping against ``numpy.save``, loading (verified by the fast checksum) against ``joblib.load``, in turn.
"""

import json
import os
import pickle
import sys
import time

import joblib
import numpy as np
import workload

from martlet import _native


def keep(store, value, number):
    """As a worker keeps it."""
    buffers = []
    stream = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    key = _native.sha256(b"array %d" % number)
    store.keep(
        step=key, content_key=None, shape=None, label="array", seconds=9.0, again=9.0,
        stream=stream, buffers=[buffer.raw() for buffer in buffers], classes=[], provenance="",
    )  # fmt: skip
    return key


def load(store, key):
    """As a worker loads it."""
    loaded = store.load(key)
    return pickle.loads(loaded.stream, buffers=loaded.buffers)


def main(folder, nbytes, rounds):
    store = _native.Store(os.path.join(folder, "store"))
    saved, dumped = os.path.join(folder, "array.npy"), os.path.join(folder, "array.joblib")
    best = {}

    def timed(name, call):
        start = time.process_time()
        result = call()
        seconds = time.process_time() - start
        best[name] = min(seconds, best.get(name, seconds))
        return result

    for number in range(rounds):
        value = workload.array(number, nbytes)
        timed("numpy.save", lambda: np.save(saved, value))
        os.unlink(saved)
        key = timed("keep", lambda: keep(store, value, number))
        joblib.dump(value, dumped)
        timed("joblib.load", lambda: joblib.load(dumped))
        os.unlink(dumped)
        again = timed("load", lambda: load(store, key))
        assert np.array_equal(again, value)
        del again
        store.remove([key])
        store.collect(0)
    print(json.dumps({"nbytes": nbytes, **best}))


if __name__ == "__main__":
    main(sys.argv[1], int(float(sys.argv[2])), int(sys.argv[3]))
