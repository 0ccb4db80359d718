"""One step on a worker: what is known before it runs, and what follows from how it ran."""

from __future__ import annotations

import functools
import secrets
import time
from typing import Any

from martlet import _native
from martlet.naming import NAMELESS
from martlet.observed import Observation, group_of

from .digests import digest_of
from .doubts import verdict
from .failure import load_failed
from .files import FileUse, Renewed
from .flags import CHECK, EPHEMERAL, IMPURE, MAY_CUT_OFF, NO_CONTENT, REFRESH
from .inputs import Inputs
from .keeping import Keeping
from .memory import MEMORY
from .named_files import Unlike
from .opens import Opened, watch
from .outcomes import CHANGES_INPUT
from .planned import NO_FILES, Planned
from .results import Unkeepable
from .session import Session

__all__ = ["Step"]


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
    named, opened : tuple, optional
        The files that its key counts: see :class:`martlet.worker.planned.Planned`.
    """

    def __init__(
        self,
        session: Session,
        info: bytes,
        label: str,
        named: tuple[Any, ...] = (),
        opened: tuple[Any, ...] = (),
    ) -> None:
        self._session, self._label = session, label
        self._files = Planned(named, opened) if named or opened else NO_FILES
        token, flags, key, shape, self._checks, inputs = _native.parse_info(info)
        submission = int.from_bytes(token[8:12], "little")
        self._keeping = Keeping(session, submission, label, flags, key, shape)
        self._has_inputs = bool(inputs) or bool(flags & NO_CONTENT)
        self._inputs = None
        if inputs and not flags & NO_CONTENT:
            may_look = bool(flags & MAY_CUT_OFF) or not self._keeping.is_mute
            self._inputs = Inputs(session, inputs, submission, bool(flags & REFRESH), may_look)
        self._is_trusted = False
        self._opened: Opened | None = None
        self._named: bytes | None = None
        self._watched: tuple[Any, Any, bytes | None] | None = None
        self._started = self._seconds = 0.0

    def load(self) -> Any:
        """The kept result.

        Raises
        ------
        LookupError
            Of :func:`martlet.worker.failure.load_failed`, for the client.
        """
        key = self._keeping.key
        if self._session.store is None:
            raise load_failed(key, "this worker has no store")
        found = self._keeping.load()
        if found is None:
            raise load_failed(key, "it is damaged or gone")
        return found[0]

    def before(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any] | None:
        """The result, if it is known after all now that the inputs' contents are. Never fails."""
        try:
            if self._keeping.flags & CHECK:
                self._watched = args, kwargs, digest_of(self._session, (args, kwargs))
                return None
            return self._cut_off(args, kwargs) if self._session.store is not None else None
        except Unlike as reason:
            self._disown(str(reason))
        except Exception as error:  # the computation goes on whatever happens to us
            known = isinstance(error, LookupError) and error.args
            self._disown(str(error) if known else f"{type(error).__name__}: {error}")
        return None

    def _cut_off(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any] | None:
        session, flags = self._session, self._keeping.flags
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
        if session.is_mixed and self._has_inputs:
            self._keeping.tell("NOT_KEPT", "some worker runs the steps that it uses unchecked")
            return None
        self._is_trusted = True
        found = self._inputs.contents(args, kwargs) if self._inputs is not None else None
        if found is not None:
            self._keeping.made_of(*found)
        elif self._inputs is not None and session.lent:
            self._inherit(self._inputs)
        if not flags & MAY_CUT_OFF or flags & IMPURE:
            return None
        return self._found(args, kwargs)

    def _found(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any] | None:
        keeping = self._keeping
        found = keeping.cut_off()
        if found is not None:
            keeping.adopt()
            return found
        renewed = self._renewed(args, kwargs)
        found = keeping.cut_off(renewed.contents) if renewed is not None else None
        if found is not None and renewed is not None:
            self._adopt(renewed, args, kwargs)
        return found or self._found_with_files()

    def _found_with_files(self) -> tuple[Any] | None:
        """The result that was made of the same contents, if the files that were opened are as then."""
        try:
            known = self._use.of_contents()
        except (Unlike, OSError):
            return None
        found = self._keeping.cut_off(files=known[1]) if known is not None else None
        if found is not None and known is not None:
            self._adopt_with_files(*known)
        return found

    def _adopt_with_files(self, seen: Observation, digest: bytes) -> None:
        """Let a result be found under the step key, with the files that count in it."""
        try:
            files = self._use.adopted(seen)
            if self._use.of_contents() == (seen, digest):  # they were the same all the while
                self._keeping.adopt(files)
        except (Unlike, OSError):
            return

    def _adopt(self, renewed: Renewed, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Let a result be found under the step key, with the files that count in it besides."""
        try:
            files = self._use.count(renewed.files)
            if files is not None and self._renewed(args, kwargs) == renewed:
                self._keeping.adopt(files)
        except (Unlike, OSError):  # a file is another one by now
            return

    def _renewed(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Renewed | None:
        return self._inputs.renewed(args, kwargs) if self._inputs is not None else None

    def _inherit(self, inputs: Inputs) -> None:
        """Count the files of inputs without a content, which may be read only now: iterators, trees.

        Without a content key the result is found by the step key alone, and that counts them.
        """
        lent = self._session.lent
        found = [lent[key] for key in inputs.steps(lent)]
        if found:
            self._files = self._files.joined(found)

    def starts(self) -> None:
        """Start the clock, and watch what is opened in this context."""
        if self._is_trusted or self._watched is not None:
            self._opened = watch(self._files, self._session.checks.keepers(self._checks))
        self._started = time.perf_counter()

    def stops(self) -> None:
        """Stop the clock and the watch, whether the step ends well or not."""
        self._seconds = time.perf_counter() - self._started
        if self._opened is not None:
            self._opened.end()

    def after(self, value: Any, function: Any, arguments: Any) -> None:
        """Keep the result, or note what it is, as far as that is worth it. Never fails."""
        keeping, seconds = self._keeping, self._seconds
        keeping.tell("COMPUTED", seconds=seconds)
        keeping.again += seconds
        try:
            if self._watched is not None:
                self._compare(value, *self._watched)
            elif self._is_trusted and self._heeds(value, function, arguments):
                keeping.settle(value, seconds, self._files.paths, self._named)
        except Unkeepable as reason:
            keeping.tell("NOT_KEPT", str(reason))
            if "pickled" in str(reason):
                self._session.warn(f"a result of {self._label} is not kept: {reason}")
        except _native.StoreError as error:
            self._session.stop_keeping(str(error))
        except Exception as error:  # the computation goes on whatever happens to us
            keeping.tell("NOT_KEPT", f"{type(error).__name__}: {error}")
        told = keeping.told_key
        if self._is_trusted and self._files.paths and self._session.contents[told] is None:
            self._session.lent[told] = self._files

    def _compare(self, value: Any, args: Any, kwargs: Any, before: bytes | None) -> None:
        """Tell whether a checked step gave the same again, and left its inputs as they were."""
        session, key = self._session, self._keeping.key
        named = self._use.digest_of_named(value)
        found = verdict(session, key, value, self._files.paths, named)
        if found is not None:
            self._keeping.tell(found, key.hex())
        if before is not None and digest_of(session, (args, kwargs)) != before:
            self._keeping.tell(CHANGES_INPUT, key.hex())

    def _heeds(self, value: Any, function: Any, arguments: Any) -> bool:
        """Heed what the step did with files; whether its result may still be kept."""
        if self._did_nothing(value):
            return True
        try:
            renew = functools.partial(self._renewed, *arguments)
            heeded = self._use.heed(self._opened, arguments, value, renew)
        except Exception as error:
            is_known = isinstance(error, Unlike)
            self._disown(str(error) if is_known else f"{type(error).__name__}: {error}")
            return False
        if heeded.writes or self._keeping.flags & IMPURE and _is_known_to_write(function):
            self._keeping.flags |= IMPURE
            self._keeping.tell("WRITER", "it writes files, so it runs every time")
        self._named = heeded.named
        if heeded.files is not None:
            self._keeping.counts(heeded.files, heeded.contents)
        return True

    def _did_nothing(self, value: Any) -> bool:
        """Whether no file has to do with the step, told quickly for the many that are so."""
        return (
            self._files is NO_FILES
            and type(value) in NAMELESS
            and self._opened is not None
            and self._opened.is_empty
            and not self._keeping.flags & IMPURE
            and not MEMORY.may_hold(self._opened.keepers)
        )

    def _disown(self, reason: str) -> None:
        """Use the result though it is not what the key says; nobody may find what is made of it."""
        session = self._session
        self._is_trusted = False
        self._keeping.tell("NOT_KEPT", reason)
        if session.store is None:
            return
        try:
            self._keeping.disown()
            self._use.remember(Observation(unlike=frozenset({secrets.token_hex(16)})))
        except Exception as error:  # of a scheduler that does not answer: the computation goes on
            session.stop_keeping(f"{type(error).__name__}: {error}")

    @property
    def _use(self) -> FileUse:
        is_ephemeral = bool(self._keeping.flags & EPHEMERAL)
        group = group_of(self._checks)
        keeping = self._keeping
        keys = keeping.told_key, keeping.told_content_key
        return FileUse(self._session, self._files, group, *keys, is_ephemeral)


def _is_known_to_write(function: Any) -> bool:
    from martlet.identity.dask_functions import writes

    return writes(function)
