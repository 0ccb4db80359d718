"""One step on a worker: what is known before it runs, and what is kept after it."""

from __future__ import annotations

import os
import platform
import secrets
import sys
import time
from typing import Any

from martlet import _native
from martlet.observed import Observation, group_of

from .contents import Known
from .doubts import digest_of, verdict
from .failure import load_failed
from .files import FileUse, Unlike
from .flags import (
    ALWAYS,
    CHECK,
    EPHEMERAL,
    IMPURE,
    MAY_CUT_OFF,
    NEVER,
    NO_CONTENT,
    REFRESH,
)
from .inputs import Inputs
from .opens import Opened, watch
from .outcomes import CHANGES_INPUT
from .planned import Planned
from .policy import TRACE, is_worth_keeping
from .results import PLAIN, Pickled, Unkeepable, describe, from_pickle, to_pickle
from .session import Session

__all__ = ["Step"]

#: Digests of cheap unkept results are made up to this size, in bytes.
SMALL = 64 * 1024


class Step:
    """A step that a task asks for.

    Parameters
    ----------
    session : Session
        The client's session here.
    info : bytes
        What the client says of the step.
    label : str
        What the step is called in reports.
    files : tuple, optional
        The files that its key counts, each as :class:`martlet.worker.planned.PlannedFile`.
    """

    def __init__(
        self, session: Session, info: bytes, label: str, files: tuple[Any, ...] = ()
    ) -> None:
        self._session = session
        self._files = Planned(files) if files else NO_FILES
        token, self._flags, self._key, self._shape, self._checks, inputs = _native.parse_info(info)
        self._told_key = self._key
        self._submission = submission = int.from_bytes(token[8:12], "little")
        self._inputs = None
        if inputs and not self._flags & NO_CONTENT:
            self._inputs = Inputs(session, inputs, submission, bool(self._flags & REFRESH))
        self._label = label
        self._is_trusted = False
        self._opened: Opened | None = None
        self._named: bytes | None = None
        self._watched: tuple[Any, Any, bytes | None] | None = None
        self._content_key: bytes | None = None
        self._contents: list[bytes] = []
        self._again = 0.0
        self._started = self._seconds = 0.0

    def load(self) -> Any:
        """The kept result.

        Raises
        ------
        LookupError
            Of :func:`martlet.worker.failure.load_failed`, for the client.
        """
        store = self._session.store
        if store is None:
            raise load_failed(self._key, "this worker has no store")
        loaded = self._take(self._key)
        if loaded is None:
            raise load_failed(self._key, "it is damaged or gone")
        return self._hand_over(*loaded, "LOADED")

    def before(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any] | None:
        """The result, if it is known after all now that the inputs' contents are. Never fails."""
        try:
            if self._flags & CHECK:
                self._watched = args, kwargs, digest_of(self._session, (args, kwargs))
                return None
            return self._cut_off() if self._session.store is not None else None
        except Unlike as reason:
            self._disown(str(reason))
        except Exception as error:  # the computation goes on whatever happens to us
            known = isinstance(error, LookupError) and error.args
            self._disown(str(error) if known else f"{type(error).__name__}: {error}")
        return None

    def _cut_off(self) -> tuple[Any] | None:
        session = self._session
        differing = session.checks.differences(self._checks)
        if differing:
            session.warn(
                f"results of {self._label} are not kept: on worker {session.worker.address} "
                f"other code runs than was fingerprinted ({', '.join(differing[:3])})\n\n"
                "hint: restart the workers, or reload the module there"
            )
            raise Unlike("other code runs on the worker than on the client")
        changed = self._files.changed(session.files)
        if changed:
            raise Unlike(f"`{changed}` is not what it was when the step was planned")
        self._is_trusted = True
        self._find_contents()
        may_be_there = self._flags & MAY_CUT_OFF and not self._flags & IMPURE
        if self._content_key is None or not may_be_there:
            return None
        loaded = self._take(self._content_key)
        if loaded is None:
            return None
        if not self._flags & EPHEMERAL:
            self._adopt()
        return (self._hand_over(*loaded, "CUT_OFF"),)

    def _find_contents(self) -> None:
        """Make the content key, if the contents of all inputs are known; add up what they cost."""
        found = self._inputs.contents() if self._inputs is not None else None
        if found is not None:
            self._contents, again = found
            self._again += again
            self._content_key = _native.content_key(self._shape, self._contents)

    def starts(self) -> None:
        """Start the clock, and watch what is opened in this context."""
        if self._is_trusted:
            self._opened = watch(self._files.paths)
        self._started = time.perf_counter()

    def stops(self) -> None:
        """Stop the clock and the watch, whether the step ends well or not."""
        self._seconds = time.perf_counter() - self._started
        if self._opened is not None:
            self._opened.end()

    def after(self, value: Any, function: Any, arguments: Any) -> None:
        """Keep the result, or note what it is, as far as that is worth it. Never fails."""
        seconds = self._seconds
        self._session.tallies.add(self._submission, "COMPUTED", self._label, "", seconds)
        self._again += seconds
        try:
            if self._watched is not None:
                self._compare(value, *self._watched)
            elif self._is_trusted and self._heeds(value, function, arguments):
                self._settle(value, seconds)
        except Unkeepable as reason:
            self._not_kept(str(reason))
            if "pickled" in str(reason):
                self._session.warn(f"a result of {self._label} is not kept: {reason}")
        except _native.StoreError as error:
            self._session.stop_keeping(str(error))
        except Exception as error:  # the computation goes on whatever happens to us
            self._not_kept(f"{type(error).__name__}: {error}")

    def _compare(self, value: Any, args: Any, kwargs: Any, before: bytes | None) -> None:
        """Tell whether a checked step gave the same again, and left its inputs as they were."""
        session, key = self._session, self._key.hex()
        found = verdict(session, self._key, value, self._files.paths)
        if found is not None:
            session.tallies.add(self._submission, found, self._label, key)
        if before is not None and digest_of(session, (args, kwargs)) != before:
            session.tallies.add(self._submission, CHANGES_INPUT, self._label, key)

    def _heeds(self, value: Any, function: Any, arguments: Any) -> bool:
        """Heed what the step did with files; whether its result may still be kept."""
        try:
            heeded = self._use.heed(self._opened, arguments, value)
        except Exception as error:
            is_known = isinstance(error, Unlike)
            self._disown(str(error) if is_known else f"{type(error).__name__}: {error}")
            return False
        if heeded.writes or self._flags & IMPURE and _is_known_to_write(function):
            self._flags |= IMPURE
            reason = "it writes files, so it runs every time"
            self._session.tallies.add(self._submission, "WRITER", self._label, reason)
        self._named = heeded.named
        if heeded.files is not None:
            self._key = _native.opened_key(self._key, heeded.files)
            self._shape = _native.opened_key(self._shape, heeded.files)
            if self._content_key is not None:
                self._content_key = _native.content_key(self._shape, self._contents)
        return True

    def _disown(self, reason: str) -> None:
        """Use the result, though it is not what the step's key says, and let nobody find what is made of it."""
        self._is_trusted = False
        self._not_kept(reason)
        if self._session.store is not None:
            self._use.remember(Observation(unlike=frozenset({secrets.token_hex(16)})))

    @property
    def _use(self) -> FileUse:
        is_ephemeral = bool(self._flags & EPHEMERAL)
        group = group_of(self._checks)
        return FileUse(self._session, self._files, group, self._told_key, is_ephemeral)

    def _settle(self, value: Any, seconds: float) -> None:
        session = self._session
        mute = bool(self._flags & (NEVER | IMPURE)) or session.keep in ("none", "never")
        keeps = not mute and bool(self._flags & ALWAYS or session.keep == "all")
        if self._flags & REFRESH and not self._flags & EPHEMERAL:
            session.store.remove([self._key])  # also where nothing comes instead
        if not keeps and self._again < TRACE and _size(value) > SMALL:
            return
        pickled = to_pickle(value, self._files.paths)
        if not keeps and not mute and session.keep == "auto":
            keeps = is_worth_keeping(self._again, pickled.nbytes, session.bandwidth)
        keeps = keeps and bool(self._step_key or self._content_key)
        classes, content = describe(session.identifier, value, pickled)
        if content is None and self._named is not None:
            content = _native.content_digest(pickled.stream, pickled.buffers, classes)
            content = _native.sha256(b"martlet.named.v1" + content + self._named)
        if keeps:
            content = self._keep(pickled, classes, content, seconds)
        else:
            content = content or _native.content_digest(pickled.stream, pickled.buffers, classes)
            if not mute and self._again >= TRACE:
                self._note(pickled, content, seconds)
        self._remember(content, 0.0 if keeps else self._again)

    def _remember(self, content: bytes, again: float) -> None:
        known = Known(content, again, self._submission)
        self._session.contents[self._key] = known
        if self._told_key is not self._key:
            self._session.contents[self._told_key] = known  # as its users are told of it
        if self._flags & EPHEMERAL:
            self._session.volatile[current_key()] = self._told_key

    @property
    def _step_key(self) -> bytes | None:
        return None if self._flags & EPHEMERAL else self._key

    def _keep(
        self, pickled: Pickled, classes: list[bytes], content: bytes | None, seconds: float
    ) -> bytes:
        session, started = self._session, time.perf_counter()
        content, written = session.store.keep(
            **self._names(seconds),
            stream=pickled.stream,
            buffers=pickled.buffers,
            classes=classes,
            content=content,
            overwrite=bool(self._flags & REFRESH),
        )
        session.bandwidth.measured(written, time.perf_counter() - started)
        session.tallies.add(self._submission, "KEPT", self._label, "", 0.0, written)
        return content

    def _note(self, pickled: Pickled, content: bytes, seconds: float) -> None:
        self._session.store.note(**self._names(seconds), content=content, nbytes=pickled.nbytes)
        self._not_kept("having it again is quicker")

    def _names(self, seconds: float) -> dict[str, Any]:
        return {
            "step": self._step_key,
            "content_key": self._content_key,
            "shape": self._shape if self._content_key else None,
            "label": self._label,
            "seconds": seconds,
            "again": self._again,
            "provenance": PROVENANCE,
        }

    def _take(self, key: bytes) -> tuple[Any, Any] | None:
        """A kept result and the value made of it; None if there is none that is whole."""
        started = time.perf_counter()
        try:
            loaded = self._session.store.load(key)
            if loaded is None:
                return None
            value = from_pickle(loaded.stream, loaded.buffers)
        except Exception:  # a class that is no more, a file system that fails: compute it
            return None
        self._session.bandwidth.measured(loaded.nbytes, time.perf_counter() - started)
        return loaded, value

    def _hand_over(self, loaded: Any, value: Any, outcome: str) -> Any:
        self._remember(loaded.content_digest, 0.0)
        self._session.tallies.add(
            self._submission, outcome, loaded.label, "", loaded.seconds, loaded.nbytes
        )
        return value

    def _adopt(self) -> None:
        """Let the next session's plan find what was cut off."""
        try:
            self._session.store.adopt(
                self._content_key, step=self._key, shape=self._shape, label=self._label
            )
        except _native.StoreError as error:
            self._session.stop_keeping(str(error))

    def _not_kept(self, reason: str) -> None:
        self._session.tallies.add(self._submission, "NOT_KEPT", self._label, reason)


NO_FILES = Planned(())
PROVENANCE = f"python {platform.python_version()}, {platform.node()}, pid {os.getpid()}"


def current_key() -> Any:
    """The Dask key of the task that this thread runs."""
    from distributed.worker import thread_state

    return getattr(thread_state, "key", None)


def _is_known_to_write(function: Any) -> bool:
    from martlet.identity.dask_functions import writes

    return writes(function)


def _size(value: Any) -> int:
    if type(value) in PLAIN:
        return sys.getsizeof(value)
    from dask.sizeof import sizeof

    return int(sizeof(value))
