"""What a user says about a function or a file: ``@martlet.step(...)`` and ``martlet.File``."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import Any, NamedTuple, TypeVar, overload

__all__ = ["File", "StepOptions", "step"]

F = TypeVar("F", bound=Callable[..., Any])


class StepOptions(NamedTuple):
    """What :func:`step` says of a function; found as its ``__martlet_step__``."""

    version: str | None = None
    keep: str | None = None
    pure: bool = True
    ignore: tuple[str, ...] = ()
    resources: Mapping[str, float] | None = None


class Marked:
    """What has been said of any function in this process, so that nobody looks in vain."""

    resources = False


@overload
def step(function: F, /) -> F: ...


@overload
def step(
    *,
    version: str | None = ...,
    keep: str | None = ...,
    pure: bool = ...,
    ignore: Iterable[str] = ...,
    resources: Mapping[str, float] | None = ...,
) -> Callable[[F], F]: ...


def step(
    function: Any = None,
    /,
    *,
    version: str | None = None,
    keep: str | None = None,
    pure: bool = True,
    ignore: Iterable[str] = (),
    resources: Mapping[str, float] | None = None,
) -> Any:
    """Say how a function is to be remembered.

    Parameters
    ----------
    version : str, optional
        Stands for the function's code and helpers in its fingerprint: change it when results
        change. Module, name, defaults, closure values and bound state still count.
    keep : {"always", "never"}, optional
        Whether results are kept; by default the client's policy decides.
    pure : bool, optional
        False for a step that has to run every time (a clock, a query, unseeded randomness).
    ignore : iterable of str, optional
        Names of arguments that don't count.
    resources : mapping of str to float, optional
        Dask worker resources that the step needs, such as ``{"GPU": 1}``.

    Returns
    -------
    callable
        The function itself.

    Raises
    ------
    TypeError
        If it is given what is no function, or takes no attributes.
    ValueError
        If an option has a value that it can't have, or the function has no such argument.

    Examples
    --------
    >>> import martlet
    >>> @martlet.step(version="2", ignore=("verbose",))
    ... def select(events, verbose=False):
    ...     return [event for event in events if event > 30]
    >>> select([20, 40])
    [40]
    """
    if function is not None and not callable(function):
        raise TypeError(
            f"{function!r} is no function to be marked\n\nhint: options are named, as in `version='3'`"
        )
    if keep not in (None, "always", "never"):
        raise ValueError(f"keep is {keep!r}; it can be 'always', 'never' or None")
    if pure not in (True, False):
        raise ValueError(f"pure is {pure!r}; it can be True or False")
    if not isinstance(version, (str, int, float, type(None))):
        raise ValueError(f"version is {version!r}; it can be a text, a number or None")
    names = (ignore,) if isinstance(ignore, str) else ignore
    if not isinstance(names, Iterable) or not all(isinstance(each, str) for each in names):
        raise ValueError(f"ignore is {ignore!r}; it can be names of arguments: ('verbose',)")
    names = tuple(names)
    if resources:
        Marked.resources = True
    text = None if version is None else str(version)
    options = StepOptions(text, keep, bool(pure), names, resources)

    def mark(function: F) -> F:
        _check_arguments(function, names)
        try:
            function.__martlet_step__ = options  # type: ignore[attr-defined]
        except (AttributeError, TypeError):
            raise TypeError(
                f"{function!r} takes no attributes, so it can't be marked\n\n"
                "hint: mark a function of yours that calls it"
            ) from None
        return function

    return mark if function is None else mark(function)


def _check_arguments(function: Any, names: tuple[str, ...]) -> None:
    """Refuse names that are none of a function's arguments."""
    if not names or not isinstance(function, FunctionType):
        return
    # A wrapper may have arguments of its own.
    both = inspect.signature(function), inspect.signature(function, follow_wrapped=False)
    parameters = {**both[0].parameters, **both[1].parameters}
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return
    for name in names:
        if name not in parameters:
            raise ValueError(
                f"`{function.__qualname__}` has no argument `{name}` to be ignored; it has "
                + ", ".join(f"`{each}`" for each in parameters)
            )


class File(os.PathLike):
    """An input file, and by what it counts in a step's key, beside its path as given.

    Usable wherever a path is. Where the folder lies does not count.

    Parameters
    ----------
    path : str or os.PathLike
        The file; a folder counts by the names and files in it, at any depth.
    by : {"content", "uuid", "stat", "name"}, optional
        "content" is its SHA-256, "uuid" what a ROOT file says that it is, "stat" its size and
        modification time, "name" the path alone. By default a ROOT file counts by its UUID, size
        and keys, any other file by its content.

    Examples
    --------
    >>> import os, martlet
    >>> os.fspath(martlet.File("calibration.json"))
    'calibration.json'
    """

    #: Tells :mod:`martlet.identity` to look at the content.
    __martlet_file__ = True

    def __init__(self, path: str | os.PathLike[str], by: str | None = None) -> None:
        if by not in (None, "content", "uuid", "stat", "name"):
            raise ValueError(f"by is {by!r}; it can be 'content', 'uuid', 'stat' or 'name'")
        self._path = os.fspath(path)
        self.by = by

    def __fspath__(self) -> str:
        return self._path

    def __repr__(self) -> str:
        by = "" if self.by is None else f", by={self.by!r}"
        return f"martlet.File({self._path!r}{by})"

    def __str__(self) -> str:
        return self._path

    def __eq__(self, other: object) -> bool:
        return type(other) is File and (other._path, other.by) == (self._path, self.by)

    def __hash__(self) -> int:
        return hash((File, self._path, self.by))

    def __reduce__(self) -> tuple[Any, ...]:
        return File, (self._path, self.by)
