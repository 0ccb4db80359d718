"""Files in a folder of their own, old enough that what they are is remembered."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from martlet import _native

#: Files that changed later than this may change again within the same tick of the clock.
SETTLING = 2.0


class Identify:
    """Encodes texts by the files that they name."""

    def __init__(self, files: _native.Files) -> None:
        self.files = files

    def value(self, obj):
        raise _native.Unidentified(f"a {type(obj).__name__}")

    def function(self, func, args, kwargs):
        return ("f", b"f", (), 0, frozenset(), "", None)


class Inputs:
    """Files below a folder, and what sessions say of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "inputs"
        self.folder.mkdir()
        self.memo = str(folder / "memo")

    def write(self, name: str, content: str | bytes = "hello") -> Path:
        """Write a file, in place if it is there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def session(self, **options) -> _native.Files:
        """The files as a new session sees them."""
        return _native.Files(self.memo, **options)

    def identity(self, text, by=None) -> bytes | None:
        """What a new session says of a text."""
        return self.session().identity(os.fspath(text), by)

    def key(self, text, files: _native.Files | None = None) -> bytes:
        """What goes into a step's key for an argument."""
        return _native.encode(text, Identify(files or self.session()))

    def reason(self, text) -> str:
        """Why a text has no identity."""
        with pytest.raises(_native.Unidentified) as caught:
            self.identity(text)
        return str(caught.value)

    def remembered(self) -> int:
        """How many digests the memo holds."""
        path = Path(self.memo) / "digests-1"
        return path.stat().st_size // 128 if path.exists() else 0

    def settle(self) -> None:
        """Wait until what was written is remembered when it is read."""
        time.sleep(SETTLING + 0.05)


@pytest.fixture
def inputs(tmp_path) -> Inputs:
    return Inputs(tmp_path)
