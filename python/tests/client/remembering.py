"""Steps that keep in memory what they read from a file that no argument names."""

from __future__ import annotations

import builtins
import functools

from martlet.worker.memory import MEMORY
from reading import number_in, ran


@functools.cache
def cached(path):
    return number_in(path)


class Corrections:
    held = None

    @classmethod
    def of(cls, path):
        if cls.held is None:
            cls.held = number_in(path)
        return cls.held


TABLE = {}
VALUE = None


def by_cache(number, hidden):
    ran("by_cache")
    return number + cached(hidden.path)


def by_cache_quietly(number, hidden):
    return number + cached(hidden.path)


def by_cache_too(number, hidden):
    ran("by_cache_too")
    return number - cached(hidden.path)


def by_path_in_cache(path):
    ran("by_path_in_cache")
    return cached(path)


def by_table(number, hidden):
    ran("by_table")
    if "value" not in TABLE:
        TABLE["value"] = number_in(hidden.path)
    return number + TABLE["value"]


def by_name(number, hidden):
    global VALUE
    ran("by_name")
    if VALUE is None:
        VALUE = number_in(hidden.path)
    return number + VALUE


def by_class(number, hidden):
    ran("by_class")
    return number + Corrections.of(hidden.path)


def by_someone_elses_object(number, hidden):
    ran("by_someone_elses_object")
    kept = getattr(builtins, "martlet_runs")
    if not hasattr(kept, "settings"):
        kept.settings = number_in(hidden.path)
    return number + kept.settings


def by_property(number, hidden):
    ran("by_property")
    return number + Lazy.shared(hidden.path).value


class Lazy:
    known = []

    def __init__(self, path):
        self._path = path

    @functools.cached_property
    def value(self):
        return number_in(self._path)

    @staticmethod
    def shared(path):
        if not Lazy.known:
            Lazy.known.append(Lazy(path))
        return Lazy.known[0]


def by_table_of_ones_own(number, hidden, table={}):  # noqa: B006
    ran("by_table_of_ones_own")
    return number + from_table(table, hidden.path)


def from_table(table, path):
    if path not in table:
        table[path] = number_in(path)
    return table[path]


def reads_for_some(number, hidden):
    ran("reads_for_some")
    return number + (number_in(hidden.path) if number < 2 else 0)


def reads_for_itself(number, hidden):
    ran("reads_for_itself")
    return number_in(f"{hidden.path}{number}")


WAYS = [
    by_cache,
    by_table,
    by_name,
    by_class,
    by_property,
    by_table_of_ones_own,
    by_someone_elses_object,
]


def forget():
    """Do what a new process does."""
    global VALUE
    MEMORY._reads.clear()
    cached.cache_clear()
    Lazy.known.clear()
    TABLE.clear()
    by_table_of_ones_own.__defaults__[0].clear()
    VALUE = Corrections.held = None
    vars(getattr(builtins, "martlet_runs")).pop("settings", None)
