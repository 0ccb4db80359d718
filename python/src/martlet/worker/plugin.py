"""The plugin that prepares workers for a client's steps.

It travels by value, so that a worker without Martlet can unpickle it too: on such a worker a
stand-in runs the steps as Dask would. Nothing of Martlet is imported at the top of this file.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

__all__ = ["Preparation", "shipped"]

#: Where tasks find Martlet on a worker.
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
        ``format``, ``store``, ``store_id``, ``trust``, ``keep``, ``mark``.
    """

    idempotent = False

    def __init__(self, token: bytes, topic: str, settings: dict[str, Any]) -> None:
        self.token, self.topic, self.settings = token, topic, settings
        self.name = f"martlet-{token.hex()}"

    def setup(self, worker: Any) -> None:
        """Install the real module, or the stand-in where there is none."""
        try:
            from martlet.worker import entry

            entry.prepare(self.token, self.topic, self.settings, worker)
        except Exception as error:
            entry = sys.modules.get(MODULE) or self._stand_in()
            worker.log_event(self.topic, {"absent": f"{worker.address}: {error}"})
        sys.modules[MODULE] = entry

    def teardown(self, worker: Any) -> None:
        """Forget the client."""
        entry = sys.modules.get(MODULE)
        if hasattr(entry, "forget"):
            entry.forget(self.token, worker)

    def _stand_in(self) -> Any:
        mark = self.settings["mark"]
        module = types.ModuleType(MODULE)

        def run(info: bytes, func: Any, /, *args: Any, **kwargs: Any) -> Any:
            return func(*args, **kwargs)

        def load(info: bytes) -> Any:
            raise LookupError(mark, info[13:45], "this worker has no Martlet of this format")

        module.run, module.load = run, load  # type: ignore[attr-defined]
        return module


class shipped(WorkerPlugin):  # noqa: N801 - reads as a word at the call
    """A preparation that pickles by value, whoever unpickles it.

    Parameters
    ----------
    preparation : Preparation
        What to ship.
    """

    idempotent = False

    def __init__(self, preparation: Preparation) -> None:
        self.name, self._preparation = preparation.name, preparation

    def __reduce__(self) -> tuple[Any, ...]:
        import pickle

        import cloudpickle

        module = sys.modules[__name__]
        cloudpickle.register_pickle_by_value(module)
        try:
            return pickle.loads, (cloudpickle.dumps(self._preparation),)
        finally:
            cloudpickle.unregister_pickle_by_value(module)
