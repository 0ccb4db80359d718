"""Hard processes: top pairs, single tops and W bosons with jets, down to quarks and leptons."""

from __future__ import annotations

import dataclasses

import numpy as np

from .fourvectors import breit_wigner, from_polar, two_body_decay
from .partons import BOTTOM, CHARM, LIGHT, Particles

__all__ = ["Tune", "produce", "radiate"]

TOP_MASS, TOP_WIDTH, W_MASS, W_WIDTH, BOTTOM_MASS = 172.5, 1.42, 80.4, 2.1, 4.8  # GeV
#: Branching ratios of a W boson into e, mu, a tau that decays to e or mu, and anything else.
W_CHANNELS = (0.1086, 0.1086, 0.0400, 0.7428)


@dataclasses.dataclass(frozen=True)
class Tune:
    """What the alternative ttbar samples change; the factors of the nominal sample are 1.

    Attributes
    ----------
    hardness : float
        Factor on the transverse momentum of the produced system and on its energy above threshold.
    radiation : float
        Factor on the number of radiated jets.
    out_of_cone : float
        Factor on the energy that a jet loses out of its cone.
    """

    hardness: float = 1.0
    radiation: float = 1.0
    out_of_cone: float = 1.0


def produce(
    process: str, tune: Tune, rng: np.random.Generator, event_count: int
) -> tuple[Particles, Particles]:
    """Quarks (and gluons) and charged leptons of ``event_count`` collisions, without radiation."""
    quarks, leptons = Particles(), Particles()
    events = np.arange(event_count)
    if process == "wjets":
        w_boson = _w_with_jets(rng, tune, events, quarks)
        _decay_w(rng, w_boson, events, quarks, leptons, leptonic=True)
        return quarks, leptons
    top_mass = breit_wigner(rng, TOP_MASS, TOP_WIDTH, event_count)
    if process == "ttbar":
        other_mass = breit_wigner(rng, TOP_MASS, TOP_WIDTH, event_count)
    elif process == "single_top_tW":
        other_mass = breit_wigner(rng, W_MASS, W_WIDTH, event_count)
    else:
        other_mass = np.full(event_count, BOTTOM_MASS if process == "single_top_s_chan" else 0.3)
    top, other = _pair(rng, tune, top_mass, other_mass, forward=process == "single_top_t_chan")
    _decay_top(rng, top, events, quarks, leptons)
    if process == "ttbar":
        _decay_top(rng, other, events, quarks, leptons)
    elif process == "single_top_tW":
        _decay_w(rng, other, events, quarks, leptons)
    else:
        quarks.add(other, events, BOTTOM if process == "single_top_s_chan" else LIGHT)
    return quarks, leptons


def _pair(rng, tune, mass1, mass2, *, forward: bool) -> tuple[np.ndarray, np.ndarray]:
    """A system a little above its threshold that falls into two bodies."""
    count = len(mass1)
    threshold = mass1 + mass2
    mass = threshold + tune.hardness * rng.gamma(1.6, 62.0, count) + (60.0 if forward else 2.0)
    system = from_polar(
        tune.hardness * rng.gamma(1.3, 32.0, count),
        rng.normal(0, 1.5 if forward else 1.0, count),
        rng.uniform(-np.pi, np.pi, count),
        mass,
    )
    return two_body_decay(rng, system, mass1, mass2)


def _w_with_jets(rng, tune, events, quarks) -> np.ndarray:
    """W bosons and the two to seven partons that they recoil against."""
    count = len(events)
    w_boson = from_polar(
        rng.gamma(1.5, 42.0, count),
        rng.normal(0, 1.5, count),
        rng.uniform(-np.pi, np.pi, count),
        breit_wigner(rng, W_MASS, W_WIDTH, count),
    )
    owners = np.repeat(events, np.minimum(2 + rng.poisson(1.1 * tune.radiation, count), 7))
    flavour = rng.choice([BOTTOM, CHARM, LIGHT], len(owners), p=[0.05, 0.12, 0.83])
    quarks.add(_soft_partons(rng, len(owners), scale=30.0), owners, flavour)
    return w_boson


def _soft_partons(rng, count: int, *, scale: float) -> np.ndarray:
    """Partons above 15 GeV with an exponential spectrum of slope ``scale`` GeV."""
    return from_polar(
        15 + rng.exponential(scale, count),
        rng.normal(0, 1.9, count),
        rng.uniform(-np.pi, np.pi, count),
        np.full(count, 0.3),
    )


def radiate(rng, tune: Tune, events: np.ndarray, quarks: Particles) -> None:
    """Add gluons from initial and final states and from other collisions."""
    owners = np.repeat(events, rng.poisson(1.1 * tune.radiation, len(events)))
    flavour = rng.choice([BOTTOM, CHARM, LIGHT], len(owners), p=[0.03, 0.05, 0.92])
    quarks.add(_soft_partons(rng, len(owners), scale=28.0), owners, flavour)


def _decay_top(rng, tops, events, quarks, leptons) -> None:
    w_mass = breit_wigner(rng, W_MASS, W_WIDTH, len(tops))
    bottom, w_boson = two_body_decay(rng, tops, np.full(len(tops), BOTTOM_MASS), w_mass)
    quarks.add(bottom, events, BOTTOM)
    _decay_w(rng, w_boson, events, quarks, leptons)


def _decay_w(rng, w_bosons, events, quarks, leptons, *, leptonic: bool = False) -> None:
    """W to a lepton and a neutrino, or to two quarks, one of them charm in half the cases."""
    count = len(w_bosons)
    massless = np.full(count, 0.1)
    first, second = two_body_decay(rng, w_bosons, massless, massless)
    weights = np.array([0.46, 0.46, 0.08, 0.0] if leptonic else W_CHANNELS)
    channel = rng.choice(4, count, p=weights / weights.sum())
    through_tau = channel == 2
    first[through_tau] *= rng.uniform(0.15, 0.75, (through_tau.sum(), 1))
    flavour = np.where(through_tau, rng.choice([11, 13], count), np.where(channel == 0, 11, 13))
    charged = channel < 3
    charge = rng.choice([-1, 1], count)
    leptons.add(first[charged], events[charged], (charge * flavour)[charged])
    hadronic = ~charged
    up_type = rng.choice([CHARM, LIGHT], count)
    quarks.add(first[hadronic], events[hadronic], up_type[hadronic])
    quarks.add(second[hadronic], events[hadronic], LIGHT)
