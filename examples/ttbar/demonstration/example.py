"""An example: an analysis, how a session runs it, and the sessions that show it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from .scenario import Session

__all__ = ["Example"]


@dataclasses.dataclass(frozen=True)
class Example:
    """An analysis that the demo can show.

    Attributes
    ----------
    story : str
        What it does, in a sentence.
    sessions : tuple of Session
        In order.
    analysis : tuple of pathlib.Path
        Folders whose modules make the package ``analysis``, which the sessions edit.
    session_module : str
        The module that is a session; see :mod:`demonstration.session`.
    """

    story: str
    sessions: tuple[Session, ...]
    analysis: tuple[Path, ...]
    session_module: str
