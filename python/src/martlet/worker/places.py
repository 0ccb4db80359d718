"""Which files are nobody's input: those of Python, of packages, of the system, in caches."""

from __future__ import annotations

import functools
import os
import re
import sys
import sysconfig
from types import FrameType

__all__ = ["counts", "is_users"]

#: Python's own code that reads modules, which count as code, and looks for them in folders.
_READERS_OF_CODE = tuple(
    os.path.join(os.path.dirname(os.__file__), name)
    for name in ("importlib", "linecache.py", "tokenize.py", "pkgutil.py")
)

#: A package that looks for packages in all folders of `sys.path`.
_LOOKER = re.compile(r"/(site|dist)-packages/importlib_metadata/")

#: The environment's folder and its programs': it may be the project's folder as well.
_SHARED = ("data", "scripts")


def counts(path: str, caller: FrameType, *, is_listed: bool = False) -> bool:
    """Whether what lies under an absolute path may be an input of a step that opens or lists it.

    Parameters
    ----------
    path : str
        The file or folder.
    caller : frame
        Whoever opens it.
    is_listed : bool, optional
        Whether it is a folder, or would be one if it were there, that is listed.
    """
    if path.startswith(_folders()) or path.endswith((".pyc", ".so")) or "/__pycache__/" in path:
        return False
    code = caller.f_code.co_filename
    if not code.startswith(("<frozen importlib", *_READERS_OF_CODE)) and not _LOOKER.search(code):
        return True
    # `pkgutil.get_data` reads tables.
    return not (is_listed or path.endswith(".py") or os.path.isdir(path))


@functools.lru_cache(maxsize=10_000)
def is_users(code: str) -> bool:
    """Whether a file of code is none of Python's, of packages or of the system."""
    return not code.startswith(("<frozen ", *_folders()))


@functools.cache
def _folders() -> tuple[str, ...]:
    places = {path for name, path in sysconfig.get_paths().items() if name not in _SHARED}
    places |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    places |= {cache, "/proc", "/sys", "/dev", "/run", "/etc", "/usr", "/lib", "/lib64", "/bin"}
    return tuple(sorted({os.path.join(os.path.abspath(place), "") for place in places - {"", "/"}}))
