"""A toy detector: quarks become smeared, b-tagged jets, and leptons get an isolation."""

from __future__ import annotations

import awkward as ak
import numpy as np

from .fourvectors import eta, phi, pt
from .partons import BOTTOM, CHARM, LIGHT, Particles

__all__ = ["electrons", "jets", "missing_momentum", "muons"]

#: Parameters of the beta distribution of the b-tag discriminant, by flavour.
DISCRIMINANT = {BOTTOM: (1.4, 0.75), CHARM: (1.3, 2.0), LIGHT: (0.9, 6.0)}


def jets(
    quarks: Particles, rng: np.random.Generator, event_count: int, out_of_cone: float
) -> ak.Array:
    """Jets with |eta| < 4.7 and pT > 15 GeV, by falling pT.

    The resolution is that of particle-flow jets, ``sqrt(0.9^2 / pT + 0.05^2)`` (pT in GeV); on
    average a jet loses 3 % of its energy out of its cone, times ``out_of_cone``.
    """
    momenta, events, flavour = quarks.columns()
    true_pt = np.maximum(pt(momenta), 1.0)
    resolution = np.sqrt(0.81 / true_pt + 0.0025)
    response = rng.normal(1 - 0.03 * out_of_cone, resolution)
    jet_pt = true_pt * np.clip(response, 0.1, 2.5)
    jet_eta = eta(momenta) + rng.normal(0, 0.02, len(momenta))
    jet_phi = phi(momenta) + rng.normal(0, 0.02, len(momenta))
    discriminant = np.empty(len(momenta))
    for kind, (a, b) in DISCRIMINANT.items():
        chosen = flavour == kind
        discriminant[chosen] = rng.beta(a, b, chosen.sum())
    columns = {
        "pt": jet_pt,
        "eta": jet_eta,
        "phi": (jet_phi + np.pi) % (2 * np.pi) - np.pi,
        "mass": jet_pt * rng.gamma(9.0, 0.012, len(momenta)),
        "btagCSVV2": np.where(np.abs(jet_eta) < 2.4, discriminant, -1.0),
        "hadronFlavour": flavour.astype(np.int32),
        "jetId": np.where(rng.uniform(size=len(momenta)) < 0.99, 6, 0).astype(np.int32),
    }
    seen = (jet_pt > 15) & (np.abs(jet_eta) < 4.7)
    return _collection(columns, events, seen, event_count)


def electrons(leptons: Particles, rng: np.random.Generator, event_count: int) -> ak.Array:
    """Electrons with pT > 5 GeV and |eta| < 2.5, found with 85 % efficiency."""
    columns, events, seen = _leptons(leptons, rng, flavour=11, efficiency=0.85, resolution=0.02)
    columns["pfRelIso03_all"] = columns.pop("isolation")
    columns["cutBased"] = np.where(rng.uniform(size=len(events)) < 0.9, 4, 2).astype(np.int32)
    return _collection(columns, events, seen & (np.abs(columns["eta"]) < 2.5), event_count)


def muons(leptons: Particles, rng: np.random.Generator, event_count: int) -> ak.Array:
    """Muons with pT > 5 GeV and |eta| < 2.4, found with 95 % efficiency."""
    columns, events, seen = _leptons(leptons, rng, flavour=13, efficiency=0.95, resolution=0.012)
    columns["pfRelIso04_all"] = columns.pop("isolation")
    columns["tightId"] = rng.uniform(size=len(events)) < 0.97
    return _collection(columns, events, seen & (np.abs(columns["eta"]) < 2.4), event_count)


def _leptons(leptons, rng, *, flavour, efficiency, resolution):
    momenta, events, identities = leptons.columns()
    chosen = np.abs(identities) == flavour
    momenta, events, identities = momenta[chosen], events[chosen], identities[chosen]
    count = len(events)
    columns = {
        "pt": pt(momenta) * rng.normal(1, resolution, count),
        "eta": eta(momenta),
        "phi": phi(momenta),
        "mass": np.full(count, 0.000511 if flavour == 11 else 0.10566),
        "charge": np.where(identities > 0, -1, 1).astype(np.int32),
        "isolation": rng.exponential(0.05, count),
    }
    return columns, events, (columns["pt"] > 5) & (rng.uniform(size=count) < efficiency)


def _collection(columns, events, seen, event_count) -> ak.Array:
    """Jagged records, sorted by event and falling pT, one list an event."""
    columns = {name: column[seen] for name, column in columns.items()}
    order = np.lexsort((-columns["pt"], events[seen]))
    counts = np.bincount(events[seen], minlength=event_count)
    flat = {name: _stored(column[order]) for name, column in columns.items()}
    return ak.unflatten(ak.zip(flat), counts)


def _stored(column: np.ndarray) -> np.ndarray:
    """Floats as NanoAOD stores them: float32 with 12 bits of mantissa, which compress well."""
    if column.dtype != np.float64:
        return column
    bits = column.astype(np.float32).view(np.uint32)
    return ((bits + 0x400) & 0xFFFFF800).view(np.float32)


def missing_momentum(
    leptons: Particles, quarks: Particles, rng: np.random.Generator, event_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Size (GeV) and azimuth of what balances the visible transverse momentum, shape (n,) each."""
    x, y = rng.normal(0, 12, event_count), rng.normal(0, 12, event_count)
    for particles in (leptons, quarks):
        momenta, events, _ = particles.columns()
        x -= np.bincount(events, momenta[:, 1], event_count)
        y -= np.bincount(events, momenta[:, 2], event_count)
    return _stored(np.hypot(x, y)), _stored(np.arctan2(y, x))
