"""A client's session on a worker: its store, its policy, and what was met so far."""

from __future__ import annotations

import functools
import os
import secrets
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.config import memo_folder

from .checks import Checked, Checks
from .contents import Contents, LookedAt
from .memory import MEMORY
from .opens import install
from .plugin import shipped, stop_keeping
from .policy import Bandwidth
from .tallies import Tallies

if TYPE_CHECKING:
    from martlet.identity import Identifier
    from martlet.observed import Observation, Observations

    from .planned import Planned

__all__ = ["Session"]

#: Milliseconds between two messages of tallies to the client.
PERIOD = 500


class Session:
    """What the steps of one client share on one worker.

    Parameters
    ----------
    token : bytes
        The client's 8 bytes in every task.
    topic : str
        Dask event topic on which to talk to the client.
    settings : dict
        See :class:`martlet.worker.plugin.Preparation`.
    worker : distributed.Worker
        This worker; its event loop is the current one.
    """

    def __init__(self, token: bytes, topic: str, settings: dict[str, Any], worker: Any) -> None:
        from tornado.ioloop import PeriodicCallback

        self._token, self._topic, self._workers = token, topic, [worker]
        self.name = secrets.token_hex(8)
        self._warned: set[str] = set()
        self.keep: str = settings["keep"]
        self._remote: str = settings["remote"]
        #: The client's working folder, from which it looks at relative paths.
        self.folder: str = settings["folder"]
        #: Whether some worker runs steps unchecked: then nobody knows what inputs are.
        self.is_mixed = False
        self.tallies = Tallies()
        self.told = 0
        self.contents = Contents()
        self.looked_at = LookedAt()
        #: Files of steps whose results have no content digest, by step key.
        self.lent: dict[bytes, Planned] = {}
        self.bandwidth = Bandwidth()
        self.store: _native.Store | None = None
        install()
        self._pass_over(worker)
        if settings["store_id"]:  # else the client has none, and has said why
            self._open(settings)
        self.checks = Checks(self._verify)
        #: Dask keys of results that belong to this run only, with their step keys.
        self.volatile: dict[Any, bytes] = {}
        self._telling = PeriodicCallback(self._tell, PERIOD)
        self._telling.start()

    def _open(self, settings: dict[str, Any]) -> None:
        try:
            self.store = _native.Store(settings["store"], create=False, trust=settings["trust"])
            if self.store.id != settings["store_id"]:
                self.disable(f"{settings['store']} is another store here than on the client")
        except OSError as error:
            self.disable(str(error))

    @functools.cached_property
    def identifier(self) -> Identifier:
        """Knows fingerprints; made when the first step runs: a worker that only loads needs none."""
        from martlet.identity import Identifier

        return Identifier(_native.Files(memo_folder(), self._remote, True))

    @property
    def files(self) -> Any:
        """Knows files."""
        return self.identifier.files

    @functools.cached_property
    def observations(self) -> Observations:
        """What was seen of functions, in the store."""
        from martlet.observed import Observations

        return Observations(self.store)

    def observe(self, group: bytes, step: bytes, seen: Observation) -> Observation:
        """Let later plans know what was seen of a step; all that was seen of it."""
        try:
            return self.observations.add(group, step, seen)
        except OSError as error:
            # What other workers made of the result would be found later on.
            self.stop_keeping_everywhere(str(error))
            return seen

    def lost(self, key: Any) -> None:
        """A result has left this worker's memory: its task, run again, may give another."""
        step = self.volatile.pop(key, None)
        if step is not None:
            self.contents.forget(step)

    def disable(self, why: str) -> None:
        """Go on without the store."""
        self.store = None
        worker = self.worker.address
        self.warn(f"steps on worker {worker} run without the store: {why}", about="store")

    def stop_keeping(self, why: str) -> None:
        """Keep nothing more; loading goes on."""
        self.keep = "never"
        self.warn(f"nothing more is kept: {why}", about="keeping")

    def stop_keeping_everywhere(self, why: str) -> None:
        """Let no worker keep anything more, before this step's result reaches any of them."""
        from distributed.protocol.pickle import dumps
        from distributed.utils import sync

        self.stop_keeping(why)
        told = {"token": self._token, "why": why}
        message = {"op": "run", "function": dumps(shipped(stop_keeping)), "kwargs": dumps(told)}
        sync(self.worker.loop, self.worker.scheduler.broadcast, msg=message)

    def warn(self, message: str, about: str = "") -> None:
        """Tell the user, once a message, or once about one trouble, whatever the file's name."""
        if (about or message) not in self._warned:
            self._warned.add(about or message)
            self._event({"warning": message, "about": about})

    @property
    def worker(self) -> Any:
        """A worker of this process through which to talk to the client."""
        return self._workers[0]

    def join(self, worker: Any) -> None:
        """Serve one more worker of this process."""
        self._workers.append(worker)
        self._pass_over(worker)

    def _pass_over(self, worker: Any) -> None:
        folder = os.path.join(os.path.realpath(worker.local_directory), "")
        if folder not in MEMORY.passing:
            MEMORY.passing += (folder,)

    def leave(self, worker: Any) -> bool:
        """Serve a worker no more; whether it was the last one."""
        if len(self._workers) > 1:
            self._workers.remove(worker)
            return False
        self._telling.stop()
        return True

    def _tell(self) -> None:
        rows = self.tallies.take()
        if rows:
            self.told += 1
            self._event({"rows": rows, "session": self.name})

    def _event(self, message: dict[str, Any]) -> None:
        self.worker.loop.add_callback(self.worker.log_event, self._topic, message)

    def _verify(self, fingerprint: bytes) -> Checked:
        manifest = self.store.manifest(fingerprint) if self.store else None
        if manifest is None:
            raise LookupError("what its function consists of is not in the store")
        known = self.identifier
        return Checked(known.verify(manifest), known.modules(manifest), known.keepers(manifest))
