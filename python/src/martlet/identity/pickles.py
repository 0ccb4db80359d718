"""Pickles as values: ``bytes`` count by the code that they name as well, since a step may unpickle them.

The engine asks here for ``bytes`` that begin and end as pickles of protocol 2 to 5 do.
"""

from __future__ import annotations

import _compat_pickle
import copyreg
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

__all__ = ["encode", "is_pickle"]

#: Packages that put code itself into a pickle.
_BY_VALUE = {"cloudpickle", "dill"}

#: Functions that lead to code which the pickle does not name.
_INDIRECT = {("pickle", "loads"), ("_pickle", "loads"), ("importlib", "import_module")}


def is_pickle(value: Any) -> bool:
    """Whether a value is ``bytes`` that look like a pickle, as the engine tells it."""
    is_long = type(value) is bytes and len(value) > 3
    return is_long and value[0] == 0x80 and 2 <= value[1] <= 5 and value[-1:] == b"."


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
    if origin.kind == "absent":  # as old protocols call it
        module, name = _compat_pickle.NAME_MAPPING.get((module, name), (module, name))
        module = _compat_pickle.IMPORT_MAPPING.get(module, module)
        origin = origin_of(module)
    if module != "__main__" and origin.kind in ("python", "package"):
        if origin.kind == "package":
            encoder.package(origin.name, origin.version, module)
        return pack(origin.kind, module, name, origin.name, origin.version, PYTHON)
    thing = lookup(module, name)
    if not is_thing(thing):
        raise Unidentified(f"its bytes are a pickle that names `{module}.{name}`, not imported here")
    return pack("named", module, name, encoder.refer(thing))


def _names(value: bytes) -> set[tuple[str, str]]:
    if copyreg._inverted_registry:  # type: ignore[attr-defined]
        # Reading would fill the cache of this registry with what stands for nothing.
        raise Unidentified("its bytes are a pickle, and `copyreg.add_extension` was used")
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
        if not _BY_VALUE.isdisjoint(module.split(".")) or (module, name) in _INDIRECT:
            raise Unidentified("code is pickled into its bytes")
        self._names.add((module, name))
        return _Nothing

    def persistent_load(self, key: Any) -> Any:
        return _Nothing()
