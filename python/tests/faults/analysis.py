"""The analysis that the fault tests run: copied into each test's folder as ``steps``."""

import os
import time

import numpy as np


def load(index, seconds):
    """One partition's numbers."""
    time.sleep(seconds)
    return np.random.default_rng(index).normal(size=20_000)


def load_and_sign(index):
    """The same, and leaves a file that tells which process it ran in."""
    with open(f"process-{os.getpid()}", "w"):
        return load(index, 0.1)


def select(values, cut):
    """Those above the cut."""
    return values[values > cut]


def mean(parts):
    """The mean of all."""
    return float(np.concatenate(parts).mean())


def fail_once(marker):
    """Fails the first time, as a node with a full disk does."""
    if not os.path.exists(marker):
        with open(marker, "w"):
            pass
        raise OSError("not yet")
    return 7


def kill_worker_once(marker):
    """Kills its worker the first time."""
    if not os.path.exists(marker):
        with open(marker, "w"):
            pass
        os.kill(os.getpid(), 9)
    return 8
