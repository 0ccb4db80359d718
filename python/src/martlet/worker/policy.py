"""Whether a result is worth keeping: the time to have it again against the time to keep it."""

from __future__ import annotations

import threading

__all__ = ["TRACE", "Bandwidth", "is_worth_keeping", "is_worth_noting"]

#: Seconds that keeping and loading cost whatever the size: files made, opened, a task more.
OVERHEAD = 2e-3

#: Seconds; a step that takes less leaves no note of itself. A note costs 0.05 ms, Dask itself some 2 ms
#: a task.
TRACE = 1e-4


class Bandwidth:
    """Bytes a second to and from the store, measured as results are kept and loaded.

    Starts from a modest disk's figure; each measurement counts by its size.
    """

    def __init__(self, bytes_per_second: float = 300e6, weight: float = 32e6) -> None:
        self._bytes = weight
        self._seconds = weight / bytes_per_second
        self._lock = threading.Lock()

    def measured(self, nbytes: int, seconds: float) -> None:
        """Count a transfer; what was long ago fades."""
        if nbytes < 100_000:
            return  # a matter of files, not of bytes
        with self._lock:
            fading = max(0.5, 1 - nbytes / 1e9)
            self._bytes = self._bytes * fading + nbytes
            self._seconds = self._seconds * fading + seconds

    def seconds(self, nbytes: int) -> float:
        """Seconds that a transfer of some bytes will take."""
        return nbytes * self._seconds / self._bytes


def is_worth_keeping(again: float, nbytes: int, bandwidth: Bandwidth) -> bool:
    """Whether keeping and loading a result is quicker than having it again.

    Parameters
    ----------
    again : float
        Seconds to have it again, inputs that are not kept included.
    nbytes : int
        Its size.
    bandwidth : Bandwidth
        Of this worker to the store.

    Returns
    -------
    bool
    """
    return again > OVERHEAD and again > OVERHEAD + 2 * bandwidth.seconds(nbytes)


def is_worth_noting(seconds: float, again: float) -> bool:
    """Whether what a result is should be noted, for want of the result itself.

    In a chain of cheap steps the time to have a result again grows from step to step: a note is left
    only of those that take time themselves, or stand behind what does. On another worker what a result
    without one costs counts as nothing.

    Parameters
    ----------
    seconds : float
        Seconds that the step took.
    again : float
        Seconds to have its result again, inputs that are not kept included.

    Returns
    -------
    bool
    """
    return seconds >= TRACE or again > OVERHEAD
