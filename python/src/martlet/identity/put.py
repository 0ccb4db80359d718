"""What a user has put into packages: functions, classes and objects of their own."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Iterable
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Any

from .home import globals_module
from .origin import Origin, origin_of
from .packing import pack

if TYPE_CHECKING:
    from .builder import PartEncoder

#: Py_TPFLAGS_IMMUTABLETYPE: a class into which nothing can be put.
_IMMUTABLE = 1 << 8


#: What was found in a package's class, and in which content: to look at one takes a millisecond.
_seen: weakref.WeakKeyDictionary[type, tuple[list[Any], list[str]]] = weakref.WeakKeyDictionary()


def put_into(class_: type, encoder: PartEncoder) -> bytes:
    """Encode what the user has put into a package's class and its bases; empty if nothing."""
    rows: list[bytes | str] = []
    for base in class_.__mro__:
        for name in _put(base):
            rows += [base.__name__, name, encoder.slot(base, base.__name__, name, vars(base)[name])]
    return pack("put", *rows) if rows else b""


def _put(base: type) -> list[str]:
    """The names under which a class holds what is the user's."""
    if base.__flags__ & _IMMUTABLE:
        return []
    content = [*vars(base), *vars(base).values()]
    before, names = _seen.get(base, ([], []))
    if before != content:  # mostly the very same objects, which are not compared any further
        users = _Users()
        names = sorted(name for name, value in vars(base).items() if users.holds(value))
        _seen[base] = content, names
    return names


def is_users_own(value: Any) -> bool:
    """Whether something that a package holds is the user's, or leads to what is."""
    return _Users().holds(value)


class _Users:
    """Tells what is the user's; remembers modules as long as it lives, for there are few."""

    def __init__(self) -> None:
        self._modules: dict[Any, bool] = {}

    def holds(self, value: Any) -> bool:
        kind = type(value)
        if kind in _PLAIN:
            return False
        if kind is FunctionType and not value.__dict__:
            return self._owns(value)
        return any(self._owns(each) or self._owns(type(each)) for each in (value, *_held(value)))

    def _owns(self, thing: Any) -> bool:
        if isinstance(thing, FunctionType):
            name = thing.__globals__.get("__name__")
            return self._is_module(name) and globals_module(thing) == name
        return isinstance(thing, type) and self._is_module(thing.__module__)

    def _is_module(self, name: Any) -> bool:
        """Whether a module is a file of the user's, or the script that runs.

        Packages fill themselves while they are used, with what is theirs, other packages' or of no
        module that could be found, such as Cython's types.
        """
        known = self._modules.get(name)
        if known is None:
            origin = origin_of(name) if isinstance(name, str) else Origin("absent")
            known = origin.is_users and (bool(origin.file) or name == "__main__")
            self._modules[name] = known
        return known


#: Types of what classes mostly hold beside functions.
_PLAIN = frozenset(
    {
        *(int, str, float, bool, tuple, type(None)),
        *(BuiltinFunctionType, GetSetDescriptorType, MemberDescriptorType),
        *(MethodDescriptorType, WrapperDescriptorType, ClassMethodDescriptorType),
    }
)


def _held(value: Any) -> Iterable[Any]:
    if isinstance(value, property):
        return value.fget, value.fset, value.fdel
    if isinstance(value, (staticmethod, classmethod)):
        return (value.__func__,)
    if isinstance(value, functools.partial):
        return (value.func,)
    if isinstance(value, (type, ModuleType)):
        return ()
    return getattr(value, "__dict__", {}).values()
