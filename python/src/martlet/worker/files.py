"""What a step did with files, and what follows from it: for its result, and for later plans."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from martlet.observed import Observation, now

from .memory import MEMORY
from .named_files import Unlike, files_named_by, writes
from .opens import Opened, stamp_of
from .planned import Planned

if TYPE_CHECKING:
    from .session import Session

__all__ = ["FileUse", "Heeded", "Renewed"]


class Heeded(NamedTuple):
    """What follows for a result.

    Attributes
    ----------
    files : bytes or None
        A digest of files that its keys have to count besides, if there are any.
    named : bytes or None
        A digest of the files that it names, which its content digest has to count.
    writes : bool
        Whether the step writes files, so that it runs every time.
    contents : list of bytes or None
        The inputs' content digests with the files that they name as these are now, if those are the
        files that the step opened besides.
    """

    files: bytes | None = None
    named: bytes | None = None
    writes: bool = False
    contents: list[bytes] | None = None


class Renewed(NamedTuple):
    """What a step's inputs are now.

    Attributes
    ----------
    contents : list of bytes
        Their content digests, with the files that they name as these are now.
    files : frozenset of str
        These files.
    """

    contents: list[bytes]
    files: frozenset[str]


class FileUse:
    """What a step did with files.

    Parameters
    ----------
    session : Session
        The client's session here.
    planned : Planned
        The files that its key counts.
    group, step : bytes
        Under what it is remembered: see :class:`martlet.observed.Observations`.
    content_key : bytes or None
        Under what else.
    is_ephemeral : bool
        Whether no other session will ask for its key, so that nobody need remember.
    """

    def __init__(
        self,
        session: Session,
        planned: Planned,
        group: bytes,
        step: bytes,
        content_key: bytes | None,
        is_ephemeral: bool,
    ) -> None:
        self._session, self._planned = session, planned
        self._group, self._step, self._is_ephemeral = group, step, is_ephemeral
        self._content_key = content_key

    def heed(
        self,
        opened: Opened | None,
        arguments: Any,
        value: Any,
        renew: Callable[[], Renewed | None],
    ) -> Heeded:
        """Remember what was seen for later plans.

        Parameters
        ----------
        opened : Opened or None
            What the step opened; None if nobody watched.
        arguments, value : object
            What it was called with, and what it returned.
        renew : callable
            Tells what its inputs are now: see `Inputs.renewed`.

        Raises
        ------
        Unlike
            If the result is not what the step's key says.
        """
        if opened is not None and writes(opened, arguments, value):
            self.remember(Observation(writes=True))
            return Heeded(named=self._named_by_writer(value), writes=True)
        changed = self._planned.changed(self._session.files)
        if changed:
            raise Unlike(f"`{changed}` changed while the step ran")
        read, listed = self._uncovered(opened) if opened is not None else ({}, {})
        if opened is not None:
            MEMORY.pass_over(opened.keepers, opened.noted, arguments)
        named = files_named_by(value)
        of_content = self._digest_of(named)
        opens = {*map(self._name, read), *filter(self._is_new, named)}
        seen = Observation(frozenset(opens), frozenset(map(self._name, listed)))
        if seen == Observation():
            return Heeded(None, of_content)
        known = self.remember(seen)
        has_only_read = not (named or known.lists or known.writes or known.unlike)
        contents = self._contents(known, renew) if has_only_read else None
        if contents is None:
            known = self._remember_by_content(known)
        files = self._digest(known)
        for name, stamp in [*read.items(), *listed.items()]:
            # Only now: the digest is of what the files were when it was made.
            if stamp_of(os.path.abspath(name)) != stamp:
                raise Unlike(f"`{name}` changed while the step ran")
        return Heeded(files, of_content, contents=contents)

    def _contents(
        self, known: Observation, renew: Callable[[], Renewed | None]
    ) -> list[bytes] | None:
        """The inputs' contents, if these count all files that the step has opened, and no others."""
        try:
            renewed = renew()
        except OSError:  # of the store
            return None
        if renewed is None or _absolute(known.opens) != _absolute(renewed.files):
            return None
        return renewed.contents

    def _held(self, opened: Opened) -> tuple[dict[str, Any], dict[str, Any]]:
        """Files and folders that the step may have had from memory, with their states then.

        Raises
        ------
        Unlike
            If the memory of one may be older than it is.
        """
        if MEMORY.is_overfull:
            raise Unlike("more files were read on this worker than can be told: restart the workers")
        found: tuple[dict[str, Any], dict[str, Any]] = {}, {}
        for reads in MEMORY.of(opened.keepers):
            counted = self._planned.among(reads.states)
            for path in (reads.unnamed.keys() | counted) - opened.touched:
                state = reads.states[path]
                if state != stamp_of(path):
                    raise Unlike(
                        f"`{path}` changed after this worker had read it for another step, and may be "
                        "remembered as it was: restart the workers"
                    )
                name, is_listed = reads.unnamed.get(path, (path, False))
                if path not in counted:
                    found[is_listed][name if os.path.realpath(name) == path else path] = state
        return found

    def count(self, files: frozenset[str]) -> bytes | None:
        """Let later plans count files that its inputs name, as if it had opened them; their digest."""
        new = frozenset(filter(self._is_new, files))
        return self._digest(self.remember(Observation(new))) if new else None

    def digest_of_named(self, value: Any) -> bytes | None:
        """A digest of the local files that a result names; None if it names none.

        Raises
        ------
        Unlike
            If they can't be identified.
        """
        return self._digest_of(files_named_by(value))

    def _named_by_writer(self, value: Any) -> bytes | None:
        try:
            return self.digest_of_named(value)
        except Unlike:  # whatever it wrote, it is never met again
            return secrets.token_bytes(32)

    def _digest_of(self, named: frozenset[str]) -> bytes | None:
        return self._digest(Observation(opens=named)) if named else None

    def _digest(self, seen: Observation) -> bytes:
        """The digest of files, as the next plan will have it."""
        ((digest, _),) = now({self._step: seen}, self._session.files).values()
        if digest is None:
            raise Unlike("it opens files that can't be identified, or writes files")
        return digest

    def of_contents(self) -> tuple[Observation, bytes] | None:
        """What was seen of a step of these contents, and the digest of its files now; None if nothing was.

        Raises
        ------
        OSError
            If the store can't be asked.
        Unlike
            If a file can't be identified.
        """
        if self._content_key is None:
            return None
        seen = self._session.observations.known(self._group, self._content_key)
        if seen == Observation() or seen.writes or seen.unlike:
            return None
        return seen, self._digest(seen)

    def _remember_by_content(self, known: Observation) -> Observation:
        """Let workers know by the inputs' contents; all that was seen by either key."""
        if self._content_key is None or known.unlike:
            return known
        both = self._session.observe(self._group, self._content_key, known)
        return self.remember(both)

    def adopted(self, seen: Observation) -> bytes:
        """Let later plans know what was seen of a step of the same contents; the digest of its files."""
        return self._digest(self.remember(seen))

    def remember(self, seen: Observation) -> Observation:
        """Let later plans know; all that was seen of the step."""
        if self._is_ephemeral:
            return seen
        return self._session.observe(self._group, self._step, seen)

    def _uncovered(self, opened: Opened) -> tuple[dict[str, Any], dict[str, Any]]:
        """Files that a step read, or had from memory, and folders that it listed, with their states then.

        Those that its key counts are left out.
        """
        if opened.is_overfull:
            raise Unlike("it opens more files than can be told")
        planned = self._planned
        read, listed = self._held(opened)
        read = {
            name: stamp
            for name, stamp in {**read, **opened.read}.items()
            if not planned.covers(os.path.abspath(name))
        }
        listed = {
            name: stamp
            for name, stamp in {**listed, **opened.listed}.items()
            if not planned.covers_listing(os.path.abspath(name))
        }
        return read, listed

    def _name(self, name: str) -> str:
        """A name under which the client finds a file: a relative one only from the same folder."""
        return name if os.getcwd() == self._session.folder else os.path.abspath(name)

    def _is_new(self, path: str) -> bool:
        return not self._planned.covers(path)


def _absolute(names: frozenset[str]) -> frozenset[str]:
    """Absolute names; one that goes up is left as it is, since it may go through a link."""
    return frozenset(name if ".." in name.split("/") else os.path.abspath(name) for name in names)
