"""Which code may keep in memory what it reads for one step, for steps that come later."""

from __future__ import annotations

import functools
import json

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


def counter():
    count = 0

    def count_on(path):
        nonlocal count
        count += reads(path)
        return count

    return count_on


FORGETFUL = [reads, makes_columns, makes_objects, lambda x: x + 1]
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
    counter(),
]


def remembers(function, **options):
    identifier = Identifier(steps_run_here=False, **options)
    found = identifier.function(function, (), {})
    assert not found.reason
    return any(decode(identifier.manifest(check)).remembers for check in found.checks)


@pytest.mark.parametrize("function", FORGETFUL, ids=lambda each: each.__name__)
def test_code_without_a_place_to_keep_things_forgets(function):
    assert not remembers(function)


@pytest.mark.parametrize("function", REMEMBERING, ids=lambda each: each.__name__)
def test_code_with_a_place_to_keep_things_may_remember(function):
    assert remembers(function)
