"""What is measured in each region: HT with one b-tag, the top candidate's mass with two."""

from __future__ import annotations

import awkward as ak
import numpy as np

from .selection import BTAG_THRESHOLD
from .variations import btag_weights

__all__ = ["Observable", "ht_4j1b", "trijet_mass_4j2b"]

#: ``value`` in GeV and the weights of :func:`btag_weights`: float64 arrays of shape (events,).
Observable = dict[str, np.ndarray]


def ht_4j1b(jets: ak.Array) -> Observable:
    """Scalar sum of the jets' pT, in events with exactly one b-tag."""
    tagged = jets[jets.btagCSVV2 > BTAG_THRESHOLD]
    chosen = ak.num(tagged) == 1
    ht = ak.sum(ak.values_astype(jets.pt[chosen], np.float64), axis=1)
    return {"value": ak.to_numpy(ht), **btag_weights(tagged[chosen])}


def trijet_mass_4j2b(jets: ak.Array) -> Observable:
    """Mass of the three jets that carry most pT together, in events with at least two b-tags.

    At least one of the three must be b-tagged: these are the candidates for t -> b q q'.
    """
    tagged = jets[jets.btagCSVV2 > BTAG_THRESHOLD]
    chosen = ak.num(tagged) >= 2
    first, second, third = ak.unzip(ak.combinations(_momenta(jets[chosen]), 3))
    btag = np.maximum(np.maximum(first.btag, second.btag), third.btag)
    energy = first.energy + second.energy + third.energy
    px = first.px + second.px + third.px
    py = first.py + second.py + third.py
    pz = first.pz + second.pz + third.pz
    pt_squared = ak.where(btag > BTAG_THRESHOLD, px**2 + py**2, -1.0)
    hardest = ak.argmax(pt_squared, axis=1, keepdims=True)
    mass = np.sqrt(np.maximum(energy**2 - px**2 - py**2 - pz**2, 0))[hardest]
    return {"value": ak.to_numpy(ak.flatten(mass)), **btag_weights(tagged[chosen])}


def _momenta(jets: ak.Array) -> ak.Array:
    """Cartesian momenta (float64, GeV) and discriminants of jets."""
    pt, eta, phi, mass = (
        ak.values_astype(jets[name], np.float64) for name in ("pt", "eta", "phi", "mass")
    )
    px, py, pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
    energy = np.sqrt(px**2 + py**2 + pz**2 + mass**2)
    return ak.zip({"energy": energy, "px": px, "py": py, "pz": pz, "btag": jets.btagCSVV2})
