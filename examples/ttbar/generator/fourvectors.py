"""Four-momenta and two-body decays.

A four-momentum array has shape (n, 4) and dtype float64: energy, px, py, pz in GeV (c = 1).
"""

from __future__ import annotations

import numpy as np

__all__ = [
    "boost",
    "breit_wigner",
    "eta",
    "from_polar",
    "invariant_mass",
    "phi",
    "pt",
    "two_body_decay",
]


def from_polar(pt: np.ndarray, eta: np.ndarray, phi: np.ndarray, mass: np.ndarray) -> np.ndarray:
    """Four-momenta from transverse momentum (GeV), pseudorapidity, azimuth and mass (GeV)."""
    px, py, pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
    return np.stack([np.sqrt(mass**2 + px**2 + py**2 + pz**2), px, py, pz], axis=1)


def pt(momenta: np.ndarray) -> np.ndarray:
    """Transverse momenta in GeV, shape (n,)."""
    return np.hypot(momenta[:, 1], momenta[:, 2])


def eta(momenta: np.ndarray) -> np.ndarray:
    """Pseudorapidities, shape (n,)."""
    return np.arcsinh(momenta[:, 3] / np.maximum(pt(momenta), 1e-9))


def phi(momenta: np.ndarray) -> np.ndarray:
    """Azimuths in [-pi, pi], shape (n,)."""
    return np.arctan2(momenta[:, 2], momenta[:, 1])


def invariant_mass(momenta: np.ndarray) -> np.ndarray:
    """Masses in GeV, shape (n,); rounding below zero counts as zero."""
    squared = momenta[:, 0] ** 2 - np.sum(momenta[:, 1:] ** 2, axis=1)
    return np.sqrt(np.maximum(squared, 0))


def boost(momenta: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """Momenta given in the rest frames of ``frames``, as the laboratory sees them."""
    beta = frames[:, 1:] / frames[:, :1]
    gamma = (frames[:, 0] / invariant_mass(frames))[:, None]
    along = np.sum(beta * momenta[:, 1:], axis=1, keepdims=True)
    energy = gamma * (momenta[:, :1] + along)
    space = momenta[:, 1:] + beta * gamma * (gamma / (gamma + 1) * along + momenta[:, :1])
    return np.concatenate([energy, space], axis=1)


def two_body_decay(
    rng: np.random.Generator, parents: np.ndarray, mass1: np.ndarray, mass2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Decay each parent into two daughters, isotropically in its rest frame.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the directions.
    parents : numpy.ndarray
        Four-momenta, shape (n, 4).
    mass1, mass2 : numpy.ndarray
        Masses of the daughters in GeV, shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        The daughters' four-momenta in the laboratory, shape (n, 4) each.
    """
    parent_mass = invariant_mass(parents)
    energy1 = (parent_mass**2 + mass1**2 - mass2**2) / (2 * parent_mass)
    momentum = np.sqrt(np.maximum(energy1**2 - mass1**2, 0))
    cosine, azimuth = rng.uniform(-1, 1, len(parents)), rng.uniform(-np.pi, np.pi, len(parents))
    sine = np.sqrt(1 - cosine**2)
    direction = np.stack([sine * np.cos(azimuth), sine * np.sin(azimuth), cosine], axis=1)
    space = momentum[:, None] * direction
    first = np.concatenate([energy1[:, None], space], axis=1)
    second = np.concatenate([(parent_mass - energy1)[:, None], -space], axis=1)
    return boost(first, parents), boost(second, parents)


def breit_wigner(
    rng: np.random.Generator, mass: float, width: float, size: int, window: float = 8.0
) -> np.ndarray:
    """Masses in GeV of an unstable particle, shape (size,), at most ``window`` widths off."""
    edge = np.arctan(2 * window)
    return mass + width / 2 * np.tan(rng.uniform(-edge, edge, size))
