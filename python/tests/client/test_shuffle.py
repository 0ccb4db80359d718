"""Dask's shuffles move data between tasks behind Dask's back: their parts are never loaded."""

from __future__ import annotations

import dask
import pytest

pd = pytest.importorskip("pandas")
pytest.importorskip("pyarrow")


@pytest.mark.parametrize("method", ["p2p", "tasks"])
def test_merges_and_index_changes_work_again_and_again(open_client, method):
    import dask.dataframe as dd

    left = pd.DataFrame({"a": range(20), "b": [1, 2] * 10})
    for edit in (0, 0, 1):
        open_client()
        frame = dd.from_pandas(left + edit, npartitions=3)
        with dask.config.set({"dataframe.shuffle.method": method}):
            assert len(frame.merge(frame, on="b").compute()) == 200
            assert sorted(frame.shuffle("b").compute()["a"]) == sorted(left["a"] + edit)


def test_arrays_are_rechunked_again_and_again(open_client):
    import dask.array as da

    for edit in (0, 0, 1):
        open_client()
        array = da.arange(100, chunks=10) + edit
        with dask.config.set({"array.rechunk.method": "p2p"}):
            assert array.rechunk(25).sum().compute() == 4950 + 100 * edit
