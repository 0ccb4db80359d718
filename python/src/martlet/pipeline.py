"""Plans and sends the submissions of an asynchronous client, one after the other, off its loop."""

from __future__ import annotations

import contextvars
import logging
import queue
import threading
from collections.abc import Callable

__all__ = ["Pipeline"]

Job = Callable[[], None]

logger = logging.getLogger(__name__)


class Pipeline:
    """Runs jobs in one thread in the order in which they came.

    The thread lives while there is something to do.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[tuple[contextvars.Context, Job]] = queue.SimpleQueue()
        self._pending = 0
        self._thread: threading.Thread | None = None

    @property
    def holds_back(self) -> bool:
        """Whether what another thread sends now has to wait for its turn."""
        return self._pending > 0 and threading.current_thread() is not self._thread

    def put(self, job: Job) -> None:
        """Run a job after all earlier ones."""
        with self._lock:
            self._jobs.put((contextvars.copy_context(), job))
            self._pending += 1
            if self._pending == 1:
                self._thread = threading.Thread(target=self._run, name="martlet", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            context, job = self._jobs.get()
            try:
                context.run(job)
            except Exception:  # of a client that closes meanwhile: those that follow still run
                logger.exception("a submission was lost")
            with self._lock:
                self._pending -= 1
                if not self._pending:
                    return
