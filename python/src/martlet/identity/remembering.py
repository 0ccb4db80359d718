"""Whether code may keep in memory what it reads for one step, for steps that come later."""

from __future__ import annotations

import dis
import functools
from types import CodeType, FunctionType
from typing import Any

from .code import describe
from .home import globals_module, lookup
from .options import version_of
from .origin import origin_of
from .part import Part

__all__ = ["remembers"]

_STORE_ATTRIBUTE = dis.opmap["STORE_ATTR"]

#: What lets code store under a name that can't be told from it.
_WAYS = frozenset({"setattr", "vars", "__dict__", "__setattr__"})

#: Functions that store in an object that is being made.
_MAKERS = frozenset({"__init__", "__new__", "__post_init__", "__setstate__", "__array_finalize__"})

_CACHED: Any = type(functools.cache(len))


def remembers(part: Part, *, may_be_filled: bool) -> bool:
    """Whether a part of a fingerprint is, or has, a place where something may be kept in memory.

    Rather too often than not: what code remembers counts for more steps than read it. A table that is
    empty in the client is there to be filled; elsewhere any may have been filled by steps.
    """
    if part.kind in ("module", "source"):  # of which not all functions are looked at
        return True
    if part.kind == "value":
        if isinstance(part.thing, (dict, list, set)):
            return may_be_filled or not part.thing
        return isinstance(part.thing, _CACHED)
    if part.kind == "class":
        members = vars(part.thing).values()
        return any(isinstance(each, (_CACHED, functools.cached_property)) for each in members)
    return part.kind == "function" and _function_remembers(part, part.thing)


def _function_remembers(part: Part, function: FunctionType) -> bool:
    if part.stores or part.binds or isinstance(lookup(part.module, part.name), _CACHED):
        return True
    if version_of(function) is not None:  # nobody has looked at its code
        return True
    home = globals_module(function)
    if home and not origin_of(home).is_users:  # a decorator's wrapper
        return origin_of(home).kind == "package" and bool(function.__closure__)
    if part.name.rpartition(".")[2] in _MAKERS:
        return False
    names = describe(function.__code__).names
    return not _WAYS.isdisjoint(names.globals.keys() | names.attributes) or _stores(
        function.__code__
    )


def _stores(code: CodeType) -> bool:
    if _STORE_ATTRIBUTE in code.co_code[::2]:
        return True
    return any(isinstance(each, CodeType) and _stores(each) for each in code.co_consts)
