"""`martlet.File` in a result: its content is kept with it, and put back where it is missing."""

from __future__ import annotations

import contextlib
import os
import pickle
import secrets
from typing import Any

from martlet import _native
from martlet.config import memo_folder
from martlet.marks import File

__all__ = ["held", "restored"]


def held(file: File) -> Any:
    """How a file in a result is pickled: with its content, out of band.

    One that counts by its name alone is pickled as it is.

    Raises
    ------
    OSError
        If it can't be read.
    """
    if file.by == "name":
        return NotImplemented
    path = os.fspath(file)
    with open(path, "rb") as opened:
        content = opened.read()  # not mapped: who shortens a mapped file ends this process
    return restored, (path, file.by, _identity(path), pickle.PickleBuffer(content))


def restored(path: str, by: str | None, identity: bytes, content: Any) -> File:
    """A file of a kept result, put back under its name unless it is there.

    Raises
    ------
    FileExistsError
        If another file lies there: it is not ours to replace, so the step has to run.
    """
    if not os.path.lexists(path):
        _put_back(path, content)
    elif _identity(path) != identity:
        raise FileExistsError(f"another file lies under `{path}`")
    return File(path, by)


def _identity(path: str) -> bytes:
    identity = _native.Files(memo_folder()).identity(path, "content")
    if identity is None:
        raise FileNotFoundError(f"there is no file `{path}`")
    return identity


def _put_back(path: str, content: Any) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".martlet-{secrets.token_hex(8)}")
    with open(temporary, "xb") as file:
        try:
            file.write(content)
            file.flush()
            with contextlib.suppress(FileExistsError):  # another worker was quicker
                os.link(temporary, path)
        finally:
            os.unlink(temporary)
