"""Steps of the tests. They note that they ran in a module that Martlet does not look into."""

from __future__ import annotations

import builtins
import time

import martlet
import numpy as np
from distributed import get_worker


def ran(name):
    getattr(builtins, "martlet_runs").ran(name)


def load(n):
    ran("load")
    return np.arange(n)


def double(x):
    ran("double")
    return x * 2


def total(*xs):
    ran("total")
    return int(sum(int(np.sum(x)) for x in xs))


async def later(x):
    ran("later")
    return x + 1


def inverse(x):
    ran("inverse")
    return 1 / x


def plus(x, y):
    ran("plus")
    return x + y


def total_of(nested):
    ran("total_of")
    if isinstance(nested, dict):
        return sum(total_of(value) for value in nested.values())
    if isinstance(nested, (list, tuple)):
        return sum(map(total_of, nested))
    return int(np.sum(nested))


def name_of_worker(x):
    return get_worker().name


@martlet.step(resources={"GPU": 1})
def name_of_worker_with_gpu(x):
    return get_worker().name


def wait_at_the_gate():
    return getattr(builtins, "martlet_gate").wait(20)


def moment(x):
    return time.perf_counter()


def fails_twice(x):
    ran("fails_twice")
    failures = getattr(builtins, "martlet_failures")
    if failures:
        failures.pop()
        raise RuntimeError("not yet")
    return x


def tick(x):
    return next(getattr(builtins, "martlet_ticks"))


SETTINGS = LOG = ""


def read_settings(x):
    ran("read_settings")
    with open(SETTINGS) as file:
        return x + int(file.read())


def write_file(path):
    ran("write_file")
    with open(path, "w") as file:
        file.write("written")
    return path


def log_line(x):
    ran("log_line")
    with open(LOG, "a") as file:
        file.write("here\n")
    return x


def read_after(path, meddle=None):
    """Read a file; a test may meddle with it before and afterwards."""
    ran("read_after")
    getattr(builtins, "martlet_meddle", bool)()
    with open(path) as file:
        text = file.read()
    getattr(builtins, "martlet_afterwards", bool)()
    return text


def upper(text):
    ran("upper")
    return text.upper()


def skim(source, folder, name="skim.txt"):
    """Write the lines of a file that hold a 1 into a file below a folder that no argument names."""
    ran("skim")
    with open(source) as lines, open(f"{folder.path}/{name}", "w") as kept:
        kept.writelines(line for line in lines if "1" in line)
    return martlet.File(f"{folder.path}/{name}")


def choose(folder):
    """The path of a file that is there already."""
    ran("choose")
    return f"{folder.path}/chosen.txt"


def size_of(path):
    """What a library would do that opens files behind Python's back."""
    ran("size_of")
    import os

    return os.stat(path).st_size


def lines_of(path):
    ran("lines_of")
    with open(path) as file:
        return file.read().split()


def many_words(folder):
    """A large result that names a file."""
    ran("many_words")
    return [f"{folder.path}/chosen.txt", "x" * 100_000]


def size_of_first(paths):
    return size_of(paths[0])


def picture(x):
    """The bytes of a file that it writes on the way."""
    ran("picture")
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "plot.png"), "wb") as file:
            file.write(b"\x89PNG" * x)
        with open(os.path.join(folder, "plot.png"), "rb") as file:
            return file.read()


def handed_on(x):
    ran("handed_on")
    return x


def content_of(path):
    ran("content_of")
    with open(path) as file:
        return file.read()


def contents_of(folder):
    ran("contents_of")
    import os

    return [content_of(os.path.join(folder, name)) for name in sorted(os.listdir(folder))]


def length_of(path):
    ran("length_of")
    return len(path)
