"""The nine samples, named as in the Analysis Grand Challenge, and the tune of each."""

from __future__ import annotations

from .processes import Tune

__all__ = ["FILES_PER_SAMPLE", "SAMPLES", "file_names", "sample_of"]

FILES_PER_SAMPLE = 2

#: Sample name -> (process, tune).
SAMPLES: dict[str, tuple[str, Tune]] = {
    "ttbar__nominal": ("ttbar", Tune()),
    "ttbar__ME_var": ("ttbar", Tune(hardness=1.08)),
    "ttbar__PS_var": ("ttbar", Tune(radiation=1.06, out_of_cone=1.5)),
    "ttbar__scaleup": ("ttbar", Tune(hardness=1.03, radiation=1.08)),
    "ttbar__scaledown": ("ttbar", Tune(hardness=0.97, radiation=0.92)),
    "single_top_s_chan__nominal": ("single_top_s_chan", Tune()),
    "single_top_t_chan__nominal": ("single_top_t_chan", Tune()),
    "single_top_tW__nominal": ("single_top_tW", Tune()),
    "wjets__nominal": ("wjets", Tune()),
}


def file_names(sample: str) -> list[str]:
    """Names of a sample's files, in order."""
    return [f"{sample}_{number}.root" for number in range(1, FILES_PER_SAMPLE + 1)]


def sample_of(file_name: str) -> tuple[str, int]:
    """The sample that a file belongs to, and its number in it."""
    sample, number = file_name.removesuffix(".root").rsplit("_", 1)
    return sample, int(number)
