"""The analysis' functions as dask-awkward calls them: on partitions, and on their types."""

from __future__ import annotations

from collections.abc import Callable

import awkward as ak

from .observables import Observable, ht_4j1b, trijet_mass_4j2b
from .selection import select_events

__all__ = ["ht_records", "select_jets", "trijet_mass_records"]

SEED = 2015


def select_jets(events: ak.Array, variation: str) -> ak.Array:
    """The good jets of the selected events of one partition; see :func:`select_events`."""
    return _of_types(events, lambda known: select_events(known, variation, _seed(known)))


def ht_records(jets: ak.Array) -> ak.Array:
    """What :func:`ht_4j1b` measures: a record an event, with its weights."""
    return _of_types(jets, lambda known: _records(ht_4j1b(known)))


def trijet_mass_records(jets: ak.Array) -> ak.Array:
    """What :func:`trijet_mass_4j2b` measures: a record an event, with its weights."""
    return _of_types(jets, lambda known: _records(trijet_mass_4j2b(known)))


def _seed(events: ak.Array) -> tuple[int, ...]:
    return (SEED, int(events.event[0])) if len(events) else (SEED,)


def _records(observable: Observable) -> ak.Array:
    return ak.zip(observable)


def _of_types(array: ak.Array, function: Callable[[ak.Array], ak.Array]) -> ak.Array:
    """Call a function; where only the array's type is known, with an empty array of this type.

    NumPy's functions and ``numpy.random`` want numbers, so types alone won't do.
    """
    if ak.backend(array) != "typetracer":
        return function(array)
    empty = function(ak.typetracer.length_zero_if_typetracer(array))
    return ak.Array(empty.layout.to_typetracer(forget_length=True))
