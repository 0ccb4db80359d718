"""The ways in which a processor reaches the workers, and questions to an analysis in each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

__all__ = ["WAYS", "in_each"]

#: How the processor reaches the workers: as what its class is, and as what it is sent.
WAYS = {
    "script": {"is_script": True, "by_value": True},
    "module": {"client": {"keep": "all"}},
    "instance": {"is_script": True, "runner": {"processor_compression": None}},
}


def in_each(analyses, ask):
    """What a question gives for plain Dask, and for each way; two are asked at a time."""
    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(analyses, pool.map(ask, analyses.values()), strict=True))
    return answers.pop("plain"), answers
