"""Plans submissions: what is loaded, what is computed, and what workers are told."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from dask._task_spec import DataNode
from distributed import Future

from martlet import _native
from martlet.identity import Identifier, function
from martlet.identity.processors import identity_of_sent, is_sent

from .identities import unknown
from .observed import Observations
from .progress import PATIENCE, ReadingProgress
from .report import Outcome
from .submission import Key, Submission, ask_for_resources
from .worker.entry import load, run
from .worker.failure import MARK
from .worker.flags import IMPURE
from .worker.plugin import Preparation

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Planner"]


#: Seconds between two collections of a store, whichever session makes them.
COLLECT_EVERY = 3600

#: Functions whose skipped steps are remembered until a report asks what they cost.
REMEMBERED = 10_000


class Planner:
    """Plans the submissions of one client; made with the first one.

    Parameters
    ----------
    client : Client
        The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        settings = client._settings
        self._files = _native.Files(settings.memo, settings.remote)
        self.identifier = Identifier(self._files, elsewhere=client._elsewhere)
        self.store = self._open()
        if self.store is not None:
            self.identifier.observations = Observations(self.store)
        self._in_store: set[bytes] = set()
        self._skipped: list[tuple[int, str, list[bytes]]] = []
        self._skipped_lock = threading.Lock()

    def _open(self) -> _native.Store | None:
        settings = self._client._settings
        try:
            store = _native.Store(settings.store, create=True, trust=settings.trust)
        except OSError as error:
            hint = "" if "hint:" in str(error) else "\n\nhint: `store=` names a folder"
            self._client._warn_once(f"steps run without a store: {error}{hint}", about="store")
            return None
        with contextlib.suppress(OSError):  # read-only: it is read all the same
            store.touch_session(self._client._token.hex())
        store.collect_if_due(settings.max_size, COLLECT_EVERY)
        return store

    def live_on(self) -> None:
        """Let nobody who collects take this session for a dead one."""
        if self.store is not None:
            with contextlib.suppress(OSError):  # read-only or gone: nobody collects there
                self.store.touch_session(self._client._token.hex())

    def preparation(self) -> Preparation:
        """The plugin that makes workers ready for this client's steps."""
        settings = self._client._settings
        told = {
            "format": _native.FORMAT,
            "store": settings.store,
            "store_id": self.store.id if self.store else "",
            "trust": settings.trust,
            "keep": settings.keep,
            "remote": settings.remote,
            "folder": os.getcwd(),
            "mark": MARK,
        }
        return Preparation(self._client._token, self._client._topic, told)

    def identities_of(self, data: dict[Key, Any]) -> dict[Key, bytes]:
        """Identities of values under keys, as of literals in a graph."""
        tasks = {key: DataNode(key, value) for key, value in data.items()}
        graph = self._graph(tasks, list(tasks), {})
        graph.search(None, None, frozenset())
        return dict(graph.identities())

    def plan(
        self,
        submission: Submission,
        keys: set[Key],
        excluded: frozenset[bytes] = frozenset(),
        *,
        heeds_futures: bool = True,
    ) -> _native.Graph:
        """Make keys, ask the store, decide. Nothing of Dask is touched.

        Parameters
        ----------
        submission : Submission
            What is to be planned.
        keys : set
            Those of its keys that are wanted.
        excluded : frozenset of bytes, optional
            Step keys whose results could not be loaded.
        heeds_futures : bool, optional
            Whether what futures hold is left out.
        """
        client = self._client
        tasks, wanted = submission.tasks, list(keys)
        if heeds_futures:
            tasks, wanted, submission.held = self._new(submission.tasks, keys)
        self._look_into(submission)
        known = client._identities.held | submission.known
        flags = function.IMPURE if submission.flags & IMPURE else 0
        graph = self._graph(tasks, wanted, known, flags)
        ambiguous = client._identities.ambiguous(graph.identities())
        if ambiguous:
            known = known | {key: unknown() for key in ambiguous}
            graph = self._graph(tasks, wanted, known, flags)
        fits = graph.search(self.store, submission.refresh, excluded)
        if not fits and not excluded and not submission.held:
            self._tell_unfit(submission.refresh, graph)
        return graph

    def _tell_unfit(self, pattern: Any, graph: _native.Graph) -> None:
        """Say that a pattern of ``refresh`` fits no function: a slip would pass for a fresh result."""
        labels = sorted({label for label, *_ in graph.outcomes()})
        if labels:
            known = ", ".join(f"`{label}`" for label in labels[:5])
            self._client._warn_once(
                f"refresh={pattern!r} fits no step's function, so nothing is computed again\n\n"
                f"hint: the functions here are {known}{', ...' if len(labels) > 5 else ''}"
            )

    def _look_into(self, submission: Submission) -> None:
        """Identify what coffea sends, which hides what it is."""
        if "coffea" not in sys.modules or submission.known:
            return
        for key, task in submission.tasks.items():
            if is_sent(task):
                try:
                    with self.identifier.submission():
                        submission.known[key] = identity_of_sent(task, self.identifier)
                except _native.Unidentified as error:
                    submission.known[key] = unknown()
                    self._client._warn_once(
                        f"a coffea processor can't be identified, so all its chunks run: {error}"
                    )

    def _new(
        self, tasks: dict[Key, Any], keys: set[Key]
    ) -> tuple[dict[Key, Any], list[Key], list[Any]]:
        """The tasks and wanted keys that the scheduler does not hold already, and futures of those.

        What a future holds is never computed anew, whatever a later graph says of its key, so
        its definition stays away: else it could be loaded or kept as what it is not. A future of
        ours sees to it that nobody releases the key meanwhile.
        """
        client = self._client
        known, awaited, futures = client._identities.held, client._awaited, client.futures
        with client._refcount_lock:
            there = {
                key
                for key in tasks.keys() & futures.keys()
                if (key in known or not awaited[key])
                and key not in client._recovery.under_way
                and futures[key].status in ("pending", "finished")
            }
            held = [Future(key, client) for key in there]
        if not there:
            return tasks, list(keys), held
        new = {key: task for key, task in tasks.items() if key not in there}
        return new, list(keys - there), held

    def _graph(
        self, tasks: dict[Key, Any], wanted: list[Key], known: dict[Key, bytes], flags: int = 0
    ) -> _native.Graph:
        nonce = secrets.token_bytes(32)
        is_shown = self._client._progress is not None
        reading = ReadingProgress(self._files) if is_shown else contextlib.nullcontext()
        with reading, self.identifier.submission():
            return _native.Graph(tasks, wanted, self.identifier, known, nonce, flags)

    def rewrite(
        self, submission: Submission, keys: set[Key], excluded: frozenset[bytes] = frozenset()
    ) -> dict[Key, Any]:
        """Plan, and make the graph that Dask gets instead."""
        graph = self.plan(submission, keys, excluded)
        submission.graph = graph
        self._write_manifests(graph)
        token = self._client._token + submission.number.to_bytes(4, "little")
        rewritten = graph.rewrite(run, load, token, submission.flags)
        ask_for_resources(submission, rewritten)
        if not excluded:
            self._count(submission, graph)
            self._write_session(submission, graph)
        return rewritten

    def _write_manifests(self, graph: Any) -> None:
        """Workers check functions against their manifests, which they find in the store."""
        if self.store is None:
            return
        try:
            for fingerprint in graph.fingerprints():
                if fingerprint not in self._in_store:
                    self.store.put_manifest(fingerprint, self.identifier.manifest(fingerprint))
                    self._in_store.add(fingerprint)
        except OSError as error:
            self._client._warn_once(f"nothing is kept: {error}", about="keeping")

    def _write_session(self, submission: Submission, graph: Any) -> None:
        if self.store is None:
            return
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        name = f"{stamp}-{self._client._token.hex()}-{submission.number:06d}"
        try:
            self.store.write_session(name, graph.session())
        except OSError as error:
            self._client._warn_once(f"nothing is kept: {error}", about="keeping")

    def _count(self, submission: Submission, graph: Any) -> None:
        """Count what the plan settles; what runs is counted by the workers."""
        note, progress = self._client._report.note, self._client._progress
        if progress is not None:
            counts = graph.counts()
            progress.expect(counts["loaded"], counts["computed"])
            self._client.loop.add_callback(self._count_savings_soon)
        if remote := self._files.remote_count:
            self._client._report.note_remote(submission.number, remote)
        for label, action, reason, count, seconds in graph.outcomes():
            if action == "skip":
                note(submission.number, Outcome.SKIPPED, label, count=count, seconds=seconds)
            elif reason:
                note(submission.number, Outcome.UNIDENTIFIED, label, reason, count=count)
        with self._skipped_lock:
            self._skipped += [(submission.number, *keys) for keys in graph.skipped().items()]
            del self._skipped[:-REMEMBERED]

    def _count_savings_soon(self) -> None:
        """Count savings once a progress line is shown, if a run lasts so long. In the event loop."""
        loop = self._client.loop
        loop.call_later(PATIENCE, lambda: loop.run_in_executor(None, self.count_savings))

    def count_savings(self) -> None:
        """Look up what the skipped steps would have cost: only who looks at it wants to know."""
        with self._skipped_lock:
            skipped, self._skipped = self._skipped, []
        client = self._client
        for number, label, keys in skipped if self.store else ():
            seconds = sum(found[1] for found in self.store.find(b"".join(keys)) if found)
            client._report.note(number, Outcome.SKIPPED, label, count=0, seconds=seconds)
            if client._progress is not None:
                client._progress.advance(saved=seconds)

    def close(self) -> None:
        """End the session in the store."""
        if self.store is not None:
            with contextlib.suppress(OSError):  # else it is taken for dead after a day
                self.store.close_session(self._client._token.hex())
