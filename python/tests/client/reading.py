"""Steps that open files in many ways; where these lie is hidden in an object that doesn't count."""

from __future__ import annotations

import asyncio
import builtins
import glob
import io
import mmap
import os
import pkgutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np


class Hidden:
    """A path that no argument names: it is made up when a step asks for it."""

    def __init__(self, path):
        self._parts = path.split("/")

    def __dask_tokenize__(self):
        return "hidden"

    @property
    def path(self):
        return "/".join(self._parts)


def ran(name):
    getattr(builtins, "martlet_runs").ran(name)


def number_in(path):
    with open(path) as file:
        return int(file.read())


def by_number(number, folder):
    ran("by_number")
    return number_in(f"{folder.path}/{number}.txt")


def plus_content(x, hidden):
    ran("plus_content")
    return x + number_in(hidden.path)


def twice(x):
    ran("twice")
    return x + x


def thrice_less_one(x):
    ran("thrice_less_one")
    return 3 * x - x


def by_index(hidden):
    ran("by_index")
    with open(hidden.path) as file:
        return number_in(file.read())


def or_default(hidden):
    ran("or_default")
    try:
        return number_in(hidden.path)
    except FileNotFoundError:
        return 1


def through_a_temporary_file(hidden):
    ran("through_a_temporary_file")
    with open(hidden.path, "w") as file:
        file.write("7")
    return number_in(hidden.path)


def late_import(x):
    ran("late_import")
    import late_module

    return late_module.VALUE * x


def by_open(hidden):
    ran("by_open")
    return number_in(hidden.path)


def by_path(hidden):
    ran("by_path")
    return int(Path(hidden.path).read_text())


def by_descriptor(hidden):
    ran("by_descriptor")
    descriptor = os.open(hidden.path, os.O_RDONLY)
    try:
        return int(os.read(descriptor, 100))
    finally:
        os.close(descriptor)


def by_adding(hidden):
    ran("by_adding")
    with open(hidden.path, "a+") as file:
        file.seek(0)
        return int(file.read())


def by_update(hidden):
    ran("by_update")
    with io.FileIO(hidden.path, "rb+") as file:
        return int(file.read())


def by_package_data(hidden):
    ran("by_package_data")
    name = os.path.relpath(hidden.path, os.path.dirname(__file__))
    return int(pkgutil.get_data(__name__, name))


def by_mapping(hidden):
    ran("by_mapping")
    with open(hidden.path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return int(data[:])


def in_a_thread(hidden):
    ran("in_a_thread")
    found = []
    thread = threading.Thread(target=lambda: found.append(number_in(hidden.path)))
    thread.start()
    thread.join()
    return found[0]


def in_a_pool(hidden):
    ran("in_a_pool")
    with ThreadPoolExecutor(2) as pool:
        return pool.submit(number_in, hidden.path).result()


async def in_a_coroutine(hidden):
    ran("in_a_coroutine")
    await asyncio.sleep(0)
    return number_in(hidden.path)


async def in_a_thread_of_a_coroutine(hidden):
    ran("in_a_thread_of_a_coroutine")
    return await asyncio.to_thread(number_in, hidden.path)


def by_numpy(hidden):
    ran("by_numpy")
    return int(np.load(hidden.path + ".npy")[0])


def by_numpy_text(hidden):
    ran("by_numpy_text")
    return int(np.loadtxt(hidden.path))


def by_memory_map(hidden):
    ran("by_memory_map")
    return int(np.memmap(hidden.path, dtype="u1", mode="r")[0]) - ord("0")


def by_database(hidden):
    ran("by_database")
    with sqlite3.connect(hidden.path + ".db") as connection:
        return connection.execute("select value from data").fetchone()[0]


def by_listing(hidden):
    ran("by_listing")
    return len(os.listdir(hidden.path + ".d"))


def by_scanning(hidden):
    ran("by_scanning")
    with os.scandir(hidden.path + ".d") as entries:
        return sum(1 for _ in entries)


def by_pattern(hidden):
    ran("by_pattern")
    return len(glob.glob(hidden.path + ".d/*.txt"))


WAYS = [
    by_open,
    by_path,
    by_descriptor,
    by_adding,
    by_update,
    by_package_data,
    by_mapping,
    in_a_thread,
    in_a_pool,
    in_a_coroutine,
    in_a_thread_of_a_coroutine,
    by_numpy,
    by_numpy_text,
    by_memory_map,
    by_database,
    by_listing,
    by_scanning,
    by_pattern,
]


def write(way, path, number):
    """Write what a way finds as a number."""
    if way in (by_listing, by_scanning, by_pattern):
        folder = Path(f"{path}.d")
        folder.mkdir(exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for name in range(number):
            (folder / f"{name}.txt").touch()
    elif way is by_numpy:
        np.save(f"{path}.npy", np.array([number]))
    elif way is by_database:
        Path(f"{path}.db").unlink(missing_ok=True)
        with sqlite3.connect(f"{path}.db") as connection:
            connection.execute("create table data (value)")
            connection.execute("insert into data values (?)", (number,))
    else:
        Path(path).write_text(str(number))
