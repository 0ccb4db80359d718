"""What a code object is and what it mentions, worked out once per code object."""

from __future__ import annotations

import dis
import struct
import weakref
from types import CodeType, EllipsisType
from typing import NamedTuple

from .bytecode import Instructions, instructions, without_positions
from .names import Import, Names, names_in
from .packing import digest, pack
from .stores import Chain, stored

# OPTIMIZED, NEWLOCALS, VARARGS, VARKEYWORDS, GENERATOR, COROUTINE, ITERABLE_COROUTINE,
# ASYNC_GENERATOR: the others say how a function was written (NESTED, HAS_DOCSTRING, futures).
_FLAGS = 0x1 | 0x2 | 0x4 | 0x8 | 0x20 | 0x80 | 0x100 | 0x200


_CONSTANT_OPS = frozenset(dis.hasconst)


class Code(NamedTuple):
    """A code object's identity, and what it and the functions inside it mention."""

    encoding: bytes
    names: Names
    mutated: frozenset[Chain]
    bound: frozenset[Chain]


#: By address: code objects with equal code are equal, and hash slowly.
_known: dict[int, tuple[weakref.ref[CodeType], Code]] = {}


def describe(code: CodeType) -> Code:
    """Look at a code object (in some 20 us) or remember having done so."""
    known = _known.get(id(code))
    if known is not None:
        return known[1]
    result = _describe(code)
    place = id(code)
    _known[place] = weakref.ref(code, lambda _: _known.pop(place, None)), result
    return result


def _describe(code: CodeType) -> Code:
    listing = instructions(code)
    locals_ = code.co_varnames + tuple(n for n in code.co_cellvars if n not in code.co_varnames)
    locals_ += code.co_freevars
    own = names_in(code, listing.rows, locals_)
    mutated, bound = stored(listing.rows, locals_)
    names = own
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = describe(constant)
            names = _merge(names, inner.names, code)
            mine = set(constant.co_freevars) & set(code.co_freevars)
            mutated |= {c for c in inner.mutated if _is_visible(c, mine)}
            bound |= {c for c in inner.bound if _is_visible(c, mine)}
    return Code(_encode(code, listing), names, frozenset(mutated), frozenset(bound))


def _is_visible(chain: Chain, cells: set[str]) -> bool:
    kind, name = chain[0].split(" ", 1)
    return kind == "global" or name in cells


def _merge(outer: Names, inner: Names, code: CodeType) -> Names:
    for mine, theirs in ((outer.globals, inner.globals), (outer.cells, inner.cells)):
        for name, chains in theirs.items():
            if mine is outer.cells and name in code.co_cellvars:
                continue  # a local variable of this function
            merged = list(mine.get(name, ()))
            mine[name] = merged + [chain for chain in chains if chain not in merged]
    imports: list[Import] = outer.imports + [i for i in inner.imports if i not in outer.imports]
    return Names(
        outer.globals,
        outer.cells,
        imports,
        outer.computed_imports | inner.computed_imports,
        outer.computed or inner.computed,
        outer.attributes | inner.attributes,
    )


def _encode(code: CodeType, listing: Instructions) -> bytes:
    positions = without_positions(listing.rows)
    index_of: list[int] = []
    for index in range(len(listing.rows) + 1):
        index_of.append(index - sum(1 for p in positions if p < index) if positions else index)
    constants: dict[object, int] = {}
    values: list[object] = []
    names: dict[str, int] = {}
    stream: list[int] = []
    for index, row in enumerate(listing.rows):
        if index in positions:
            continue
        argument, extra = row.argument, -1
        if index in listing.targets:
            extra = index_of[listing.targets[index]]
        elif isinstance(row.value, str) and row.op not in _CONSTANT_OPS:
            extra = names.setdefault(row.value, len(names))
        elif row.op in _CONSTANT_OPS:
            extra = constants.setdefault(argument, len(constants))
            if extra == len(values):
                values.append(row.value)
            argument = 0
        stream += row.op, argument, extra
    for begin, end, target, depth, last in listing.handlers:
        stream += index_of[begin], index_of[end], index_of[target], depth, int(last)
    return pack(
        "code",
        code.co_name,
        struct.pack(
            "<5I",
            code.co_argcount,
            code.co_posonlyargcount,
            code.co_kwonlyargcount,
            code.co_flags & _FLAGS,
            len(listing.handlers),
        ),
        pack("locals", *code.co_varnames),
        pack("cells", *code.co_cellvars),
        pack("free", *code.co_freevars),
        pack("names", *names),
        pack("constants", *map(constant, values)),
        struct.pack(f"<{len(stream)}q", *stream),
    )


def constant(value: object) -> bytes:
    """A constant by its exact type: 1, 1.0 and True differ, and so do 0.0 and -0.0."""
    if isinstance(value, CodeType):
        return digest(describe(value).encoding)
    kind = type(value).__name__
    if value is None or isinstance(value, EllipsisType):
        return pack(kind)
    if isinstance(value, (str, bytes)):
        return pack(kind, value)
    if isinstance(value, int):
        return pack(kind, int(value))
    if isinstance(value, float):
        return pack(kind, struct.pack("<d", value))
    if isinstance(value, complex):
        return pack(kind, struct.pack("<2d", value.real, value.imag))
    if isinstance(value, tuple):
        return pack(kind, *map(constant, value))
    if isinstance(value, frozenset):
        return pack(kind, *sorted(map(constant, value)))
    if isinstance(value, slice):
        return pack(kind, *map(constant, (value.start, value.stop, value.step)))
    raise TypeError(f"a constant of type {kind} in byte code")
