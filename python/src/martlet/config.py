"""Settings, from Dask's configuration: ``martlet.store``, ``martlet.keep`` and so on."""

from __future__ import annotations

import dataclasses
import os
from typing import Any

import dask.config
from dask.utils import parse_bytes

__all__ = ["Settings", "memo_folder"]

KEEP = ("auto", "all", "none")
TRUST = ("own", "all")
REMOTE = ("name", "never")
FLAG = (True, False)


@dataclasses.dataclass(frozen=True)
class Settings:
    """A client's settings, checked.

    Attributes
    ----------
    store : str
        The store's folder, absolute.
    keep : {"auto", "all", "none"}
        What is kept.
    enabled : bool
        False for a plain Dask client.
    trust : {"own", "all"}
        "all" also loads from a store that others can write to.
    max_size : int
        Bytes that collection leaves in the store.
    remote : {"name", "never"}
        "never" makes steps that name remote files run every time.
    memo : str
        The folder in which digests of input files are remembered.
    progress : bool or None
        Whether to show progress; None for where somebody looks.
    """

    store: str
    keep: str
    enabled: bool
    trust: str
    max_size: int
    remote: str
    memo: str
    progress: bool | None

    @classmethod
    def load(
        cls,
        store: str | os.PathLike[str] | None = None,
        keep: str | None = None,
        enabled: bool | None = None,
        trust: str | None = None,
    ) -> Settings:
        """Arguments first, then Dask's configuration, then the defaults.

        Raises
        ------
        ValueError
            If a setting has a value that it can't have.
        """
        chosen = _get("martlet.store", None) if store is None else store
        return cls(
            store=_folder(chosen),
            keep=_one_of("keep", _get("martlet.keep", "auto") if keep is None else keep, KEEP),
            enabled=_one_of(
                "enabled", _get("martlet.enabled", True) if enabled is None else enabled, FLAG
            ),
            trust=_one_of("trust", _get("martlet.trust", "own") if trust is None else trust, TRUST),
            max_size=_size("max-size", _get("martlet.max-size", "20 GB")),
            remote=_one_of("inputs.remote", _get("martlet.inputs.remote", "name"), REMOTE),
            memo=memo_folder(),
            progress=_one_of("progress", _get("martlet.progress", None), (None, *FLAG)),
        )


def _get(name: str, default: Any) -> Any:
    """A setting; an empty one, as of an environment variable without a value, is none."""
    value = dask.config.get(name, default)
    return default if value == "" else value


def _folder(chosen: Any) -> str:
    if not isinstance(chosen, (str, bytes, os.PathLike, type(None))):
        raise ValueError(f"store is {chosen!r}; it can be the path of a folder")
    path = os.fspath(chosen or _cache("store"))  # an empty one is none, and not the working folder
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if path.startswith("file://"):
        path = path.removeprefix("file://")
    elif "://" in path:
        raise ValueError(
            f"store {path!r} has a scheme that this version of Martlet doesn't know\n\n"
            "hint: name a folder, on a local disk or on a shared file system"
        )
    return os.path.abspath(os.path.expanduser(path))


def memo_folder() -> str:
    """The folder in which this user's digests of input files are remembered."""
    return _cache("files")


def _cache(name: str) -> str:
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
    return os.path.abspath(os.path.expanduser(os.path.join(cache, "martlet", name)))


def _one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        names = ", ".join(repr(word) for word in allowed)
        raise ValueError(f"martlet.{name} is {value!r}; it can be {names}")
    return value


def _size(name: str, value: Any) -> int:
    try:
        size = parse_bytes(value)
    except (ValueError, TypeError, AttributeError, OverflowError):
        size = -1
    if size < 0:
        raise ValueError(f"martlet.{name} is {value!r}; it can be a number of bytes, such as '20 GB'")
    return int(size)
