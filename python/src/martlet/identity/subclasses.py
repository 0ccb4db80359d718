"""Subclasses of types that have an encoder: their class and what they add count too."""

from __future__ import annotations

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
    for base in type(value).__mro__:
        slots = [s for s in vars(base).values() if isinstance(s, MemberDescriptorType)]
        if slots and is_users_class(base):
            found.update((s.__name__, getattr(value, s.__name__, None)) for s in slots)
    return dict(sorted(found.items()))


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
    base = _pickling_base(type(value))
    if base is None or base.__module__ not in _FORGETFUL:
        return []
    names = [name for name, each in attributes(value).items() if each is not None]
    if not names or base.__module__ == "numpy":
        return names
    _, _, *rest = value.__reduce_ex__(4)
    state = rest[0] if rest and isinstance(rest[0], dict) else {}
    return [name for name in names if name not in state]


@functools.lru_cache(maxsize=1000)
def _pickling_base(kind: type) -> type | None:
    """The class that says how objects of a user's class are pickled; None if that is `object`."""
    if not is_users_class(kind):
        return None
    for base in kind.__mro__:
        if base is not object and not _PICKLING.isdisjoint(vars(base)):
            return base
    return None


#: Modules of types whose values are pickled as what they are, without what a subclass adds.
_FORGETFUL = frozenset({"numpy", "collections", "datetime", "decimal", "fractions", "random"})

_PICKLING = frozenset({"__reduce__", "__reduce_ex__", "__getstate__"})


def is_users_class(kind: type) -> bool:
    """Whether a class counts by its code."""
    return origin_of(kind.__module__).kind not in ("python", "package")
