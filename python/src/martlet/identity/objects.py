"""Objects of any class: by the user's ``__dask_tokenize__``, else as they are pickled."""

from __future__ import annotations

import copyreg
import enum
import os
from itertools import islice
from typing import Any

from martlet import _native
from martlet._native import Unidentified

from .encoder import Encoder
from .home import home_of, lookup
from .origin import origin_of
from .packing import pack
from .subclasses import dropped


def member(value: enum.Enum, encoder: Encoder) -> bytes:
    """Encode a member of an enumeration, or a combination of flags."""
    return pack(
        "member", encoder.refer(type(value)), str(value._name_), encoder.encode(value._value_)
    )


def file(value: Any, encoder: Encoder) -> bytes:
    """Encode a `martlet.File`: its path as given, and by what else it is to count."""
    path = os.fspath(value)
    by = getattr(value, "by", None)
    if by == "name":
        return pack("file", "name", os.fsencode(path))
    if by is not None and os.path.isdir(path):
        raise Unidentified(f"the file `{path}` can't be identified so: it is a folder")
    identity = (encoder.files or _native.Files()).identity(os.fsdecode(path), by)
    if identity is None and not os.path.exists(path):
        raise Unidentified(f"the file `{path}` can't be read: there is no such file")
    return pack("file", by or "", os.fsencode(path), identity or b"a device")


def path(value: os.PathLike[str], encoder: Encoder) -> bytes:
    """Encode a path: as the text that it is, which may name a file."""
    return pack("path", encoder.refer(type(value)), encoder.encode(os.fspath(value)))


def generic(value: Any, encoder: Encoder) -> bytes:
    """Encode an object of any class."""
    return encoder.stack.inside(
        value, lambda: _token(value, encoder) or _reduction(value, encoder)
    )


def _token(value: Any, encoder: Encoder) -> bytes:
    method = getattr(type(value), "__dask_tokenize__", None)
    if method is None or not _is_users_own(type(value)):
        return b""
    token = method(value)
    return pack("token", encoder.refer(type(value)), encoder.encode(token))


def _is_users_own(class_: type) -> bool:
    """Whether the class that defines ``__dask_tokenize__`` is the user's.

    Packages make theirs for one session: awkward's is random, fsspec's holds the process id.
    """
    for base in class_.__mro__:
        if "__dask_tokenize__" in vars(base):
            return home_of(base).origin.is_users
    return False


def _reduction(value: Any, encoder: Encoder) -> bytes:
    kind = type(value)
    reducer = copyreg.dispatch_table.get(kind)
    try:
        reduced = reducer(value) if reducer else value.__reduce_ex__(4)
    except Unidentified:
        raise
    except Exception as error:
        raise Unidentified(f"a `{_name(kind)}` can't be pickled: {error}") from error
    if isinstance(reduced, str):
        return _global(value, reduced, encoder)
    function, arguments, state, items, pairs, setter = (*reduced, None, None, None, None)[:6]
    if isinstance(value, (set, frozenset)):
        # Its reduction lists the elements in the order of their hashes.
        arguments = (kind, frozenset(value))
    fields = [
        encoder.refer(kind),
        pack(function.__name__) if _is_copyregs(function) else encoder.encode(function),
        encoder.encode(tuple(arguments)),
        b"" if state is None else encoder.encode(state),
        b"" if items is None else encoder.encode(list(islice(items, None))),
        b"" if pairs is None else encoder.encode([tuple(pair) for pair in pairs]),
        b"" if setter is None else encoder.encode(setter),
    ]
    lost = dropped(value)
    return pack("object", *fields, *([encoder.encode(lost)] if lost else []))


def _is_copyregs(function: Any) -> bool:
    """Whether it is one of the functions by which pickle makes objects of most classes.

    They need no fingerprint: it would be one that functions of no kinship have in common.
    """
    return any(function is each for each in _COPYREGS)


#: The last one, of protocols 0 and 1, is named by some ``__reduce__`` still.
_COPYREGS = (copyreg.__newobj__, copyreg.__newobj_ex__, copyreg._reconstructor)


def _global(value: Any, name: str, encoder: Encoder) -> bytes:
    module = str(getattr(value, "__module__", None) or type(value).__module__)
    origin = origin_of(module)
    if lookup(module, name) is value and origin.is_users:
        fields = (type(value), module, name, getattr(value, "__dict__", None))
        return pack("sentinel", *map(encoder.encode, fields))
    if lookup(module, name) is not value or origin.kind == "absent":
        raise Unidentified(f"a `{_name(type(value))}` that is known by its name only (`{name}`)")
    encoder.package(origin.name, origin.version, module)
    return pack("global", origin.kind, origin.name, origin.version, module, name)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
