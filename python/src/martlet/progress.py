"""A progress line on long runs: steps done, loaded, computing, and the time saved so far."""

from __future__ import annotations

import contextvars
import sys
import threading
from typing import Any

from dask.utils import format_time

__all__ = ["Progress", "ReadingProgress", "is_wanted"]

#: Seconds before a line is shown: shorter runs stay quiet.
PATIENCE = 1.0

#: Seconds between two looks at how far the reading of files is.
PERIOD = 0.2


def is_wanted(setting: bool | None) -> bool:
    """Whether to show progress.

    Parameters
    ----------
    setting : bool or None
        ``martlet.progress``; None asks for it on a terminal and in a notebook only.

    Returns
    -------
    bool
    """
    if setting is not None:
        return setting
    return sys.stderr.isatty() or _in_notebook()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return type(shell).__name__ == "ZMQInteractiveShell"


class Progress:
    """The progress of all submissions of a client that are under way.

    Parameters
    ----------
    **options
        Passed to ``tqdm``, for example ``file``.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._lock = threading.RLock()
        self._bar: Any = None
        self._context = contextvars.copy_context()
        self._loaded = self._computed = 0
        self._saved = 0.0

    def expect(self, load: int, compute: int) -> None:
        """Announce a submission.

        Parameters
        ----------
        load : int
            Steps that will be loaded.
        compute : int
            Steps that will be computed, unless they are cut off.
        """
        if not load + compute:
            return
        with self._lock:
            if self._bar is None:
                self._bar = self._new_bar()
                # IPython shows what other threads write below the cell whose context they run in.
                self._context = contextvars.copy_context()
            self._bar.total += load + compute
            self._show()

    def advance(self, loaded: int = 0, computed: int = 0, saved: float = 0.0) -> None:
        """Count steps that are done; the line ends with the last one.

        Parameters
        ----------
        loaded : int, optional
            Steps that were loaded or cut off since the last call.
        computed : int, optional
            Steps that were computed since the last call.
        saved : float, optional
            Seconds that these saved, or steps that were skipped.
        """
        with self._lock:
            if self._bar is None:
                return
            self._loaded += loaded
            self._computed += computed
            self._saved += saved
            self._show()
            done = min(loaded + computed, self._bar.total - self._bar.n)
            self._context.run(self._bar.update, done)
            if self._bar.n >= self._bar.total:
                self.close()

    def close(self) -> None:
        """End the line, whatever is still under way."""
        with self._lock:
            if self._bar is not None:
                self._context.run(self._bar.close)
            self._bar = None
            self._loaded = self._computed = 0
            self._saved = 0.0

    def _show(self) -> None:
        text = f"{self._loaded} loaded, {self._computed} computed"
        if self._saved:
            text += f", {format_time(self._saved).strip()} saved"
        self._bar.set_postfix_str(text, refresh=False)

    def _new_bar(self) -> Any:
        from tqdm.auto import tqdm  # 20 ms: only where a line is shown

        return tqdm(total=0, unit="step", desc="martlet", delay=PATIENCE, **self._options)


class ReadingProgress:
    """A bar while long input files are read for the first time.

    A thread of its own looks how far that is.

    Parameters
    ----------
    files : _native.Files
        Who reads.
    **options
        Passed to ``tqdm``, for example ``file``.
    """

    def __init__(self, files: Any, **options: Any) -> None:
        self._files, self._options = files, options
        self._before = files.reading
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="martlet-reading", daemon=True)

    def __enter__(self) -> ReadingProgress:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        bar: Any = None
        while not self._is_over.wait(PERIOD if bar is not None else PATIENCE):
            read, expected = map(int.__sub__, self._files.reading, self._before)
            if expected and bar is None:
                bar = self._new_bar()
            if bar is not None:
                bar.total, bar.n = expected, read
                bar.refresh()
        if bar is not None:
            bar.close()

    def _new_bar(self) -> Any:
        from tqdm.auto import tqdm

        return tqdm(
            total=0, unit="B", unit_scale=True, desc="martlet reads input files", **self._options
        )
