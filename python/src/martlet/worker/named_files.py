"""Which local files the arguments and the result of a step name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from martlet import _native
from martlet.config import memo_folder
from martlet.naming import files_in, folders_above, paths_in

from .results import Unkeepable

if TYPE_CHECKING:
    from .opens import Opened

__all__ = ["Unlike", "files_named_by", "named_among", "writes"]


class Unlike(Unkeepable):
    """A result that is not what its step's key says; ``args[0]`` says why."""


def files_named_by(value: Any) -> frozenset[str]:
    """Local files that a value names, and does not hold as `martlet.File` does.

    Raises
    ------
    Unlike
        If they can't be identified.
    """
    from martlet.identity import Identifier

    try:
        texts = list(paths_in([value]))
    except OverflowError as error:
        raise Unlike(f"its result can't be looked through: {error}") from error
    if not texts:
        return frozenset()
    files = _native.Files(memo_folder())
    files.look(texts)
    try:
        _native.encode(texts, Identifier(files))
    except _native.Unidentified as error:
        raise Unlike(f"its result names what can't be identified: {error}") from error
    held = {os.path.abspath(file) for file in files_in([value]) if file.by != "name"}
    return frozenset(path for path, *_ in files.seen()) - held


def writes(opened: Opened, arguments: Any, value: Any) -> bool:
    """Whether a step made or changed a file that its arguments or its result name.

    What it returns as `martlet.File` does not count: it is kept with the result.

    Parameters
    ----------
    opened : Opened
        What it did.
    arguments, value : object
        What it was called with, and what it returned.

    Raises
    ------
    OverflowError
        If there is too much to look through.
    """
    if not opened.written:
        return False
    held = {os.path.abspath(file) for file in files_in([value])}
    written = {
        path
        for path, was_there in opened.written.items()
        if path not in held and (was_there or os.path.lexists(path))  # what came and went is nothing
    }
    if not written:
        return False
    named = _paths_in([arguments, value])
    if named & written:
        return True
    return any(not named.isdisjoint(folders_above(path)) for path in written - opened.appended.keys())


def named_among(paths: Iterable[str], arguments: Any) -> set[str]:
    """Those of some real paths that arguments name, or a folder above them."""
    try:
        named = {os.path.realpath(path) for path in _paths_in(arguments)}
    except OverflowError:  # there is too much to look through
        return set()
    return {path for path in paths if path in named or not named.isdisjoint(folders_above(path))}


def _paths_in(values: Any) -> set[str]:
    """The absolute paths that texts in values may mean."""
    files = _native.Files()
    return {os.path.abspath(path) for text in paths_in([values]) for path in files.paths(text)}
