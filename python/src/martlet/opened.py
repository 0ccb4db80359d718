"""Which of the files that steps open are the reason that they would be computed."""

from __future__ import annotations

import calendar
import dataclasses
import sys
import time
from typing import Any

__all__ = ["OpenedFiles"]

#: So many files are named in a reason.
NAMED = 3


@dataclasses.dataclass(frozen=True)
class OpenedFiles:
    """The files that steps were seen to open though no argument names them.

    Attributes
    ----------
    files : dict
        By the steps' keys: see :func:`martlet.observed.now`.
    latest : str
        The name of the latest session's record in the store, which tells its time; empty if there is none.
    """

    files: dict[bytes, Any]
    latest: str

    def reason(self, keys: list[bytes]) -> str:
        """Why a step is computed, of which something was seen under these keys; empty if nothing was.

        What its files were when it ran is not known, but whether one was changed since the latest
        session planned.
        """
        files = [file for key in keys if key in self.files for file in self.files[key][1]]
        since = self._planned
        changed = [path for path, _, _, at, _ in files if at > since]
        if changed:
            return f"{_names(changed)}, which it opens or names, changed"
        if files:
            names = _names([path for path, *_ in files])
            return f"{names}, which it opens or names, changed earlier, or its result was not kept"
        return ""

    @property
    def _planned(self) -> int:
        """When the latest session planned, in nanoseconds since 1970."""
        try:
            stamp = time.strptime(self.latest.partition("-")[0], "%Y%m%dT%H%M%S")
        except ValueError:
            return sys.maxsize
        return calendar.timegm(stamp) * 10**9


def _names(paths: list[str]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(f"`{path}`" for path in paths[:NAMED]) + more
