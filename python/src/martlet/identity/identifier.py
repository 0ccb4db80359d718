"""Answers the engine's questions about functions and exotic values."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet._native import Unidentified
from martlet.naming import usual_paths_in
from martlet.observed import Observation, Observations, group_of, now

from . import dask_functions, manifest
from .encoder import Stack
from .fingerprints import Fingerprints
from .function import BOOKKEEPING, IMPURE, UNIDENTIFIED, VOLATILE, Function
from .home import home_of
from .labels import label
from .names import ON_WORKERS
from .options import flags_of, ignored_of, marks_of
from .packing import pack
from .things import is_thing
from .values import exotic

if TYPE_CHECKING:
    from martlet.elsewhere import Elsewhere


class Identifier:
    """Identities of functions, classes and values, equal in every session and on every machine.

    One serves a client's session or a worker. Within `submission` it remembers what it has looked
    at; the next submission looks at globals and files anew, for they may have been changed.

    Parameters
    ----------
    files : _martlet.Files, optional
        Knows which files texts name: without it a text counts as it is.
    elsewhere : martlet.elsewhere.Elsewhere, optional
        Asks workers for files that don't lie here.
    steps_run_here : bool, optional
        Whether steps run in this process, and may fill memo tables; by default, whether it has a
        Dask worker.

    Examples
    --------
    >>> from martlet.identity import Identifier
    >>> identifier = Identifier()
    >>> identifier.function(len, (), {}).label
    'builtins.len'
    """

    def __init__(
        self,
        files: _native.Files | None = None,
        *,
        elsewhere: Elsewhere | None = None,
        steps_run_here: bool | None = None,
    ) -> None:
        #: Knows which files texts name, if anybody does.
        self.files = files
        self._elsewhere = elsewhere
        self._lock = threading.RLock()
        self._fingerprints = Fingerprints(steps_run_here)
        self._nesting = 0
        #: What was seen of steps when they ran, if anybody remembers.
        self.observations: Observations | None = None
        self._named: list[list[bytes]] = []
        self._reads: frozenset[str] = frozenset()
        self.stack = Stack()
        #: Functions of Dask's, each with its answers by the user's function that it carries.
        self._carriers: dict[int, tuple[Any, dict[int, tuple[Any, Function]]]] = {}

    @contextlib.contextmanager
    def submission(self) -> Iterator[Identifier]:
        """Remember parts of fingerprints until the end of a submission."""
        with self._lock:
            self._forget()
            if self.files is not None and not self._nesting:
                self.files.forget()
            self._nesting += 1
            try:
                yield self
            finally:
                self._nesting -= 1
                self._forget()

    def function(
        self, function: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Function:
        """Everything about a task's function.

        Parameters
        ----------
        function : callable
            What the task calls.
        arguments, named : tuple, dict
            What it calls it with; Dask's own functions may find a user's function in there.
        """
        with self._lock:
            try:
                return self._function(function, arguments, named)
            except Exception as error:  # what the user's objects raise must not end a submission
                reason = str(error) if isinstance(error, Unidentified) else repr(error)
                return Function(label(function), b"", (), UNIDENTIFIED, frozenset(), reason)

    def value(self, value: Any) -> tuple[bytes, tuple[bytes, ...]]:
        """Encode a value that the engine does not know.

        Returns
        -------
        bytes
            Its canonical encoding.
        tuple of bytes
            The fingerprints of the classes and functions in it.

        Raises
        ------
        Unidentified
            If it has no identity.
        """
        with self._lock:
            outermost = not self._nesting and not self.stack and not self._named
            if outermost:
                self._fingerprints.forget()
            self._named.append([])
            try:
                encoding = exotic(value, self)
            except Unidentified:
                raise
            except RecursionError as error:
                raise Unidentified("it is nested too deeply") from error
            except Exception as error:
                raise Unidentified(f"{type(error).__name__}: {error}") from error
            finally:
                named = self._named.pop()
            if self._named:
                self._named[-1] += named
            return encoding, tuple(dict.fromkeys(named))

    def processor(self, processor: Any) -> tuple[bytes, tuple[bytes, ...]]:
        """Encode a processor, which counts by what coffea calls of it on workers; see `value`."""
        with self._lock:
            self._reads = frozenset({ON_WORKERS})
            try:
                return self.value(processor)
            finally:
                self._reads = frozenset()

    def named(self, values: list[Any]) -> list[str]:
        """Texts in values that the engine does not know, which may name files."""
        return list(usual_paths_in(values))

    def looked(self) -> None:
        """Ask others for what was looked at and does not lie here."""
        if self._elsewhere is not None:
            self._elsewhere.look(self.files)

    def observed(
        self, fingerprints: list[bytes]
    ) -> dict[bytes, tuple[bytes | None, tuple[Any, ...]]]:
        """What was seen of steps that name any of these fingerprints, and none: see `observed.now`."""
        if self.observations is None or self.files is None:
            return {}
        seen: dict[bytes, Observation] = {}
        for group in [group_of(()), *fingerprints]:
            seen |= self.observations.of(group)
        self.files.look([path for each in seen.values() for path in each.opens])
        self.looked()
        return now(seen, self.files)

    def fingerprint(self, thing: Any) -> bytes | None:
        """The fingerprint of a user's function or class; None for a package's.

        Raises
        ------
        Unidentified
            If something that its code can reach has no identity.
        """
        with self._lock:
            if not is_thing(thing):
                return _native.sha256(self.value(thing)[0])
            home = home_of(thing)
            if home.is_found and not home.origin.is_users and home.origin.kind != "absent":
                return None
            if not self._nesting:
                self._fingerprints.forget()
            return self._fingerprints.of(thing)

    def manifest(self, fingerprint: bytes) -> bytes:
        """What a fingerprint made by this identifier consists of, for the store."""
        with self._lock:
            return self._fingerprints.manifest(fingerprint)

    def verify(self, data: bytes) -> list[str]:
        """What is not in this process as a manifest says it, by name; empty if all is."""
        with self._lock:
            return self._fingerprints.verify(data)

    def modules(self, data: bytes) -> list[str]:
        """The modules of the user's whose reload `verify` would notice."""
        return manifest.decode(data).modules()

    def keepers(self, data: bytes) -> list[tuple[str, str, str]]:
        """What may keep in memory what is read beneath it: see `martlet.identity.manifest.Manifest`."""
        return manifest.decode(data).keepers

    def differences(self, old: bytes, new: bytes) -> list[str]:
        """What changed between two manifests, in words."""
        return manifest.differences(old, new)

    def _forget(self) -> None:
        self._fingerprints.forget()
        self._carriers.clear()

    # What encoders need of this class:

    def encode(self, value: Any) -> bytes:
        """Encode any value."""
        return _native.encode(value, self)

    def refer(self, thing: Any) -> bytes:
        """Encode a mention of a function, class or module by its fingerprint."""
        fingerprint = self._fingerprints.of(thing, self._reads)
        self._named[-1].append(fingerprint)
        return pack("fingerprint", fingerprint)

    def package(self, name: str, version: str, module: str) -> None:
        """Versions are part of the encoding."""

    def _function(
        self, function: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Function:
        answers = self._carriers.get(id(function))
        if answers is not None:
            users = dask_functions.carried_in(arguments, named)
            found = answers[1].get(id(users))
            if found is None:
                found = users, self._answer(function, users, VOLATILE)
                answers[1][id(users)] = found
            return found[1]
        module, name = home_of(function)[:2] if is_thing(function) else ("", "")
        if dask_functions.is_passed_on(module, name):
            return Function(f"{module}.{name}", self.value(function)[0], (), BOOKKEEPING)
        if dask_functions.is_carrier(module):
            if self._nesting:
                self._carriers[id(function)] = function, {}
                return self._function(function, arguments, named)
            return self._answer(function, dask_functions.carried_in(arguments, named), VOLATILE)
        if isinstance(function, functools.partial):
            return self._answer(function, dask_functions.carried(function, arguments, named))
        return self._answer(function)

    def _answer(self, function: Any, users: Any = None, flags: int = 0) -> Function:
        """What is known of a callable that carries a function of the user's, or none."""
        users = function if users is None else users
        name, reason, marks = label(users), _refusal(function), marks_of(users)
        flags |= flags_of(users, marks) | (IMPURE if dask_functions.writes(function) else 0)
        if reason:
            return Function(name, b"", (), flags | UNIDENTIFIED, frozenset(), reason)
        ignored: frozenset[int | str] = frozenset()
        if marks is not None and marks.ignore and marks_of(function) is marks:
            ignored = ignored_of(function, marks.ignore)
        resources = dict(marks.resources) if marks is not None and marks.resources else None
        try:
            encoding, checks = self.value(function)
        except Unidentified as error:
            return Function(name, b"", (), flags | UNIDENTIFIED, ignored, str(error), resources)
        return Function(name, encoding, checks, flags, ignored, "", resources)


def _refusal(function: Any) -> str:
    while isinstance(function, functools.partial):
        function = function.func
    module, name = home_of(function)[:2] if is_thing(function) else ("", "")
    return dask_functions.refusal(module, name)
