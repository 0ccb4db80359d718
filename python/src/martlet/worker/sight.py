"""Whether two processes see the same files."""

from __future__ import annotations

import os
import platform
from pathlib import Path

__all__ = ["sight"]


def sight() -> str:
    """What this process sees under absolute paths.

    Returns
    -------
    str
        Equal in two processes only if they see the same: on one machine since it was started, with the
        same mounts, the same root and the same home. Empty if that can't be told.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        mounts, root = os.readlink("/proc/self/ns/mnt"), os.stat("/")
    except OSError:
        return ""
    home = os.path.expanduser("~")
    return f"{platform.node()} {boot} {mounts} {root.st_dev}:{root.st_ino} {home}"
