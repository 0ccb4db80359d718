"""The ways in which a processor reaches the workers, and questions to an analysis in each."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

__all__ = ["WAYS", "in_each", "ways_of"]

#: How the processor reaches the workers: as what its class is, and as what it is sent.
WAYS = {
    "script": {"is_script": True, "by_value": True},
    "module": {"client": {"keep": "all"}},
    "instance": {"is_script": True, "runner": {"processor_compression": None}},
}


def ways_of(number):
    """The ways in which the edit of a number is tried: all; or one, where they take turns.

    ``MARTLET_TEST_WAYS=in-turn`` asks for that: what an edit means does not depend on Dask, so it is
    enough to try it in all ways with one of its versions.
    """
    if os.environ.get("MARTLET_TEST_WAYS") == "in-turn":
        return [list(WAYS)[number % len(WAYS)]]
    return list(WAYS)


def in_each(analyses, ask):
    """What a question gives for plain Dask, and for each way; two are asked at a time."""
    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(analyses, pool.map(ask, analyses.values()), strict=True))
    return answers.pop("plain"), answers
