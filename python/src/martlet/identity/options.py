"""Reading the marks of ``@martlet.step``; `martlet.marks` makes them."""

from __future__ import annotations

import functools
import inspect
from types import MethodType
from typing import Any

from .function import ALWAYS, COROUTINE, IMPURE, NEVER


def marks_of(callable_: Any) -> Any:
    """The step options of a callable, found through partials and methods; None if unmarked."""
    while isinstance(callable_, functools.partial):
        callable_ = callable_.func
    if isinstance(callable_, MethodType):
        callable_ = callable_.__func__
    marks = getattr(callable_, "__martlet_step__", None)
    if marks is None and not isinstance(callable_, type):
        marks = getattr(getattr(type(callable_), "__call__", None), "__martlet_step__", None)
    return marks


def version_of(thing: Any) -> Any:
    """The version that stands for a function's or class's code; None if its code counts.

    A decorator that uses `functools.wraps` copies the mark to its wrapper, whose own code counts.
    """
    own = getattr(thing, "__dict__", {})
    marks = own.get("__martlet_step__")
    if marks is None or marks.version is None:
        return None
    wrapped = getattr(own.get("__wrapped__"), "__dict__", {})
    return None if wrapped.get("__martlet_step__") is marks else marks.version


def flags_of(callable_: Any, marks: Any) -> int:
    """The flags that a callable's marks and kind amount to."""
    flags = 0
    if marks is not None:
        flags |= 0 if marks.pure else IMPURE
        flags |= {"always": ALWAYS, "never": NEVER}.get(marks.keep, 0)
    while isinstance(callable_, functools.partial):
        callable_ = callable_.func
    called = callable_ if isinstance(callable_, type) else getattr(callable_, "__call__", None)
    if inspect.iscoroutinefunction(callable_) or inspect.iscoroutinefunction(called):
        flags |= COROUTINE
    return flags


def ignored_of(callable_: Any, names: tuple[str, ...]) -> frozenset[int | str]:
    """Positions and names of the arguments that don't count."""
    if not names:
        return frozenset()
    found: set[int | str] = set(names)
    try:
        parameters = list(inspect.signature(callable_).parameters.values())
    except (TypeError, ValueError):
        return frozenset(found)
    for position, parameter in enumerate(parameters):
        if parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
            break
        if parameter.name in names and parameter.kind is not parameter.VAR_POSITIONAL:
            found.add(position)
    return frozenset(found)
