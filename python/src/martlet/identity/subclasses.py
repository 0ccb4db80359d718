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
    base = _pickling_base(type(value))
    if base is None or origin_of(base.__module__).kind != "python":
        return {}
    return attributes(value)


def forgotten(value: Any) -> list[str]:
    """The names of attributes without which an object of a user's class comes back from a pickle.

    So it is with subclasses of NumPy's arrays, dates and numbers that have no ``__reduce__``.
    """
    base = _reducing_base(type(value))
    if base is None or not (getattr(value, "__dict__", None) or _slots(type(value))):
        return []
    own = added(value, base.__module__.partition(".")[0])
    names = [name for name, each in own.items() if each is not None]
    if not names or base.__name__ == "ndarray":
        return names
    reduced = value.__reduce_ex__(4)
    states = reduced[2:3] if isinstance(reduced, tuple) else ({name: None for name in names},)
    parts = [part for state in states for part in (state if isinstance(state, tuple) else (state,))]
    kept = {name for part in parts if isinstance(part, dict) for name in part}
    return [name for name in names if name not in kept]


@functools.lru_cache(maxsize=1000)
def _pickling_base(kind: type) -> type | None:
    """The class that says how objects of a user's class are pickled; None if that is `object`."""
    if not is_users_class(kind):
        return None
    for base in kind.__mro__:
        if base is not object and not _PICKLING.isdisjoint(vars(base)):
            return base
    return None


@functools.lru_cache(maxsize=1000)
def _reducing_base(kind: type) -> type | None:
    """Python's or NumPy's class that says how objects of a user's class are pickled, if one does."""
    if not is_users_class(kind) or issubclass(kind, enum.Enum):  # a member is known by its name
        return None
    for base in kind.__mro__:
        if base is not object and not _REDUCING.isdisjoint(vars(base)):
            origin = origin_of(base.__module__)
            is_known = origin.kind == "python" or base.__module__ == "numpy"
            return base if is_known else None
    return None


_REDUCING = frozenset({"__reduce__", "__reduce_ex__"})

_PICKLING = frozenset({"__reduce__", "__reduce_ex__", "__getstate__"})


def is_users_class(kind: type) -> bool:
    """Whether a class counts by its code."""
    return origin_of(kind.__module__).kind not in ("python", "package")
