"""Cold and warm sessions of every cache, shape and size, in a bounded time."""

import dataclasses
import itertools
import sys
import tempfile
import time
from pathlib import Path

from environments import python_of
from measurement import measure

#: Seconds that a session takes beside its tasks: a cluster starts and ends.
START = 6


@dataclasses.dataclass(frozen=True)
class Cache:
    """A cache, or Dask without one.

    Attributes
    ----------
    environment : str
        See ``environments.py``.
    plain : str
        The cache whose cold run it is compared with: Dask without a cache, the same steps.
    seconds : float
        Of a cold run, a task, at a guess.
    is_peer : bool
        Whether it is measured in one round only, after all others.
    """

    environment: str
    plain: str
    seconds: float
    is_peer: bool = True


CACHES = {
    "plain": Cache("own", "plain", 0.004, is_peer=False),
    "martlet all": Cache("own", "plain", 0.004, is_peer=False),
    "martlet auto": Cache("own", "plain", 0.004, is_peer=False),
    "joblib": Cache("own", "plain", 0.007),
    "plain threads": Cache("graphchain", "plain threads", 0.0005),
    "graphchain": Cache("graphchain", "plain threads", 0.003),
    "plain tables": Cache("dirac", "plain tables", 0.005),
    "dask-dirac": Cache("dirac", "plain tables", 0.012),
}


@dataclasses.dataclass
class Cell:
    """What was measured of one shape, size and cache.

    Attributes
    ----------
    cold, warm : list of float
        CPU microseconds a task, a round each.
    steps : list of float
        Those of the workers' threads beside their event loops, of cold sessions.
    why : str
        Why it was given up, if it was.
    """

    cold: list = dataclasses.field(default_factory=list)
    warm: list = dataclasses.field(default_factory=list)
    steps: list = dataclasses.field(default_factory=list)
    why: str = ""


def is_plain(name):
    """Whether it is Dask without a cache: there a warm session only tells how far figures vary."""
    return CACHES[name].plain == name


class Sessions:
    """Measures cells, smaller sizes first, and gives up what would take too long.

    Parameters
    ----------
    shapes : list of str
        Of the graphs.
    rounds : dict
        How often by size; the caches take turns.
    caches : list of str
        Of ``CACHES``.
    limit : float
        Seconds for one session. What takes longer is given up, and larger graphs of that cache and
        shape are not tried; nor is what is expected to take longer.
    seconds : float
        For all sessions together.
    environments : Path
        Folder of the peers' environments.
    """

    def __init__(self, shapes, rounds, caches, limit, seconds, environments):
        self._shapes, self._rounds, self._caches = shapes, rounds, caches
        self._limit, self._seconds, self._environments = limit, seconds, environments
        self._pace = {}
        self._end = 0.0
        self.cells = {}

    def upper_estimate(self):
        """Seconds that all take at most, at a guess."""
        guess = sum(self._session(*where, heat) for *where, heats in self._all() for heat in heats)
        return min(self._seconds, guess)

    def run(self, scratch, tell):
        """Measure everything.

        Parameters
        ----------
        scratch : str
            Folder for the caches' stores.
        tell : callable
            Called with the cells so far, as more is known.
        """
        pythons = {name: python_of(CACHES[name].environment, self._environments) for name in self._caches}
        self._end = time.monotonic() + self._seconds
        for shape, size, name, heats in self._all():
            self._round(shape, size, name, heats, pythons[name], scratch)
            tell(self.cells)

    def _all(self):
        """What is measured in its order, peers last; a plain warm session once, where there are several rounds."""
        for is_peer in (False, True):
            names = [name for name in self._caches if CACHES[name].is_peer == is_peer]
            for (size, rounds), shape in itertools.product(self._rounds.items(), self._shapes):
                for turn, name in itertools.product(range(1 if is_peer else rounds), names):
                    is_cold_only = is_plain(name) and (turn > 0 or rounds == 1)
                    yield shape, size, name, ("cold",) if is_cold_only else ("cold", "warm")

    def _session(self, shape, size, cache, heat):
        """Seconds that a session is expected to take, at most the limit, going by smaller ones."""
        pace = self._pace.get((shape, cache, heat), self._pace.get((shape, cache, "cold"), CACHES[cache].seconds))
        return min(START + pace * float(size), self._limit)

    def _round(self, shape, size, name, heats, python, scratch):
        cell = self.cells.setdefault((shape, size, name), Cell())
        if any(each.why for (*where, cache), each in self.cells.items() if (where[0], cache) == (shape, name)):
            cell.why = cell.why or "not tried"
            return
        # It stays until the end: for half a minute after files were removed, ext4 is slow to make new ones.
        folder = Path(tempfile.mkdtemp(dir=scratch))
        for heat in heats:
            left = self._end - time.monotonic()
            expected = self._session(shape, size, name, heat)
            if expected >= self._limit or expected > left:
                cell.why = "no time left" if expected > left else f"> {self._limit / 60:.0f} min expected"
                break
            limit = min(self._limit, left)
            result, cell.why = measure(
                python, "measure_run.py", name, shape, size, folder / "store", limit=limit
            )
            print(f"{shape} {size} {name} {heat}:", result or cell.why, file=sys.stderr, flush=True)
            if result is None:
                break
            getattr(cell, heat).append(result["cpu"] / result["tasks"] * 1e6)
            self._pace[shape, name, heat] = result["wall"] / result["tasks"]
            if heat == "cold":
                cell.steps.append(result["steps"] / result["tasks"] * 1e6)
