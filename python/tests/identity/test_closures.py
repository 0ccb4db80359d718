"""Functions that packages make for one session count by what they do."""

from __future__ import annotations

import dask
import numpy as np
import pytest
from dask.base import unpack_collections

from martlet.identity import Identifier

A, B = (dask.delayed(np.arange)(number) for number in (1, 2))

ARGUMENTS = {
    "the same": ((A, "one"), {"b": B}),
    "a collection elsewhere": (("one", A), {"b": B}),
    "collections interchanged": ((B, "one"), {"b": A, "c": B}),
    "another word": ((A, "two"), {"b": B}),
    "another key": ((A, "one"), {"c": B}),
    "another container": ([A, "one"], {"b": B}),
    "one collection twice": ((A, "one"), {"b": A}),
}


def repack(*arguments):
    return unpack_collections(*arguments)[1]


def identity(function):
    return Identifier().value(function)


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_what_puts_results_back_is_the_same_in_every_session(arguments):
    assert identity(repack(*arguments)) == identity(repack(*arguments))


def test_what_puts_results_back_differs_where_it_puts_them_elsewhere():
    made = {identity(repack(*arguments)) for arguments in ARGUMENTS.values()}
    assert len(made) == len(ARGUMENTS)


def test_what_finishes_a_histogram_counts_by_the_type_that_it_makes():
    pytest.importorskip("dask_histogram")
    boost, hist = pytest.importorskip("dask_histogram.boost"), pytest.importorskip("hist.dask")
    axis = hist.Hist.new.Reg(3, 0, 1)
    finishers = [
        each.__dask_postcompute__()[0]
        for each in (axis.Double(), hist.Hist.new.Reg(9, 0, 9).Double(), boost.Histogram())
    ]
    first, other_axis, other_type = map(identity, finishers)
    assert first == other_axis != other_type
