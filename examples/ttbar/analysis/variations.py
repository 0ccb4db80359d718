"""Systematic variations of jets: energy scale and resolution, and b-tagging efficiency."""

from __future__ import annotations

import awkward as ak
import numpy as np

__all__ = ["JET_VARIATIONS", "btag_weights", "vary_jets"]

#: Sources of the uncertainty of the jet energy scale; see :func:`_scale_uncertainty`.
SCALE_SOURCES = ["absolute", "relative", "pileup"]
RESOLUTION_UNCERTAINTY = 0.05
#: Variations that change the jets' momenta.
JET_VARIATIONS = [
    *(f"pt_scale_{source}_{way}" for source in SCALE_SOURCES for way in ("up", "down")),
    "pt_res_up",
]


def vary_jets(events: ak.Array, variation: str, seed: tuple[int, ...]) -> ak.Array:
    """Change the jets' transverse momenta.

    Parameters
    ----------
    events : awkward.Array
        Events with a collection ``Jet``; pT in GeV.
    variation : str
        One of :data:`JET_VARIATIONS`; any other changes nothing.
    seed : tuple of int
        Seed of the smearing in ``pt_res_up``; the same one smears in the same way.

    Returns
    -------
    awkward.Array
        The events with other ``Jet.pt`` and ``Jet.mass``.
    """
    if variation not in JET_VARIATIONS:
        return events
    jets = events.Jet
    if variation == "pt_res_up":
        counts = ak.num(jets)
        smearing = np.random.default_rng(seed).normal(1, RESOLUTION_UNCERTAINTY, ak.sum(counts))
        factor = ak.unflatten(np.maximum(smearing, 0.5).astype(np.float32), counts)
    else:
        source, way = variation.removeprefix("pt_scale_").split("_")
        factor = 1 + {"up": 1, "down": -1}[way] * _scale_uncertainty(jets, source)
    jets = ak.with_field(jets, ak.values_astype(jets.pt * factor, np.float32), "pt")
    jets = ak.with_field(jets, ak.values_astype(jets.mass * factor, np.float32), "mass")
    return ak.with_field(events, jets, "Jet")


def _scale_uncertainty(jets: ak.Array, source: str) -> ak.Array | float:
    """Relative uncertainty: 2 % everywhere, 1 % per unit of |eta|, or 0.6 GeV of pile-up."""
    if source == "absolute":
        return 0.02
    return 0.01 * abs(jets.eta) if source == "relative" else 0.6 / jets.pt


def btag_weights(tagged_jets: ak.Array) -> dict[str, np.ndarray]:
    """Weights of the events under the uncertainty of the b-tagging efficiency.

    The uncertainty of a jet is 2 %, and 3 % more at a pT of 200 GeV.

    Parameters
    ----------
    tagged_jets : awkward.Array
        The b-tagged jets of each event; pT in GeV.

    Returns
    -------
    dict of str to numpy.ndarray
        ``nominal``, ``btag_up`` and ``btag_down``: float64, shape (events,).
    """
    uncertainty = 0.02 + 0.03 * np.minimum(tagged_jets.pt, 500) / 200
    up = ak.to_numpy(ak.prod(1 + uncertainty, axis=1)).astype(np.float64)
    down = ak.to_numpy(ak.prod(1 - uncertainty, axis=1)).astype(np.float64)
    return {"nominal": np.ones(len(up)), "btag_up": up, "btag_down": down}
