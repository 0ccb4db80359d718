"""Every reader of the field: the same files let its steps rest, another file makes its own run."""

from __future__ import annotations

import dask
import pytest

pytestmark = pytest.mark.timeout(900)

#: Steps of the user's that read one file, where it is not one.
PARTITIONS = {
    "dask_in_steps": 2,
    "dask_of_a_dictionary": 2,
    "from_zarr": 2,
    "nano_events_selected": 2,
    "uproot_dask_by_step_size": 2,
    "uproot_dask_explicit_steps": 2,
    "uproot_dask_in_steps": 2,
}
#: Likewise for a file that comes after the others: Dask from 2025.4 joins two files in a partition.
NEW_PARTITIONS = {
    **PARTITIONS,
    "read_parquet_by_arrow": 1 if dask.__version__ < "2025.4" else 2,
}


def column(session, name):
    return {graph: outcome[name] for graph, outcome in session.items()}


def test_results_are_those_of_plain_dask(history):
    for session in history.values():
        assert column(session, "is_equal") == dict.fromkeys(session, True)


def test_every_step_is_identified(history):
    for session in history.values():
        assert column(session, "unidentified") == dict.fromkeys(session, [])


def test_nothing_runs_for_files_that_were_only_touched(history):
    session = history["touched"]
    assert column(session, "computed") == dict.fromkeys(session, 0)


def test_nothing_runs_for_copies_elsewhere_named_by_a_relative_path(history):
    session = history["restored"]
    assert column(session, "computed") == dict.fromkeys(session, 0)


def test_only_what_reads_a_rewritten_file_runs(history):
    session = history["rewritten"]
    assert column(session, "runs") == {graph: PARTITIONS.get(graph, 1) for graph in session}


def test_only_what_reads_a_new_file_runs(history):
    session = history["replaced"]
    assert column(session, "runs") == {graph: NEW_PARTITIONS.get(graph, 1) for graph in session}


def test_an_edited_function_runs_for_every_file(history):
    session = history["edited"]
    assert column(session, "runs") == column(history["first"], "runs")
