"""Encodes values that the engine does not know: by their type, else by how they are pickled."""

from __future__ import annotations

import enum
import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any

from martlet._native import Unidentified

from . import (
    arrays,
    callables,
    histograms,
    jagged,
    objects,
    opaque,
    pickles,
    root_files,
    standard,
    tables,
    unordered,
)
from .encoder import Encoder
from .subclasses import is_users_class, subclassed
from .things import is_thing

Encode = Callable[[Any, Encoder], bytes]

#: By the name of the type or of its nearest base, so that no package has to be imported.
_BY_NAME: dict[str, Encode] = {
    "pathlib.PurePath": objects.path,
    "pathlib._local.PurePath": objects.path,
    **standard.ENCODERS,
    **callables.ENCODERS,
    **arrays.ENCODERS,
    **tables.ENCODERS,
    **jagged.ENCODERS,
    **histograms.ENCODERS,
    **root_files.ENCODERS,
    **unordered.ENCODERS,
}
#: Weak, for workers meet a class that travels by value anew with every session.
_by_type: weakref.WeakKeyDictionary[type, Encode] = weakref.WeakKeyDictionary()


def exotic(value: Any, encoder: Encoder) -> bytes:
    """Encode a value that the engine does not know.

    Raises
    ------
    Unidentified
        If it is of a kind that has no identity: an open file, a generator, a lock, ...
    """
    if is_thing(value):
        return encoder.refer(value)
    kind = type(value)
    encode = _by_type.get(kind)
    if encode is None:
        encode = _by_type[kind] = _find(kind)
    return encode(value, encoder)


def _find(kind: type) -> Encode:
    reason = opaque.refusal(kind)
    if reason:

        def refuse(value: Any, encoder: Encoder) -> bytes:
            raise Unidentified(reason)

        return refuse
    if kind is bytes:
        return pickles.encode
    if issubclass(kind, enum.Enum):
        return objects.member
    if issubclass(kind, MethodType):
        return callables.method
    for base in kind.__mro__:
        is_file = "__martlet_file__" in vars(base)
        encode = objects.file if is_file else _BY_NAME.get(f"{base.__module__}.{base.__qualname__}")
        if encode is not None:
            same = kind is base or not is_users_class(kind) and _top(kind) == _top(base)
            return encode if same else subclassed(encode, base)
    return objects.generic


def _top(kind: type) -> str:
    return kind.__module__.split(".")[0]
