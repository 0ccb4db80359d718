"""Dask's collections are remembered: bags, arrays and tables, also as arguments of each other."""

from __future__ import annotations

import numpy as np
import pytest
import steps
from dask import delayed


def bag(edit):
    import dask.bag

    return dask.bag.from_sequence(range(6), npartitions=2).map(steps.double).map(steps.plus, edit)


def array(edit):
    import dask.array

    return dask.array.arange(6, chunks=3).map_blocks(steps.double).map_blocks(steps.plus, edit)


def frame(edit):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    import dask.dataframe

    table = dask.dataframe.from_pandas(pandas.DataFrame({"x": range(6)}), npartitions=2)
    doubled = table.map_partitions(steps.double, meta=table)
    return doubled.map_partitions(steps.plus, edit, meta=table)


@pytest.mark.parametrize(
    ("collection", "after_edit"),
    [
        (bag, {"double", "plus"}),  # Dask hands iterators from one step of a bag to the next
        (array, {"plus"}),
        (frame, {"plus"}),
    ],
)
def test_only_what_changed_in_a_collection_is_computed(open_client, runs, collection, after_edit):
    for edit, expected in ((1, {"double", "plus"}), (1, set()), (2, after_edit)):
        client, what = open_client(), collection(edit)
        runs.taken()  # Dask tries functions out to see what they return
        assert [int(part) for part in np.ravel(what.compute())] == [2 * n + edit for n in range(6)]
        assert runs.taken().keys() == expected
        client.close()


def doubled_bag():
    import dask.bag

    return dask.bag.from_sequence(range(6), npartitions=2).map(steps.double)


def doubled_array():
    import dask.array

    return dask.array.arange(6, chunks=3).map_blocks(steps.double)


def in_a_map(edit):
    import dask.bag

    return dask.bag.from_sequence([edit]).map(steps.plus, y=doubled_bag().max()).max()


@pytest.mark.parametrize(
    "collection",
    [
        lambda edit: delayed(steps.plus)(doubled_bag().max(), edit),
        lambda edit: delayed(steps.plus)(delayed(max)(doubled_bag()), edit),
        lambda edit: delayed(steps.plus)(doubled_array().max(), edit),
        lambda edit: delayed(steps.plus)(delayed(np.max)(doubled_array()), edit),
        lambda edit: delayed(steps.plus)(delayed(max)([doubled_bag().max(), doubled_array().max()]), edit),
        in_a_map,
    ],
    ids=["item", "bag", "number", "array", "list", "map"],
)
def test_a_collection_that_is_an_argument_is_remembered(open_client, runs, collection):
    for edit, expected in ((1, {"double", "plus"}), (1, set()), (2, {"plus"})):
        client, what = open_client(), collection(edit)
        runs.taken()
        assert client.compute(what, sync=True) == 10 + edit
        assert runs.taken().keys() == expected
        client.close()
