"""Values of the standard library that are not pickled as what they are."""

from __future__ import annotations

import array
import collections
import random
import re
from typing import TYPE_CHECKING, Any

from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _as(tag: str, parts: Any) -> Encode:
    """Encode what a function takes out of a value; subclasses go by their pickling."""

    def encode(value: Any, encoder: Encoder) -> bytes:
        return pack(tag, *map(encoder.encode, parts(value)))

    return encode


def _pattern(value: re.Pattern[Any]) -> tuple[Any, ...]:
    return value.pattern, int(value.flags)


def _memory(value: memoryview) -> tuple[Any, ...]:
    return value.format, tuple(value.shape or ()), value.readonly, value.tobytes()


def _array(value: array.array[Any]) -> tuple[Any, ...]:
    return value.typecode, value.tobytes()


def _random(value: random.Random, encoder: Encoder) -> bytes:
    return pack("random", encoder.refer(type(value)), encoder.encode(value.getstate()))


def _chain(value: collections.ChainMap[Any, Any], encoder: Encoder) -> bytes:
    return pack("chain", encoder.refer(type(value)), encoder.encode(list(value.maps)))


def _alias(value: Any, encoder: Encoder) -> bytes:
    return pack("alias", encoder.encode(value.__origin__), encoder.encode(value.__args__))


def _singleton(value: Any, encoder: Encoder) -> bytes:
    return pack("singleton", type(value).__qualname__)


def _views(value: Any, encoder: Encoder) -> bytes:
    return pack("view", type(value).__name__, encoder.encode(list(value)))


def _keys(value: Any, encoder: Encoder) -> bytes:
    return pack("keys", encoder.encode(list(value)))


def _variable(value: Any) -> tuple[Any, ...]:
    names = ("__bound__", "__constraints__", "__covariant__", "__contravariant__", "__supertype__")
    return value.__name__, *(getattr(value, name, None) for name in names)


ENCODERS: dict[str, Encode] = {
    "builtins.range": _as("range", lambda v: (v.start, v.stop, v.step)),
    "builtins.slice": _as("slice", lambda v: (v.start, v.stop, v.step)),
    "builtins.memoryview": _as("memoryview", _memory),
    "builtins.ellipsis": _singleton,
    "builtins.NotImplementedType": _singleton,
    "builtins.mappingproxy": _as("mappingproxy", lambda v: (dict(v),)),
    "builtins.dict_keys": _keys,
    "builtins.dict_values": _views,
    "builtins.dict_items": _views,
    "builtins.bytearray": _as("bytearray", lambda v: (bytes(v),)),
    "builtins.cell": _as("cell", lambda v: (v.cell_contents,)),
    "types.GenericAlias": _alias,
    "types.UnionType": _as("union", lambda v: v.__args__),
    "typing.TypeVar": _as("type variable", _variable),
    "typing.ParamSpec": _as("type variable", _variable),
    "typing.TypeVarTuple": _as("type variable", _variable),
    "typing.NewType": _as("type variable", _variable),
    "re.Pattern": _as("pattern", _pattern),
    "array.array": _as("array", _array),
    "random.Random": _random,
    "collections.ChainMap": _chain,
    "weakref.WeakKeyDictionary": _as("weak keys", lambda v: (dict(v),)),
    "weakref.WeakValueDictionary": _as("weak values", lambda v: (dict(v),)),
    "_weakrefset.WeakSet": _as("weak set", lambda v: (frozenset(v),)),
    "_struct.Struct": _as("struct", lambda v: (v.format,)),
}
