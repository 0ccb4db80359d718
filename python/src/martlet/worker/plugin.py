"""What prepares workers, and the scheduler, for a client's steps.

It travels by value, so that a process without Martlet can unpickle it too: there a stand-in runs the
steps as Dask would. Nothing of Martlet is imported at the top of this file.
"""

from __future__ import annotations

import asyncio
import sys
import types
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin
from distributed.protocol.pickle import dumps

__all__ = [
    "MODULE",
    "Preparation",
    "beware",
    "install",
    "looked_at",
    "prepare_scheduler",
    "shipped",
    "stop_keeping",
    "taken_on",
]

#: Where tasks find Martlet.
MODULE = "_martlet_worker"


class Preparation(WorkerPlugin):
    """Makes ``_martlet_worker`` importable on a worker, and tells it the client's settings.

    Parameters
    ----------
    token : bytes
        The client's 8 bytes in every task.
    topic : str
        Dask event topic on which workers talk to the client.
    settings : dict
        ``format``, ``store``, ``store_id``, ``trust``, ``keep``, ``remote``, ``folder``, ``mark``.
    """

    idempotent = False

    def __init__(self, token: bytes, topic: str, settings: dict[str, Any]) -> None:
        self.token, self.topic, self.settings = token, topic, settings
        self.name = f"martlet-{token.hex()}"
        # Made here, since it can't be where there is no Martlet.
        self._message = {
            "op": "run",
            "function": dumps(shipped(beware)),
            "kwargs": dumps({"token": token}),
        }

    def setup(self, worker: Any) -> Any:
        """Install the real module, or the stand-in where there is none."""
        try:
            from martlet.worker import entry

            checks = entry.prepare(self.token, self.topic, self.settings, worker)
            worker.log_event(self.topic, {"worker": worker.address, "sight": entry.sight()})
        except Exception as error:
            install(self.settings["mark"])
            worker.log_event(self.topic, {"worker": worker.address, "absent": str(error)})
            checks = False
        return self._ask(worker) if checks else self._warn_others(worker)

    async def _warn_others(self, worker: Any) -> None:
        """Let all workers know that steps run unchecked here, before any does."""
        try:  # for those that join later
            await worker.scheduler.set_metadata(keys=[self.name], value=True)
        finally:
            await worker.scheduler.broadcast(msg=self._message, on_error="ignore")

    async def _ask(self, worker: Any) -> None:
        """Learn whether steps run unchecked on some worker, before any runs here."""
        try:
            is_mixed = await worker.scheduler.get_metadata(keys=[self.name], default=False)
        except Exception:  # nobody knows: the worker runs all the same
            is_mixed = True
        if is_mixed:
            beware(self.token)

    def transition(self, key: Any, start: str, finish: str, **kwargs: Any) -> None:
        """Tell that a result has left this worker's memory."""
        if start == "memory":
            entry = sys.modules.get(MODULE)
            if hasattr(entry, "lost"):
                entry.lost(self.token, key)

    def teardown(self, worker: Any) -> None:
        """Forget the client."""
        entry = sys.modules.get(MODULE)
        if hasattr(entry, "forget"):
            entry.forget(self.token, worker)


def install(mark: str) -> None:
    """See to it that tasks can be unpickled here: they name functions of ``_martlet_worker``.

    Parameters
    ----------
    mark : str
        What tells the client that a load failed (see :mod:`martlet.worker.failure`).
    """
    if MODULE in sys.modules:
        return
    try:
        from martlet.worker import entry  # noqa: F401 - comes under that name too
    except Exception:
        sys.modules[MODULE] = _stand_in(mark)


def prepare_scheduler(mark: str, topic: str, client: str, dask_scheduler: Any) -> None:
    """Make the scheduler able to read our tasks, and let a client hear what workers say."""
    install(mark)
    dask_scheduler.subscribe_topic(topic, client)


def taken_on(dask_worker: Any, token: bytes) -> tuple[str, int, list[Any]]:
    """On a worker: its session, how often it has told its tallies, and those not told yet."""
    entry = sys.modules.get(MODULE)
    return entry.tallies(token) if hasattr(entry, "tallies") else ("", 0, [])


async def looked_at(token: bytes, texts: list[str]) -> list[Any] | None:
    """On a worker: what texts name there, as `Files.take` wants it; None if nobody can say."""
    entry = sys.modules.get(MODULE)
    if not hasattr(entry, "look"):
        return None
    return await asyncio.to_thread(entry.look, token, texts)


def beware(token: bytes) -> None:
    """On a worker: other workers run a client's steps unchecked."""
    try:
        from martlet.worker import entry
    except Exception:  # steps run unchecked here too
        return
    entry.beware(token)


def stop_keeping(token: bytes, why: str) -> None:
    """On a worker: keep nothing more for a client."""
    entry = sys.modules.get(MODULE)
    if hasattr(entry, "stop_keeping"):
        entry.stop_keeping(token, why)


def _stand_in(mark: str) -> Any:
    module = types.ModuleType(MODULE)

    def run(info: bytes, func: Any, /, *args: Any, **kwargs: Any) -> Any:
        return func(*args, **kwargs)

    def load(info: bytes, /) -> Any:
        raise LookupError(mark, info[14:46], "this worker has no Martlet of this format")

    for function in (run, load):
        function.__module__, function.__qualname__ = MODULE, function.__name__
        setattr(module, function.__name__, function)
    return module


class shipped:  # noqa: N801 - reads as a word at the call
    """Something of this file that needs no Martlet where it is unpickled.

    Parameters
    ----------
    thing : object
        What to ship.
    """

    def __init__(self, thing: Any) -> None:
        self._thing = thing

    def __reduce__(self) -> tuple[Any, ...]:
        import pickle

        import cloudpickle

        module = sys.modules[__name__]
        cloudpickle.register_pickle_by_value(module)
        try:
            return pickle.loads, (cloudpickle.dumps(self._thing),)
        finally:
            cloudpickle.unregister_pickle_by_value(module)
