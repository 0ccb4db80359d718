"""The stacked plot of both regions."""

from __future__ import annotations

import io

import hist
import numpy as np

from .histograms import REGIONS, Histograms, pseudo_data
from .samples import LUMINOSITY

__all__ = ["plot"]

#: Processes from the bottom of the stack: label and colour (Petroff's palette, as CMS asks).
STACK = {
    "single_top_s_chan": ("Single top, s-channel", "#832db6"),
    "single_top_t_chan": ("Single top, t-channel", "#a96b59"),
    "single_top_tW": ("Single top, tW", "#e76300"),
    "wjets": ("W + jets", "#ffa90e"),
    "ttbar": (r"$t\bar{t}$", "#3f90da"),
}
SELECTION = {
    "4j1b": "1 lepton, $\\geq 4$ jets, 1 b-tag",
    "4j2b": "1 lepton, $\\geq 4$ jets, $\\geq 2$ b-tags",
}
STYLE = {
    "font.family": "sans-serif",
    "font.size": 13,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.minor.visible": True,
    "ytick.minor.visible": True,
    "axes.linewidth": 1.2,
}


def plot(histograms: Histograms) -> bytes:
    """Draw the regions side by side.

    Parameters
    ----------
    histograms : dict
        Histograms by region, process and variation.

    Returns
    -------
    bytes
        A PNG file.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 5.6), dpi=110, layout="constrained")
        for axes, (region, title) in zip(figure.subplots(1, len(REGIONS)), REGIONS.items()):
            _draw_region(axes, histograms[region])
            axes.set_xlabel(title, loc="right", fontsize=15)
            axes.set_ylabel("Events / 20 GeV", loc="top", fontsize=15)
            axes.text(0.04, 0.95, "Martlet", transform=axes.transAxes, va="top",
                      fontsize=18, fontweight="bold")  # fmt: skip
            axes.text(0.04, 0.875, "toy simulation", transform=axes.transAxes, va="top",
                      fontsize=13, fontstyle="italic")  # fmt: skip
            axes.text(0.04, 0.81, SELECTION[region], transform=axes.transAxes, va="top",
                      fontsize=11)  # fmt: skip
            axes.set_title(f"{LUMINOSITY / 1000:.1f} fb$^{{-1}}$ (13 TeV)", loc="right")
        png = io.BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _draw_region(axes, processes: dict[str, dict[str, hist.Hist]]) -> None:
    edges = processes["ttbar"]["nominal"].axes[0].edges
    bottom = np.zeros(len(edges) - 1)
    for process, (label, colour) in STACK.items():
        values = processes[process]["nominal"].values()
        axes.stairs(bottom + values, edges, baseline=bottom, fill=True, color=colour, label=label)
        bottom = bottom + values
    band = uncertainty(processes)
    axes.stairs(bottom + band, edges, baseline=bottom - band, fill=True, facecolor="none",
                edgecolor="#555555", hatch="/////", linewidth=0, label="Uncertainty")  # fmt: skip
    data, centres = pseudo_data(processes), (edges[1:] + edges[:-1]) / 2
    axes.errorbar(centres, data, np.sqrt(data), fmt="ko", markersize=4.5, linewidth=1.3,
                  label="Pseudo-data")  # fmt: skip
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, 1.45 * max(np.max(bottom + band), np.max(data)))
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], frameon=False, fontsize=11, loc="upper right")


def uncertainty(processes: dict[str, dict[str, hist.Hist]]) -> np.ndarray:
    """Half-width of the band, shape (bins,): statistics and all variations in quadrature."""
    nominal = sum(by_variation["nominal"].values() for by_variation in processes.values())
    squares = sum(by_variation["nominal"].variances() for by_variation in processes.values())
    names = {name for by_variation in processes.values() for name in by_variation}
    for name in sorted(name for name in names if name != "nominal" and "down" not in name):
        varied = sum(
            by_variation.get(name, by_variation["nominal"]).values()
            for by_variation in processes.values()
        )
        squares = squares + (varied - nominal) ** 2
    return np.sqrt(squares)
