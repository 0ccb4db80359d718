"""What is kept of one step: under which keys, whether it is worth it, and how it is had again."""

from __future__ import annotations

import os
import platform
import time
from typing import TYPE_CHECKING, Any

from martlet import _native

from .contents import Known
from .dependencies import current_key
from .digests import SIMPLE, SMALL, content_of, describe, size_of
from .flags import ALWAYS, EPHEMERAL, IMPURE, NEVER, REFRESH
from .policy import TRACE, is_worth_keeping, is_worth_noting
from .results import Pickled, from_pickle, to_pickle

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Keeping"]

#: Stands in a content key for files that the inputs' contents count as they are when the step runs.
RENEWED = _native.sha256(b"martlet.renewed.v1")

#: Why a result is not kept.
QUICKER = "having it again is quicker"
UNKNOWN = "what it was made of runs every time, and can't be looked at where it is used"

PROVENANCE = f"python {platform.python_version()}, {platform.node()}, pid {os.getpid()}"


class Keeping:
    """The place of a step's result in the store, and in what this process knows.

    Parameters
    ----------
    session : Session
        The client's session here.
    submission : int
        Number of the client's submission.
    label : str
        What the step is called in reports.
    flags : int
        Bits of :mod:`martlet.worker.flags`.
    key, shape : bytes
        The step key and the shape, as the client told them.
    """

    def __init__(
        self, session: Session, submission: int, label: str, flags: int, key: bytes, shape: bytes
    ) -> None:
        self._session = session
        self._submission, self._label = submission, label
        self.flags = flags
        self.told_key = self.key = key
        self._shape = self._told_shape = shape
        self._contents: list[bytes] | None = None
        self._renewed: list[bytes] | None = None
        #: Seconds to have the result again, inputs that are not kept included.
        self.again = 0.0

    @property
    def is_mute(self) -> bool:
        """Whether nothing may be kept or noted of it."""
        return bool(self.flags & (NEVER | IMPURE)) or self._session.keep in ("none", "never")

    def made_of(self, contents: list[bytes], again: float) -> None:
        """Take in the content digests of all inputs, and the seconds to have them again."""
        self._contents = contents
        self.again += again

    def disown(self) -> None:
        """See to it that the result is not taken for what is known of the step's key.

        Else what is made of it would be kept as made of that, under a content key that others have.
        Other workers go by what the value is, and so keep what is made of it as made of just that.
        """
        session = self._session
        session.contents[self.told_key] = Known(os.urandom(32), 0.0, self._submission)
        if not self.flags & EPHEMERAL:
            try:
                session.store.remove([self.told_key])  # where other workers look
            except OSError as error:
                session.stop_keeping_everywhere(str(error))

    def counts(self, files: bytes, renewed: list[bytes] | None) -> None:
        """Let the keys count files that the step opened besides.

        Parameters
        ----------
        files : bytes
            Their digest.
        renewed : list of bytes or None
            The inputs' contents that count these very files, as they are now: then the content key
            counts them so. By it the step is found again behind inputs that run every time.
        """
        self.key = _native.opened_key(self.key, files)
        self._renewed = renewed
        if renewed is None:
            self._shape = _native.opened_key(self._shape, files)

    def load(self) -> tuple[Any] | None:
        """The result under the step key; None if there is none that is whole."""
        return self._take(self.key, "LOADED")

    def cut_off(
        self, renewed: list[bytes] | None = None, files: bytes | None = None
    ) -> tuple[Any] | None:
        """The result under the content key; None if there is none.

        Parameters
        ----------
        renewed, files : list of bytes, bytes, optional
            See `counts`.
        """
        told = self.key, self._shape
        self._renewed = renewed
        if files is not None:
            self.counts(files, None)
        key = self._content_key
        found = self._take(key, "CUT_OFF") if key is not None else None
        if found is None:
            self._renewed = None
            self.key, self._shape = told
        return found

    def adopt(self, files: bytes | None = None) -> None:
        """Let the next session's plan find what was cut off.

        Parameters
        ----------
        files : bytes, optional
            Digest of files that the step key has to count besides.
        """
        if self.flags & EPHEMERAL:
            return
        key = self.key if files is None else _native.opened_key(self.told_key, files)
        try:
            self._session.store.adopt(
                self._content_key, step=key, shape=self._told_shape, label=self._label
            )
        except _native.StoreError as error:
            self._session.stop_keeping(str(error))

    def settle(self, value: Any, seconds: float, paths: Any, named: bytes | None) -> None:
        """Keep a result, or note what it is, as far as that is worth it.

        Parameters
        ----------
        value : object
            The result.
        seconds : float
            Seconds that the step took.
        paths : collection of str
            Files that the step's key counts.
        named : bytes or None
            Digest of the files that the result names.

        Raises
        ------
        Unkeepable
            If it can't be kept.
        StoreError
            If the store can't be written.
        """
        session = self._session
        is_wanted = not self.is_mute and bool(self.flags & ALWAYS or session.keep == "all")
        is_noted = not self.is_mute and is_worth_noting(seconds, self.again)
        if self.flags & REFRESH and not self.flags & EPHEMERAL:
            session.store.remove([self.key])  # also where nothing comes instead
        if not is_wanted and not is_noted:
            if size_of(value) > SMALL:
                if self.again < TRACE:
                    return self._tell_unkept()
            elif type(value) in SIMPLE:  # it need not be pickled to tell what it is
                self._remember(_native.identity(value, session.identifier), self.again)
                return self._tell_unkept()
        pickled = to_pickle(value, paths)
        keeps = self._can_be_found and (
            is_wanted
            or is_noted
            and is_worth_keeping(self.again, pickled.nbytes, session.bandwidth)
        )
        classes, content = describe(session.identifier, value, pickled, named)
        if content is None and named is not None:
            content = content_of(pickled, classes, named)
        if keeps:
            content = self._keep(pickled, classes, content, seconds)
        else:
            content = content or content_of(pickled, classes, named)
            if is_noted and self._can_be_found:
                session.store.note(**self._record(seconds), content=content, nbytes=pickled.nbytes)
            self._tell_unkept()
        self._remember(content, 0.0 if keeps else self.again)

    def tell(
        self, outcome: str, reason: str = "", *, seconds: float = 0.0, nbytes: int = 0
    ) -> None:
        """Tell the client what became of the step."""
        self._session.tallies.add(
            self._submission, outcome, self._label, reason, seconds, nbytes
        )

    @property
    def told_content_key(self) -> bytes | None:
        """The content key without files that only workers have seen; None if there is none."""
        if self._contents is None:
            return None
        return _native.content_key(self._told_shape, self._contents)

    @property
    def _content_key(self) -> bytes | None:
        """Made when it is asked for: most cheap steps are done before that."""
        if self._renewed is not None:
            return _native.content_key(_native.opened_key(self._shape, RENEWED), self._renewed)
        if self._contents is None:
            return None
        return _native.content_key(self._shape, self._contents)

    @property
    def _has_content_key(self) -> bool:
        return self._contents is not None or self._renewed is not None

    @property
    def _can_be_found(self) -> bool:
        return self._step_key is not None or self._has_content_key

    @property
    def _step_key(self) -> bytes | None:
        return None if self.flags & EPHEMERAL else self.key

    def _keep(
        self, pickled: Pickled, classes: list[bytes], content: bytes | None, seconds: float
    ) -> bytes:
        session, started = self._session, time.perf_counter()
        content, written = session.store.keep(
            **self._record(seconds),
            stream=pickled.stream,
            buffers=pickled.buffers,
            classes=classes,
            content=content,
            overwrite=bool(self.flags & REFRESH),
        )
        session.bandwidth.measured(written, time.perf_counter() - started)
        self.tell("KEPT", nbytes=written)
        return content

    def _tell_unkept(self) -> None:
        if not self.is_mute:
            self.tell("NOT_KEPT", QUICKER if self._can_be_found else UNKNOWN)

    def _record(self, seconds: float) -> dict[str, Any]:
        return {
            "step": self._step_key,
            "content_key": self._content_key,
            "shape": self._told_shape if self._has_content_key else None,
            "label": self._label,
            "seconds": seconds,
            "again": self.again,
            "provenance": PROVENANCE,
        }

    def _take(self, key: bytes, outcome: str) -> tuple[Any] | None:
        session, started = self._session, time.perf_counter()
        try:
            loaded = session.store.load(key)
            if loaded is None:
                return None
            value = from_pickle(loaded.stream, loaded.buffers)
        except Exception:  # a class that is no more, a file system that fails: compute it
            return None
        session.bandwidth.measured(loaded.nbytes, time.perf_counter() - started)
        self._remember(loaded.content_digest, 0.0)
        session.tallies.add(
            self._submission, outcome, loaded.label, "", loaded.seconds, loaded.nbytes
        )
        return (value,)

    def _remember(self, content: bytes, again: float) -> None:
        known = Known(content, again, self._submission)
        if self.flags & EPHEMERAL:
            key = current_key()
            if key is None:  # of a coroutine: nobody would say when its result leaves the memory
                return
            self._session.volatile[key] = self.told_key
        self._session.contents[self.key] = known
        if self.told_key is not self.key:
            self._session.contents[self.told_key] = known  # as its users are told of it
