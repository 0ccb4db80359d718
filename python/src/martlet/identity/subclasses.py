"""Subclasses of types that have an encoder: their class and what they add count too."""

from __future__ import annotations

import enum
import functools
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

from .origin import origin_of
from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode

#: Attributes in which packages keep what their encoders look at, and caches.
_KNOWN = {
    "awkward": {"_layout", "_behavior", "_attrs", "_cpp_type", "_numbaview", "_update_class"},
    "boost_histogram": {"_hist", "axes"},
    "builtins": {*functools.WRAPPER_ASSIGNMENTS},
    "functools": {*functools.WRAPPER_ASSIGNMENTS, "dispatcher", "func", "lock"},
    "numpy": {"_mask", "_fill_value", "_hardmask", "_sharedmask", "_basedict", "_isfield", "_mmap"},
    "pandas": {
        *("_mgr", "_attrs", "_flags", "_name", "_item_cache", "_cacher", "_is_copy", "_index"),
        *("_data", "_cache", "_engine", "_values", "_typ", "_id", "_reset_identity", "_levels"),
        *("_codes", "_names", "_range", "_references", "_ndarray", "_dtype", "_mask", "_pa_array"),
        *("_freq", "_no_setting_name"),
    },
    "martlet": {"_path"},
    "random": {"gauss_next"},
    "collections": {"maps"},
}


def subclassed(encode: Encode, base: type) -> Encode:
    """An encoder for subclasses of a type that another encoder is for."""
    package = base.__module__.split(".")[0]

    def encode_subclass(value: Any, encoder: Encoder) -> bytes:
        def fields() -> bytes:
            own = encode(value, encoder), encoder.encode(added(value, package))
            return pack("subclass", encoder.refer(type(value)), *own)

        return encoder.stack.inside(value, fields)  # an attribute may lead back to it

    return encode_subclass


def added(value: Any, package: str) -> dict[str, Any]:
    """The attributes of an object that are not those of the package that its type is of."""
    known = _KNOWN.get(package, set())
    accessors = getattr(type(value), "_accessors", ())  # pandas keeps `s.str` once it was used
    found = attributes(value).items()
    return {name: each for name, each in found if name not in known and name not in accessors}


def attributes(value: Any) -> dict[str, Any]:
    """The attributes of an object, and what is in the slots of classes of the user's, by name."""
    found = dict(getattr(value, "__dict__", {}))
    found.update((name, getattr(value, name, None)) for name in _slots(type(value)))
    return dict(sorted(found.items()))


@functools.lru_cache(maxsize=1000)
def _slots(kind: type) -> tuple[str, ...]:
    """The names of the slots of a class that classes of the user's define."""
    users = (base for base in kind.__mro__ if is_users_class(base))
    members = (each for base in users for each in vars(base).values())
    return tuple(each.__name__ for each in members if isinstance(each, MemberDescriptorType))


def dropped(value: Any) -> dict[str, Any]:
    """Attributes that Python's own types leave out when objects of a user's subclass are pickled.

    A cluster in the client's process hands them on all the same.
    """
    base = _definer(type(value), _PICKLING)
    if base is None or origin_of(base.__module__).kind != "python":
        return {}
    return attributes(value)


def forgotten(value: Any) -> list[str]:
    """The names of attributes without which an object of a user's class comes back from a pickle.

    So it is with subclasses of NumPy's arrays, dates and numbers that have no ``__reduce__``, and of
    pandas' tables.
    """
    base = _definer(type(value), _REDUCING) or _definer(type(value), _PICKLING)
    if base is None or isinstance(value, enum.Enum):  # a member is known by its name
        return []
    package = base.__module__.partition(".")[0]
    if package not in ("numpy", "pandas") and origin_of(base.__module__).kind != "python":
        return []
    if not getattr(value, "__dict__", None) and not _slots(type(value)):
        return []
    own = added(value, package)
    names = [name for name, each in own.items() if each is not None]
    if not names or base.__name__ == "ndarray":
        return names
    reduced = value.__reduce_ex__(4)
    if isinstance(reduced, str):  # it comes back as what stands under a name
        return []
    state = reduced[2] if len(reduced) > 2 else None
    parts = state if isinstance(state, tuple) else (state,)
    kept = {name for part in parts if isinstance(part, dict) for name in part}
    return [name for name in names if name not in kept]


@functools.lru_cache(maxsize=1000)
def _definer(kind: type, methods: frozenset[str]) -> type | None:
    """The class from which a class of the user's has one of some methods; None if that is `object`."""
    if not is_users_class(kind):
        return None
    for base in kind.__mro__:
        if base is not object and not methods.isdisjoint(vars(base)):
            return base
    return None


_REDUCING = frozenset({"__reduce__", "__reduce_ex__"})

_PICKLING = _REDUCING | {"__getstate__"}


def is_users_class(kind: type) -> bool:
    """Whether a class counts by its code."""
    return origin_of(kind.__module__).kind not in ("python", "package")
