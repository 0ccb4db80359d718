"""Pickles as values: ``bytes`` count by the code that they name as well, since a step may unpickle them.

The engine asks here for ``bytes`` that begin and end as pickles of protocol 2 to 5 do.
"""

from __future__ import annotations

import io
import itertools
import pickle
from typing import Any

from martlet._native import Unidentified

from .encoder import Encoder
from .home import lookup
from .origin import PYTHON, origin_of
from .packing import pack
from .things import is_thing

__all__ = ["encode"]

#: Packages that put code itself into a pickle.
_BY_VALUE = ("cloudpickle", "dill")


def encode(value: bytes, encoder: Encoder) -> bytes:
    """The bytes, and the classes and functions that they name.

    Raises
    ------
    Unidentified
        If they hold code, or name code that is not imported here.
    """
    mentions = [_mention(module, name, encoder) for module, name in sorted(_names(value))]
    return pack("pickle", value, *mentions)


def _mention(module: str, name: str, encoder: Encoder) -> bytes:
    origin = origin_of(module)
    if module != "__main__" and not origin.is_users:
        return pack(origin.kind, module, name, origin.name, origin.version, PYTHON)
    thing = lookup(module, name)
    if not is_thing(thing):
        raise Unidentified(f"its bytes are a pickle that names `{module}.{name}`, not imported here")
    return pack("named", module, name, encoder.refer(thing))


def _names(value: bytes) -> set[tuple[str, str]]:
    stream = io.BytesIO(value)
    names: set[tuple[str, str]] = set()
    try:
        while stream.tell() < len(value):
            _Names(stream, names).load()
    except Unidentified:
        raise
    except Exception as error:  # whatever a damaged pickle makes of it
        raise Unidentified(f"its bytes look like a pickle that can't be read: {error}") from error
    return names


class _Nothing:
    """Stands for whatever a pickle names or makes."""

    def __new__(cls, *args: Any, **kwargs: Any) -> _Nothing:
        return super().__new__(cls)

    def ignore(self, *args: Any) -> _Nothing:
        return self

    __call__ = __setstate__ = __setitem__ = append = extend = add = ignore


class _Names(pickle.Unpickler):
    """Notes what a pickle names, and makes nothing of it."""

    def __init__(self, stream: io.BytesIO, names: set[tuple[str, str]]) -> None:
        super().__init__(stream, buffers=itertools.repeat(b""))
        self._names = names

    def find_class(self, module: str, name: str) -> Any:
        if module.split(".")[0] in _BY_VALUE:
            raise Unidentified("code is pickled into its bytes")
        self._names.add((module, name))
        return _Nothing

    def persistent_load(self, key: Any) -> Any:
        return _Nothing()
