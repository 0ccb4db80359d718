"""Modules: what a name in one leads to, and what a whole one is."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from martlet._native import Unidentified

from . import computed, entries
from .behaviours import encode_behaviours
from .code import describe
from .origin import PYTHON, find, origin_of, origin_of_live
from .packing import digest, pack
from .part import UNSET, Part
from .put import is_users_own, put_into
from .sources import Source, source_of
from .stores import Chain
from .things import is_thing

if TYPE_CHECKING:
    from .builder import PartEncoder

_MISSING = object()


def of_module(module: str, encoder: PartEncoder) -> bytes:
    """Encode what decides the code of a module that is not looked into."""
    origin = origin_of(module)
    if origin.kind == "package":
        encoder.package(origin.name, origin.version, module)
        return pack("package", origin.name, origin.version)
    if origin.kind == "compiled":
        return pack("compiled", file_digest(origin.file))
    if origin.kind == "python":
        return pack("python", PYTHON)
    raise Unidentified(
        f"it has no code that could be looked at, nor a package that it is in ({module})"
    )


def attribute(
    module: ModuleType,
    chain: Chain,
    encoder: PartEncoder,
    refuse: Callable[[Any], None] = lambda value: None,
) -> bytes:
    """Encode ``module.a.b.c``, as far as it leads through modules."""
    if not origin_of_live(module).is_users:
        return _of_package(module, chain, encoder, refuse)
    for index, name in enumerate(chain):
        value = module.__dict__.get(name, _MISSING)
        if value is _MISSING and hasattr(type(module), name):  # `__dict__`, `__getattribute__`, ...
            break
        if value is _MISSING:
            lazy = module.__dict__.get("__getattr__")
            found = encoder.refer(lazy) if isinstance(lazy, FunctionType) else b""
            return pack("missing", *chain[: index + 1], found)
        if not isinstance(value, ModuleType):
            refuse(value)
            if computed.is_importer(value):
                return pack("importer", *chain[: index + 1])
            own = entries.slot(
                module.__dict__, module.__name__, name, value, chain[index + 1 :], encoder
            )
            return pack("attribute", *chain[: index + 1], own)
        if not origin_of_live(value).is_users:
            return _of_package(value, chain[index + 1 :], encoder, refuse)
        module = value
    return pack("whole", encoder.refer(module))


def _of_package(
    module: ModuleType, chain: Chain, encoder: PartEncoder, refuse: Callable[[Any], None]
) -> bytes:
    """A package's attributes count by its version, but for what the user has put into it."""
    own = pack("in", module.__name__, of_module(module.__name__, encoder), *chain)
    if module.__name__.startswith("awkward"):
        own += encode_behaviours(encoder)
    holder, value = module, module
    for name in chain:
        holder, value = value, value.__dict__.get(name, _MISSING)
        if not isinstance(value, ModuleType):
            break
    refuse(value)
    if type(value) in (bool, int, float, complex):  # a setting of the user's, or a constant
        return pack("set", own, encoder.encode(value))
    if not isinstance(value, ModuleType) and is_users_own(value):
        return pack("replaced", own, encoder.slot(holder.__dict__, holder.__name__, name, value))
    return own + put_into(value, encoder) if isinstance(value, type) else own


def build(part: Part, encoder: PartEncoder) -> bytes:
    """Encode a whole module of the user's: one that is handed on, so that any name may be used."""
    module: ModuleType = part.thing
    has_source = source_of(module.__name__) is not None
    rows = [encoder.source(module.__name__)] if has_source else []
    if type(module) is not ModuleType:
        rows.append(encoder.refer(type(module)))
    for name in sorted(module.__dict__):
        value = module.__dict__[name]
        if name.startswith("__") and name.endswith("__"):
            continue
        if isinstance(value, ModuleType) and not origin_of_live(value).is_users:
            rows.append(pack(name, pack("in", value.__name__, of_module(value.__name__, encoder))))
        else:
            optional = has_source and not is_thing(value)  # its making is in the source
            slot = encoder.slot(module.__dict__, module.__name__, name, value, is_optional=optional)
            rows.append(pack(name, slot))
    return pack("module", PYTHON, *rows)


def build_source(part: Part, encoder: PartEncoder) -> bytes:
    """Encode a module that a function imports when it runs, by its source and imports.

    It may or may not be imported already. If it is, what has been changed in it since counts too.
    """
    from .imports import encode_imports

    source = source_of(part.module)
    if source is None and getattr(find(part.module), "origin", "") is None:
        return pack("namespace")  # a folder without __init__.py
    if source is None:
        return of_module(part.module, encoder)
    package = part.module if source.is_package else part.module.rpartition(".")[0]
    imports = encode_imports(source.imports, {"__package__": package}, encoder)
    changed = _changed(part.module, source, encoder)
    return pack("source", PYTHON, source.encoding, imports, *changed)


def _changed(name: str, source: Source, encoder: PartEncoder) -> list[bytes]:
    """Names of an imported module that are bound to something else than its source says."""
    module = sys.modules.get(name)
    if module is None:
        return []
    rows, table = [], module.__dict__
    for key in sorted(source.settled):
        value = table.get(key, UNSET)
        if not _is_as_written(value, source.settled[key], encoder):
            rows.append(pack(key, encoder.slot(table, name, key, value)))
    if source.names is not None:
        for key in sorted(table.keys() - source.names):
            if not key.startswith("__") and not isinstance(table[key], ModuleType):
                rows.append(pack(key, encoder.slot(table, name, key, table[key])))
    return rows


def _is_as_written(value: Any, written: object, encoder: PartEncoder) -> bool:
    if isinstance(written, CodeType):
        code = value.__code__ if isinstance(value, FunctionType) else None
        return code is not None and describe(code).encoding == describe(written).encoding
    try:
        return encoder.parts.plain.encode(value) == encoder.parts.plain.encode(written)
    except Unidentified:
        return False


@functools.lru_cache(maxsize=1024)
def _file_digest(file: str, modified: int, size: int) -> bytes:
    return digest(Path(file).read_bytes())


def file_digest(file: str) -> bytes:
    """The SHA-256 of a file's content, remembered for as long as the file stays untouched."""
    try:
        status = Path(file).stat()
        return _file_digest(file, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise Unidentified(f"`{file}` can't be read: {error.strerror}") from error
