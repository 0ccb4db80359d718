"""Quarks and leptons of many events, in one flat list each."""

from __future__ import annotations

import numpy as np

__all__ = ["BOTTOM", "CHARM", "LIGHT", "Particles"]

#: NanoAOD's ``hadronFlavour`` of a jet.
BOTTOM, CHARM, LIGHT = 5, 4, 0


class Particles:
    """Particles, each with the event that it belongs to."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(self, momenta: np.ndarray, events: np.ndarray, flavour: int | np.ndarray) -> None:
        """Add particles.

        Parameters
        ----------
        momenta : numpy.ndarray
            Four-momenta in GeV, shape (n, 4).
        events : numpy.ndarray
            Index of each particle's event, shape (n,).
        flavour : int or numpy.ndarray
            ``hadronFlavour`` of quarks, PDG number of leptons; one for all or shape (n,).
        """
        self._parts.append((momenta, events, np.broadcast_to(flavour, len(momenta))))

    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Momenta (n, 4), events (n,) and flavours (n,), in order of addition."""
        momenta, events, flavour = (np.concatenate(column) for column in zip(*self._parts))
        return momenta, events, flavour
