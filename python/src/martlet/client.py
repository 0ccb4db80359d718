"""``martlet.Client``: a Dask client whose steps are remembered between sessions."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable
from typing import Any

import distributed
from dask.base import unpack_collections

from .config import Settings
from .dispatch import Captured, PlanningClient
from .report import Report
from .scattering import pairs
from .submission import Key
from .worker.flags import IMPURE

__all__ = ["Client"]


class Client(PlanningClient):
    """A Dask client that loads what was computed before, in any session, and keeps what is new.

    Use it as ``distributed.Client``: it takes the same arguments and does the same, but computes
    only what has changed.

    Parameters
    ----------
    *args
        As for ``distributed.Client``: an address, a cluster, or nothing for a local cluster.
    store : str or os.PathLike, optional
        The store's folder. By default Dask's configuration ``martlet.store`` (also the environment
        variable ``DASK_MARTLET__STORE``), else ``$XDG_CACHE_HOME/martlet/store``.
    keep : {"auto", "all", "none"}, optional
        What is kept: what is quicker to load than to have again, everything, or nothing.
    enabled : bool, optional
        False for a plain Dask client.
    trust : {"own", "all"}, optional
        "all" also uses a store that other users can write to. Loading a result runs code that is
        in it, so this means to trust everybody who can write there.
    **kwargs
        As for ``distributed.Client``.

    Examples
    --------
    >>> import dask, martlet
    >>> client = martlet.Client(processes=False, store="martlet-store")  # doctest: +SKIP
    >>> client.compute(dask.delayed(sum)([1, 2])).result()  # doctest: +SKIP
    3
    """

    def __init__(
        self,
        *args: Any,
        store: str | os.PathLike[str] | None = None,
        keep: str | None = None,
        enabled: bool | None = None,
        trust: str | None = None,
        **kwargs: Any,
    ) -> None:
        settings = Settings.load(store, keep, enabled, trust)
        super().__init__(*args, settings=settings, **kwargs)

    def submit(self, func: Callable[..., Any], *args: Any, pure: bool = True, **kwargs: Any) -> Any:
        """Submit one call; ``pure=False`` runs it every time. See ``distributed.Client``."""
        with self._asking(flags=0 if pure else IMPURE):
            return super().submit(func, *args, pure=pure, **kwargs)

    def map(
        self, func: Callable[..., Any], *iterables: Any, pure: bool = True, **kwargs: Any
    ) -> Any:
        """Submit many calls; ``pure=False`` runs them every time. See ``distributed.Client``."""
        with self._asking(flags=0 if pure else IMPURE):
            return super().map(func, *iterables, pure=pure, **kwargs)

    def scatter(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        """Send data to workers; its content is its identity. See ``distributed.Client``."""
        scattered = super().scatter(data, *args, **kwargs)
        if not self._settings.enabled:
            return scattered
        if inspect.isawaitable(scattered) and not isinstance(scattered, distributed.Future):
            return self._scatter_later(data, scattered)
        self._identify(data, scattered)
        return scattered

    async def _scatter_later(self, data: Any, scattering: Any) -> Any:
        scattered = await scattering
        await asyncio.to_thread(self._identify, data, scattered)
        return scattered

    def _identify(self, data: Any, scattered: Any) -> None:
        """Remember what scattered data are; where that fails they are unidentified."""
        try:
            with self._planning:
                identities = self._ready().identities_of(dict(pairs(data, scattered)))
                self._submission_count += 1
                self._identities.add(self._submission_count, identities, identities)
        except Exception as error:
            self._warn_once(f"scattered data are not identified: {type(error).__name__}: {error}")

    def compute(
        self, collections: Any, *args: Any, refresh: bool | str = False, **kwargs: Any
    ) -> Any:
        """Compute collections. See ``distributed.Client``.

        Parameters
        ----------
        collections : collection or iterable of collections
            What to compute.
        refresh : bool or str, optional
            True computes every step again, a pattern such as ``"select_*"`` those whose function
            has such a name; what is kept of them is replaced.
        """
        with self._asking(refresh=refresh or None):
            return super().compute(collections, *args, **kwargs)

    def report(self) -> Any:
        """What became of the steps so far.

        Returns
        -------
        Report
            A copy for printing, notebooks (``_repr_html_``) and JSON (``to_dict``); of an
            asynchronous client, a coroutine that gives it.
        """
        if self.status == "closed":
            return self._report.copy()
        return self.sync(self._report_now)

    async def _report_now(self) -> Report:
        planner = self._planner
        if planner is not None:
            await self._listener.listen()
            await asyncio.to_thread(planner.count_savings)
        return self._report.copy()

    def explain(self, graph: Any) -> Any:
        """Why steps would be computed, before they are.

        Parameters
        ----------
        graph : collection, container of collections or dict
            What :meth:`compute` or ``get`` would be given.

        Returns
        -------
        Explanation
            Of an asynchronous client, an awaitable of it.
        """
        from .explain import explain

        return self._answer(explain, graph)

    def check(self, graph: Any, sample: float = 0.05) -> Any:
        """Compute a sample of the kept steps again, and compare.

        Parameters
        ----------
        graph : collection, container of collections or dict
            What :meth:`compute` or ``get`` would be given.
        sample : float, optional
            The share of the kept steps that is computed again, above 0 and up to 1; at least one is.

        Returns
        -------
        Doubts
            Which steps gave something else, and which change their inputs; of an asynchronous
            client, an awaitable of it.

        Raises
        ------
        ValueError
            If the sample is no such share.
        """
        if not isinstance(sample, (int, float)) or not 0 < sample <= 1:
            raise ValueError(f"sample is {sample!r}; it is a share, above 0 and up to 1")
        from .doubt import check

        return self._answer(check, graph, sample)

    def forget(self, graph: Any) -> Any:
        """Remove what is kept of a graph's steps.

        Parameters
        ----------
        graph : collection, container of collections or dict
            What :meth:`compute` or ``get`` would be given.

        Returns
        -------
        int
            How many results were removed; of an asynchronous client, an awaitable of it.
        """
        from .forgetting import forget

        return self._answer(forget, graph)

    def _answer(self, question: Callable[..., Any], graph: Any, *rest: Any) -> Any:
        """Answer a question about a graph, off the event loop."""
        if not self._settings.enabled:
            raise RuntimeError("this client is a plain Dask client, since `enabled` is false")
        submitted, keys = self._captured(graph)
        if not self.asynchronous:
            return question(self, submitted, keys, *rest)
        return asyncio.to_thread(question, self, submitted, keys, *rest)

    def _captured(self, graph: Any) -> tuple[Any, set[Key]]:
        """What Dask would submit for a graph, without submitting it."""
        collections, _ = unpack_collections(graph)
        try:
            with self._asking(capture=True):
                if collections:
                    super().compute(collections)
                elif isinstance(graph, dict) and graph:
                    self.get(graph, list(graph), sync=False)
        except Captured as captured:
            return captured.args
        raise TypeError(f"no Dask collection in {graph!r:.80}")
