"""What stands between Dask's client and its scheduler: every submission is planned on its way.

All of Dask's ways to submit (``compute``, ``persist``, ``get``, ``submit``, ``map``) end in
``Client._graph_to_futures``. There a submission is planned (:mod:`martlet.planner`), and Dask is
handed the rewritten graph under the user's own keys. A synchronous client does so in the caller's
thread. An asynchronous one returns the futures at once, and its :class:`~martlet.pipeline.Pipeline`
plans and sends in the order of the calls, so that the event loop is never blocked; what else goes
to the scheduler meanwhile waits its turn.

Whatever fails on the way, Dask gets the graph as it came. A load that fails on a worker comes back
through ``_handle_task_erred`` (:mod:`martlet.recovery`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import distributed
from tornado.ioloop import PeriodicCallback

from .config import Settings
from .elsewhere import Elsewhere
from .identities import Identities
from .listening import Listener
from .pipeline import Pipeline
from .progress import Progress, is_wanted
from .recovery import Recovery
from .report import Report
from .submission import Key, Submission, expression, materialise, packed
from .worker.failure import MARK
from .worker.plugin import Preparation, prepare_scheduler, shipped

if TYPE_CHECKING:
    from .planner import Planner

__all__ = ["Captured", "PlanningClient"]

logger = logging.getLogger(__name__)

#: Milliseconds between two signs of life in the store.
HEARTBEAT = 600_000

#: Seconds that a closing client gives the scheduler to forget it.
FAREWELL = 2


class PlanningClient(distributed.Client):
    """A Dask client whose submissions are planned before they are sent.

    Users see this class, so all that it adds to ``distributed.Client`` begins with ``_``; the other
    modules of this package use it all the same.

    Parameters
    ----------
    *args
        As for ``distributed.Client``.
    settings : Settings
        What was asked for.
    **kwargs
        As for ``distributed.Client``.
    """

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        self._settings = settings
        self._token = secrets.token_bytes(8)
        self._topic = f"martlet-{self._token.hex()}"
        self._report = Report()
        self._progress = Progress() if is_wanted(settings.progress) else None
        self._identities = Identities()
        self._pipeline = Pipeline()
        self._recovery = Recovery(self)
        self._listener = Listener(self)
        self._elsewhere = Elsewhere(self)
        self._planner: Planner | None = None
        self._preparation: Preparation | None = None
        self._signs_of_life: PeriodicCallback | None = None
        self._planning = threading.RLock()
        self._submission_count = 0
        self._asked = threading.local()
        self._awaited: Counter[Key] = Counter()
        self._warned: set[str] = set()
        super().__init__(*args, **kwargs)

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

    def get(self, dsk: Any, keys: Any, *args: Any, **kwargs: Any) -> Any:
        """Compute keys of a graph. See ``distributed.Client``."""
        if self._settings.enabled and type(dsk) is dict:
            dsk = expression(dsk)
        return super().get(dsk, keys, *args, **kwargs)

    def _graph_to_futures(
        self, submitted: Any = None, keys: Any = (), span_metadata: Any = None, **kwargs: Any
    ) -> Any:
        """Plan a submission, and hand Dask what is left of it: all submissions pass here."""
        for name in ("expr", "dsk"):
            submitted = kwargs.pop(name, submitted)
        keys, arguments = set(keys), {"span_metadata": span_metadata, **kwargs}
        asked = dict(vars(self._asked))
        if asked.pop("capture", False):
            raise Captured(submitted, keys)
        is_plain = not self._settings.enabled or kwargs.get("actors") or not keys
        if is_plain or not _submits(submitted):
            return super()._graph_to_futures(submitted, keys, **arguments)
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
            self._fail(keys, error)
        finally:
            self._awaited -= Counter(keys)

    def _fail(self, keys: set[Key], error: Exception) -> None:
        """Let futures fail, rather than let anybody wait for ever."""
        for key in keys:
            state = self.futures.get(key)
            if state is not None:
                self.loop.add_callback(state.set_error, error, None)

    def _send(
        self, submitted: Any, keys: set[Key], arguments: dict[str, Any], asked: dict[str, Any]
    ) -> Any:
        """Plan a submission and hand it to Dask; as it came, if it can't be planned."""
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
        futures = super()._graph_to_futures(instead, keys, **arguments)
        if submission is not None:
            submission.held.clear()
        return futures

    def _plan(
        self, submitted: Any, keys: set[Key], arguments: dict[str, Any], asked: dict[str, Any]
    ) -> tuple[Submission, Any]:
        submission = self._submission(submitted, keys, {**asked, "arguments": arguments})
        rewritten = self._planner.rewrite(submission, keys)
        identities = submission.graph.identities() | submission.known
        self._identities.add(submission.number, keys, identities)
        self._recovery.remember(submission)
        return submission, packed(rewritten, submission.annotations, keys)

    def _submission(self, submitted: Any, keys: set[Key], asked: dict[str, Any]) -> Submission:
        """A submission to plan, after whatever the first one has to prepare."""
        self._ready()
        tasks, annotations = materialise(submitted)
        self._submission_count += 1
        return Submission(self._submission_count, tasks, annotations, keys, **asked)

    def _ready(self) -> Planner:
        """The planner; before the first submission, the cluster is made ready too."""
        if self._planner is None:
            from .planner import Planner

            planner = Planner(self)
            self.subscribe_topic(self._topic, self._listener)
            self._preparation = planner.preparation()
            prepared = self._prepare_cluster(self._preparation)
            asyncio.run_coroutine_threadsafe(prepared, self.loop.asyncio_loop).result()
            self._planner = planner
        return self._planner

    async def _prepare_cluster(self, plugin: Preparation) -> None:
        """Make the scheduler able to read our tasks, and the workers able to run them."""
        # Our own subscription travels in a stream of messages, and workers speak up at once.
        await self._run_on_scheduler(shipped(prepare_scheduler), MARK, self._topic, self.id)
        workers = await self._register_worker_plugin(
            shipped(plugin), name=plugin.name, idempotent=False
        )
        self._elsewhere.expect(workers)
        self._signs_of_life = PeriodicCallback(self._live_on, HEARTBEAT)
        self._signs_of_life.start()

    def _live_on(self) -> None:
        if self._planner is not None:
            self.loop.run_in_executor(None, self._planner.live_on)

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
        """Send a message after the submissions that came before it."""
        if self._pipeline.holds_back:
            self._pipeline.put(lambda: super(PlanningClient, self)._send_to_scheduler(message))
        else:
            super()._send_to_scheduler(message)

    def _release_key(self, key: Key) -> None:
        """Forget a key that no future holds any more."""
        self._identities.released(key)
        self._recovery.released(key)
        super()._release_key(key)

    def _handle_task_erred(
        self, key: Any = None, exception: Any = None, traceback: Any = None
    ) -> None:
        """Let a future fail, unless what failed is a load, which is recovered."""
        if not self._recovery.takes(key, exception):
            super()._handle_task_erred(key=key, exception=exception, traceback=traceback)
            if self._progress is not None and not self._is_anything_pending():
                self._progress.close()  # what failed, and what hung on it, is never told as done

    def _is_anything_pending(self) -> bool:
        return any(state.status == "pending" for state in list(self.futures.values()))

    async def _close(self, fast: bool = False) -> None:
        planner, self._planner = self._planner, None
        if self._signs_of_life is not None:
            self._signs_of_life.stop()
        if planner is not None and not fast:
            with contextlib.suppress(Exception):  # a scheduler that has gone forgets us anyway
                forgetting = self.scheduler.unregister_worker_plugin(name=self._preparation.name)
                await asyncio.wait_for(forgetting, FAREWELL)
        if planner is not None:
            planner.close()
        if self._progress is not None:
            self._progress.close()
        await super()._close(fast)

    def _warn_once(self, message: str, about: str = "") -> None:
        """Warn, unless this was said before, or something else about the same trouble was."""
        if (about or message) in self._warned:
            return
        self._warned.add(about or message)
        try:
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        except RuntimeWarning:  # where warnings are errors, ours still end no computation
            logger.warning("%s", message)


class Captured(Exception):
    """Carries what Dask would submit out of its methods."""


def _submits(submitted: Any) -> bool:
    """Whether anything is submitted: Dask asks for the keys of others with an empty graph."""
    return not (isinstance(submitted, dict) and not submitted)
