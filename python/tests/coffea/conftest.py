"""Input files, and copies of the analysis in each way in which a processor travels."""

from __future__ import annotations

import itertools

import pytest
from nanoaod_files import DATASETS, EDITED_DATASETS, EVENTS, write_file
from sessions import Analysis, Server
from ways import WAYS, in_each


@pytest.fixture(scope="session")
def inputs(tmp_path_factory):
    """Input files by dataset; nobody changes them."""
    folder = tmp_path_factory.mktemp("data")
    files = {}
    for dataset, numbers in DATASETS.items():
        files[dataset] = [folder / f"{dataset}_{number}.root" for number in numbers]
        for number, path in zip(numbers, files[dataset], strict=True):
            write_file(path, dataset, number, EVENTS)
    return files


@pytest.fixture(scope="session")
def servers():
    """Processes that run sessions by turns, each with another hash seed."""
    servers = [Server(seed) for seed in (1, 22, 333)]
    yield itertools.cycle(servers)
    for server in servers:
        server.close()


@pytest.fixture
def analysis(tmp_path, inputs, servers):
    """An analysis of a test's own, before its first session."""
    return Analysis(tmp_path, inputs, servers, is_script=True)


@pytest.fixture(scope="session")
def analyses(tmp_path_factory, inputs, servers):
    """The analysis in each way, after a first session; and with plain Dask."""
    ways = {**WAYS, "plain": {"store": ""}}
    files = {dataset: inputs[dataset] for dataset in EDITED_DATASETS}
    made = {
        way: Analysis(tmp_path_factory.mktemp(way), files, servers, **options)
        for way, options in ways.items()
    }
    plain, outcomes = in_each(made, Analysis.session)
    assert len(plain.results) == 13
    assert all(any(array.tobytes()) for array in plain.results.values())
    for way, outcome in outcomes.items():
        assert outcome.differs_from(plain) == [], way
        assert outcome.ran == plain.ran, way
    return made
