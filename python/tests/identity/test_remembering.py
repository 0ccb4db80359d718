"""Which code may keep in memory what it reads for one step, for steps that come later."""

from __future__ import annotations

import contextvars
import functools
import json

import cachetools
import numpy as np
import pytest

from martlet.identity import Identifier
from martlet.identity.manifest import decode

FACTORS = {"muon": 1.0}
EMPTY = {}
COUNT = 0


def reads(path):
    with open(path) as file:
        return json.load(file)["pt"] * FACTORS["muon"]


def makes_columns(events):
    events["pt"] = reads(events["path"])
    return events


class Point:
    def __init__(self, x):
        self.x = x


def makes_objects(x):
    return Point(x)


def with_a_table(path):
    return put(EMPTY, path)


def put(table, path):
    return table.setdefault(path, reads(path))


def with_a_global(path):
    global COUNT
    COUNT = reads(path)
    return COUNT


def with_a_default(path, known=[]):  # noqa: B006
    known.append(reads(path))
    return known[0]


def with_an_attribute(path):
    with_an_attribute.value = reads(path)
    return with_an_attribute.value


def on_somebody_elses_object(path):
    import distributed

    worker = distributed.get_worker()
    worker.factors = reads(path)
    return worker.factors


def by_a_made_up_name(path):
    setattr(Point, "fac" + "tors", reads(path))
    return Point.factors


@functools.cache
def cached(path):
    return reads(path)


def with_a_cached_helper(path):
    return cached(path)


class Lazy:
    @functools.cached_property
    def factors(self):
        return reads("factors.json")


def with_a_cached_property(x):
    return Lazy().factors * x


class Shared:
    known = None

    @classmethod
    def of(cls, path):
        cls.known = cls.known or reads(path)
        return cls.known


def with_a_class(path):
    return Shared.of(path)


TABLE = {"muon": 1.0}
LISTED = [None]
CONTEXT = contextvars.ContextVar("factors")


def with_a_table_that_is_not_empty(path):
    TABLE["electron"] = reads(path)
    return TABLE


def with_another_name_for_a_table(path):
    listed = LISTED
    listed[0] = reads(path)
    return listed


def with_a_named_default(path, *, table={"muon": 1.0}):  # noqa: B006
    table[path] = reads(path)
    return table


def with_a_context(path):
    CONTEXT.set(reads(path))
    return CONTEXT.get()


def on_the_worker(path):
    from distributed import get_worker

    get_worker().extensions["factors"] = reads(path)
    return get_worker().extensions


class Kept:
    tables = {"muon": 1.0}

    def __init__(self):
        self.table = {}

    def get(self, path):
        self.table[path] = reads(path)
        return self.table[path]

    def shared(self, path):
        self.tables[path] = reads(path)
        return self.tables


KEPT = Kept()


def with_an_object(path):
    return KEPT.get(path)


def with_an_object_as_default(path, kept=KEPT):  # noqa: B008
    return kept.shared(path)


@cachetools.cached({})
def cached_by_a_package(path):
    return reads(path)


def adds_arrays(x, y):
    return np.add(x, y)


def counter():
    count = 0

    def count_on(path):
        nonlocal count
        count += reads(path)
        return count

    return count_on


FORGETFUL = [reads, makes_columns, makes_objects, adds_arrays, lambda x: x + 1]
REMEMBERING = [
    with_a_table,
    with_a_global,
    with_a_default,
    with_an_attribute,
    on_somebody_elses_object,
    by_a_made_up_name,
    cached,
    with_a_cached_helper,
    with_a_cached_property,
    with_a_class,
    with_a_table_that_is_not_empty,
    with_another_name_for_a_table,
    with_a_named_default,
    with_a_context,
    on_the_worker,
    with_an_object,
    with_an_object_as_default,
    cached_by_a_package,
    counter(),
]


def remembers(function, **options):
    identifier = Identifier(steps_run_here=False, **options)
    found = identifier.function(function, (), {})
    assert not found.reason
    return any(decode(identifier.manifest(check)).keepers for check in found.checks)


@pytest.mark.parametrize("function", FORGETFUL, ids=lambda each: each.__name__)
def test_code_without_a_place_to_keep_things_forgets(function):
    assert not remembers(function)


@pytest.mark.parametrize("function", REMEMBERING, ids=lambda each: each.__name__)
def test_code_with_a_place_to_keep_things_may_remember(function):
    assert remembers(function)
