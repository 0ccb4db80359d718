"""The samples: cross-sections and what each is used for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["CROSS_SECTIONS", "LUMINOSITY", "PROCESSES", "event_weight", "variations"]

LUMINOSITY = 3378.0  # of the 2015 open data, in 1/pb

#: Cross-section of each process in pb; W + jets after the generator's filter.
CROSS_SECTIONS = {
    "ttbar": 729.84,
    "single_top_s_chan": 3.29,
    "single_top_t_chan": 59.17,
    "single_top_tW": 75.84,
    "wjets": 420.0,
}
PROCESSES = list(CROSS_SECTIONS)

#: Processes that have samples of their own for some variations (two-point systematics).
SAMPLE_VARIATIONS = {"ttbar": ["ME_var", "PS_var", "scaleup", "scaledown"]}


def variations(process: str, of_jets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each variation of a process, the nominal one first, with the name of the sample that it reads."""
    for variation in ["nominal", *of_jets]:
        yield variation, f"{process}__nominal"
    for variation in SAMPLE_VARIATIONS.get(process, []):
        yield variation, f"{process}__{variation}"


def event_weight(process: str, event_count: int) -> float:
    """Expected events in the data for one of the ``event_count`` generated events."""
    return CROSS_SECTIONS[process] * LUMINOSITY / event_count
