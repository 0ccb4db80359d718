"""``martlet.Client``: a Dask client whose steps are remembered between sessions."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
import secrets
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import distributed

from .config import Settings
from .identities import Identities
from .listening import Listener, taken_on
from .pipeline import Pipeline
from .progress import Progress, is_wanted
from .recovery import Recovery
from .report import Report
from .scattering import pairs
from .submission import Key, Submission, materialise, packed
from .worker.failure import MARK
from .worker.plugin import Preparation, install, shipped

if TYPE_CHECKING:
    from .planner import Planner

__all__ = ["Client"]

logger = logging.getLogger(__name__)

IMPURE = 32


class Client(distributed.Client):
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
        self._settings = Settings.load(store, keep, enabled, trust)
        self._token = secrets.token_bytes(8)
        self._topic = f"martlet-{self._token.hex()}"
        self._report = Report()
        self._progress = Progress() if is_wanted(self._settings.progress) else None
        self._identities = Identities()
        self._pipeline = Pipeline()
        self._recovery = Recovery(self)
        self._listener = Listener(self)
        self._planner: Planner | None = None
        self._planning = threading.RLock()
        self._submission_count = 0
        self._asked = threading.local()
        self._awaited: Counter[Key] = Counter()
        self._warned: set[str] = set()
        super().__init__(*args, **kwargs)

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
        return self.sync(self._report_now)

    async def _report_now(self) -> Report:
        await self._listener.listen()
        return self._report

    def explain(self, graph: Any) -> Any:
        """Why steps would be computed, before they are.

        Parameters
        ----------
        graph : collection, iterable of collections or dict
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
        graph : collection, iterable of collections or dict
            What :meth:`compute` or ``get`` would be given.
        sample : float, optional
            The share of the kept steps that is computed again; at least one is.

        Returns
        -------
        Doubts
            Which steps gave something else, and which change their inputs; of an asynchronous
            client, an awaitable of it.
        """
        from .doubt import check

        return self._answer(check, graph, sample)

    def forget(self, graph: Any) -> Any:
        """Remove what is kept of a graph's steps.

        Parameters
        ----------
        graph : collection, iterable of collections or dict
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
        submitted, keys = self._captured(graph)
        if not self.asynchronous:
            return question(self, submitted, keys, *rest)
        return asyncio.to_thread(question, self, submitted, keys, *rest)

    def _captured(self, graph: Any) -> tuple[Any, set[Key]]:
        """What Dask would submit for a graph, without submitting it."""
        try:
            with self._asking(capture=True):
                if isinstance(graph, dict):
                    self.get(graph, list(graph), sync=False)
                else:
                    super().compute(graph)
        except Captured as captured:
            return captured.args
        raise TypeError(f"no Dask collection in {graph!r:.80}")

    def _submission(self, submitted: Any, keys: set[Key], asked: dict[str, Any]) -> Submission:
        """A submission to plan, after whatever the first one has to prepare."""
        self._ready()
        tasks, annotations = materialise(submitted)
        self._submission_count += 1
        return Submission(self._submission_count, tasks, annotations, keys, **asked)

    @contextlib.contextmanager
    def _asking(self, **asked: Any) -> Iterator[None]:
        """Remember what one call of the user asks for until `_graph_to_futures` is reached."""
        before = dict(vars(self._asked))
        vars(self._asked).update(asked)
        try:
            yield
        finally:
            vars(self._asked).clear()
            vars(self._asked).update(before)

    def _graph_to_futures(
        self, submitted: Any = None, keys: Any = (), span_metadata: Any = None, **kwargs: Any
    ) -> Any:
        """Plan a submission, and hand Dask what is left of it: all submissions pass here."""
        for name in ("expr", "dsk"):
            submitted = kwargs.pop(name, submitted)
        keys, arguments = set(keys), {"span_metadata": span_metadata, **kwargs}
        is_plain = not self._settings.enabled or kwargs.get("actors") or not keys
        if is_plain or not submitted_has(submitted):
            return super()._graph_to_futures(submitted, keys, **arguments)
        asked = dict(vars(self._asked))
        if asked.pop("capture", False):
            raise Captured(submitted, keys)
        if not self.asynchronous:
            return self._send(submitted, keys, arguments, asked)
        futures = {key: distributed.Future(key, self) for key in keys}
        self._awaited.update(keys)
        self._pipeline.put(lambda: self._send_later(submitted, keys, arguments, asked))
        return futures

    def _send_later(self, submitted: Any, keys: set[Key], *rest: Any) -> None:
        try:
            self._send(submitted, keys, *rest)
        except Exception as error:
            for key in keys & self.futures.keys():
                self.loop.add_callback(self.futures[key].set_error, error, None)

    def _send(
        self, submitted: Any, keys: set[Key], arguments: dict[str, Any], asked: dict[str, Any]
    ) -> Any:
        submission = None
        try:
            with self._planning:
                submission, instead = self._plan(submitted, keys, arguments, asked)
        except Exception as error:  # plain Dask, rather than nothing
            self._warn_once(
                f"a submission runs without Martlet: {type(error).__name__}: {error}"
            )
            instead = submitted
        if submission is None:
            self._identities.add(self._submission_count, keys, {})
        self._awaited.subtract(keys)
        futures = super()._graph_to_futures(instead, keys, **arguments)
        if submission is not None:
            submission.held.clear()
        return futures

    def _plan(
        self, submitted: Any, keys: set[Key], arguments: dict[str, Any], asked: dict[str, Any]
    ) -> tuple[Submission, Any]:
        submission = self._submission(submitted, keys, {**asked, "arguments": arguments})
        rewritten = self._planner.rewrite(submission, keys)
        self._identities.add(submission.number, keys, submission.graph.identities())
        self._recovery.remember(submission)
        return submission, packed(rewritten, submission.annotations, keys)

    def _ready(self) -> Planner:
        """The planner; before the first submission, the cluster is made ready too."""
        if self._planner is None:
            from .planner import Planner

            self._planner = Planner(self)
            self.subscribe_topic(self._topic, self._listener)
            prepared = self._prepare_cluster(self._planner.preparation())
            asyncio.run_coroutine_threadsafe(prepared, self.loop.asyncio_loop).result()
        return self._planner

    async def _prepare_cluster(self, plugin: Preparation) -> None:
        """Make the scheduler able to read our tasks, and the workers able to run them."""
        await asyncio.gather(
            self._run_on_scheduler(shipped(install), MARK),
            self._register_worker_plugin(shipped(plugin), name=plugin.name, idempotent=False),
        )

    def _submit_again(
        self, submission: Submission, keys: set[Key], excluded: frozenset[bytes]
    ) -> None:
        """Plan and send again what failed to load, for the futures that wait for it."""
        rewritten = self._planner.rewrite(submission, keys, excluded)
        instead = packed(rewritten, submission.annotations, keys)
        super()._graph_to_futures(instead, keys, **submission.arguments)
        submission.held.clear()

    def _send_plain(self, submitted: Any, keys: set[Key]) -> dict[Key, Any]:
        """Hand something to Dask as it is."""
        return super()._graph_to_futures(submitted, keys, span_metadata={"collections": []})

    def _send_to_scheduler(self, message: Any) -> None:
        if self._pipeline.holds_back:
            self._pipeline.put(lambda: super(Client, self)._send_to_scheduler(message))
        else:
            super()._send_to_scheduler(message)

    def _release_key(self, key: Key) -> None:
        self._identities.released(key)
        super()._release_key(key)

    def _handle_task_erred(
        self, key: Any = None, exception: Any = None, traceback: Any = None
    ) -> None:
        if not self._recovery.takes(key, exception):
            super()._handle_task_erred(key=key, exception=exception, traceback=traceback)

    async def _close(self, fast: bool = False) -> None:
        planner, self._planner = self._planner, None
        if planner is not None:
            planner.close()
        if self._progress is not None:
            self._progress.close()
        await super()._close(fast)

    def _warn_once(self, message: str) -> None:
        if message in self._warned:
            return
        self._warned.add(message)
        try:
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        except RuntimeWarning:  # where warnings are errors, ours still end no computation
            logger.warning("%s", message)


class Captured(Exception):
    """Carries what Dask would submit out of its methods."""


def submitted_has(submitted: Any) -> bool:
    """Whether anything is submitted: Dask asks for the keys of others with an empty graph."""
    return not (isinstance(submitted, dict) and not submitted)
