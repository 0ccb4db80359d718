"""Which functions may keep in memory what is read beneath them, for steps that come later.

Those that have a cache around them, those that store into something that is not theirs alone, and those
that call such a one or hold a table: rather too many than too few.
"""

from __future__ import annotations

import collections
import contextvars
import dis
import functools
import weakref
from types import CodeType, FunctionType
from typing import Any

from .bytecode import ATTRIBUTES, Instruction, instructions
from .code import describe
from .home import globals_module, lookup
from .options import version_of
from .origin import origin_of
from .part import Part
from .stores import MUTATORS, chain_before, key_start, separate

__all__ = ["keepers"]

#: What lets code store under a name that can't be told from it.
_WAYS = frozenset({"setattr", "vars", "__dict__", "__setattr__"})

#: Functions that store in an object that is being made.
_MAKERS = frozenset({"__init__", "__new__", "__post_init__", "__setstate__", "__array_finalize__"})

_TABLES = (dict, list, set, collections.deque, bytearray, weakref.WeakKeyDictionary, weakref.WeakValueDictionary)


def keepers(members: list[Part], *, may_be_filled: bool) -> list[tuple[Part, str, str]]:
    """The parts of a fingerprint beneath which what is read may be kept.

    Parameters
    ----------
    members : list of Part
        All that a function leads to.
    may_be_filled : bool
        Whether steps run in this process. Elsewhere only a table that is empty is there to be filled,
        unless some function fills what it is given.

    Returns
    -------
    list of (Part, str, str)
        Each with the module and the qualified name that its frames show; modules that nobody has looked
        into have no name.
    """
    may_be_filled = may_be_filled or any(_fills_arguments(part) for part in members)
    values = {id(part.thing) for part in members if part.kind == "value"}
    cached = {each for part in members for each in _cached_by(part)}
    stores = {id(part) for part in members if _stores(part, values, may_be_filled)}
    found = []
    for part in members:
        if part.kind in ("module", "source"):
            found.append((part, part.module, ""))
        elif part.kind == "function" and (
            id(part) in stores
            or id(part.thing) in cached
            or any(id(other) in stores for other in part.refs)
        ):
            function: FunctionType = part.thing
            module = function.__globals__.get("__name__")
            found.append((part, str(module or ""), function.__code__.co_qualname))
    return found


def _fills_arguments(part: Part) -> bool:
    """Whether a function stores into what it is given."""
    if part.kind != "function":
        return False
    code = part.thing.__code__
    given = {f"local {name}" for name in code.co_varnames[: code.co_argcount]}
    return any(len(chain) == 1 and chain[0] in given for chain in describe(code).mutated)


def _cached_by(part: Part) -> list[int]:
    """The addresses of functions around which there is a cache."""
    if part.kind == "value":
        around = [part.thing]
    elif part.kind == "function":
        around = [lookup(part.module, part.name)]
    elif part.kind == "class":
        around = [getattr(each, "__func__", each) for each in vars(part.thing).values()]
    else:
        around = []
    return [id(function) for each in around if (function := _inside(each)) is not None]


def _inside(cache: Any) -> Any:
    """The function inside a cache; None for what is none: an object that wraps a function may be one."""
    if isinstance(cache, functools.cached_property):
        return cache.func
    is_object = not isinstance(cache, (FunctionType, type))
    return getattr(cache, "__dict__", {}).get("__wrapped__") if is_object else None


def _stores(part: Part, values: set[int], may_be_filled: bool) -> bool:
    """Whether it stores where others may find it, or is there to be stored into."""
    thing = part.thing
    if part.kind in ("module", "source"):
        return True
    if part.kind == "value":
        return isinstance(thing, _TABLES) and (may_be_filled or not thing)
    if part.kind != "function":
        return False
    if part.binds or not part.stores.isdisjoint(values):
        return True
    if version_of(thing) is not None:  # nobody has looked at its code
        return True
    home = globals_module(thing)
    if home and not origin_of(home).is_users:  # a decorator's wrapper
        return origin_of(home).kind == "package" and bool(thing.__closure__)
    names = describe(thing.__code__).names
    named = [thing.__globals__.get(name) for name in names.globals]
    if any(isinstance(each, contextvars.ContextVar) for each in named):
        return True
    if not _WAYS.isdisjoint(names.globals.keys() | names.attributes):
        return True
    return stores_elsewhere(thing.__code__)


def stores_elsewhere(code: CodeType) -> bool:
    """Whether code stores into something that it did not make, arguments and globals left out."""
    rows = separate(instructions(code).rows)
    locals_ = code.co_varnames + tuple(n for n in code.co_cellvars if n not in code.co_varnames)
    locals_ += code.co_freevars
    others: set[str] = set()  # locals that stand for what others have
    for index, row in enumerate(rows):
        name = dis.opname[row.op]
        if name == "STORE_ATTR" and code.co_name not in _MAKERS:
            return True
        if name == "STORE_FAST":
            chain = chain_before(rows, index, locals_)
            if chain and chain[0].startswith("global ") or _is_others(rows, index, locals_, others):
                others.add(f"local {locals_[row.argument]}")
        is_item = name in ("STORE_SUBSCR", "DELETE_SUBSCR")
        if is_item or name in ATTRIBUTES and row.value in MUTATORS:
            end = key_start(rows, index) if is_item else index
            if _is_others(rows, end, locals_, others):
                return True
    return any(isinstance(each, CodeType) and stores_elsewhere(each) for each in code.co_consts)


def _is_others(
    rows: list[Instruction], end: int, locals_: tuple[str, ...], others: set[str]
) -> bool:
    """Whether what is loaded just before a row is an attribute of something, or a local like it."""
    chain = chain_before(rows, end, locals_)
    if chain is None:  # of what a call returned
        return end > 0 and dis.opname[rows[end - 1].op] in ATTRIBUTES
    if chain[0].startswith("global "):
        return False  # see `Part.stores`
    return len(chain) > 1 or chain[0] in others
