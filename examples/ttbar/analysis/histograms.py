"""Histograms: filled per file, merged in a fixed order."""

from __future__ import annotations

import hist
import martlet
import numpy as np

from .observables import Observable

__all__ = ["Histograms", "REGIONS", "collect", "fill", "merge", "pseudo_data"]

#: Region -> title of its observable (GeV).
REGIONS = {"4j1b": r"$H_{\mathrm{T}}$ [GeV]", "4j2b": r"$m_{bjj}$ [GeV]"}
EDGES = (25, 50.0, 550.0)

#: Histograms by region, process and variation.
Histograms = dict[str, dict[str, dict[str, hist.Hist]]]


@martlet.step(keep="always")  # small, and every plot is made of them
def fill(observable: Observable, variations: dict[str, str], weight: float) -> hist.Hist:
    """Fill one file's histogram.

    Parameters
    ----------
    observable : dict of str to numpy.ndarray
        Values in GeV and weights, shape (events,) each.
    variations : dict of str to str
        Name of each variation, and which of the observable's weights makes it.
    weight : float
        Weight of every event beside these.

    Returns
    -------
    hist.Hist
        Axes ``variation`` and ``observable`` (25 bins, 50 to 550 GeV); sums of weights and of
        their squares.
    """
    histogram = hist.Hist(
        hist.axis.StrCategory(list(variations), name="variation"),
        hist.axis.Regular(*EDGES, name="observable"),
        storage=hist.storage.Weight(),
    )
    for name, source in variations.items():
        weights = weight * observable[source]
        histogram.fill(variation=name, observable=observable["value"], weight=weights)
    return histogram


@martlet.step(keep="always")
def merge(parts: list[hist.Hist]) -> hist.Hist:
    """Add histograms, always in the order given, so that the sums agree to the last bit."""
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return total


def collect(merged: list[tuple[str, str, hist.Hist]]) -> Histograms:
    """Sort merged histograms by region, process and variation."""
    result: Histograms = {}
    for region, process, histogram in merged:
        by_variation = result.setdefault(region, {}).setdefault(process, {})
        for name in histogram.axes["variation"]:
            by_variation[name] = histogram[{"variation": name}]
    return result


def pseudo_data(processes: dict[str, dict[str, hist.Hist]], seed: int = 2015) -> np.ndarray:
    """Event counts of an imagined measurement, shape (25,): ttbar halfway between ME and PS."""
    ttbar = processes["ttbar"]
    expected = (ttbar["ME_var"].values() + ttbar["PS_var"].values()) / 2
    for process, by_variation in processes.items():
        if process != "ttbar":
            expected = expected + by_variation["nominal"].values()
    return np.random.default_rng(seed).poisson(np.maximum(expected, 0))
