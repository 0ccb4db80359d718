"""Byte code without what does not count: positions, line numbers, docstrings, the layout of tables.

Instructions are listed with their arguments resolved to the order of first use, so a docstring
(which shifts the constants' indices) or a reformatted line (which leaves a NOP) changes nothing.
Nor does it count whether a function is compiled together with the imports that it uses: in a
notebook, other cells hold these.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple

_EXTENDED, _CACHE, _NOP = dis.opmap["EXTENDED_ARG"], dis.opmap["CACHE"], dis.opmap["NOP"]
_JUMPS = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)
_BACKWARD = frozenset(op for name, op in dis.opmap.items() if "BACKWARD" in name)
_NAMES = frozenset(dis.hasname)
_SHIFTS = {"LOAD_GLOBAL": 1}
if sys.version_info >= (3, 12):
    _SHIFTS |= {"LOAD_ATTR": 1, "LOAD_SUPER_ATTR": 2}
_SHIFT = {dis.opmap[name]: shift for name, shift in _SHIFTS.items() if name in dis.opmap}

_GLOBAL, _ATTRIBUTE = dis.opmap["LOAD_GLOBAL"], dis.opmap["LOAD_ATTR"]
#: What comes after a callable as of Python 3.13, and before it until then.
_NULL = dis.opmap["PUSH_NULL"] if sys.version_info >= (3, 13) else None
#: Loads an attribute to call it, as instruction and argument.
_METHOD = (_ATTRIBUTE, 1) if sys.version_info >= (3, 12) else (dis.opmap["LOAD_METHOD"], 0)

#: Instructions that load a constant.
CONSTANTS = frozenset(dis.hasconst)

#: Instructions, by name, that load a global, a variable of a cell, a local, an attribute.
GLOBALS = frozenset({"LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"})
CELLS = frozenset({"LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_FROM_DICT_OR_DEREF"})
LOCALS = frozenset({"LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK"})
ATTRIBUTES = frozenset({"LOAD_ATTR", "LOAD_METHOD"})

#: What a class body stores that says where it stands, or documents it.
_POSITIONS = frozenset({"__doc__", "__firstlineno__", "__static_attributes__"})


class Instruction(NamedTuple):
    """One instruction; ``value`` is a constant or a name if the argument stands for one."""

    op: int
    argument: int
    value: object = None


class Instructions(NamedTuple):
    """A code object's instructions, its jumps' targets and its exception table, all by index."""

    rows: list[Instruction]
    targets: dict[int, int]
    handlers: list[tuple[int, int, int, int, bool]]


def instructions(code: CodeType) -> Instructions:
    """Decode a code object."""
    raw = code.co_code
    rows: list[Instruction] = []
    index_at: dict[int, int] = {}
    pending: list[tuple[int, int]] = []
    start, extended, end = None, 0, len(raw)
    offset = 0
    while offset < end:
        op, argument = raw[offset], raw[offset + 1] | extended
        start = offset if start is None else start
        offset += 2
        if op == _EXTENDED:
            extended = argument << 8
            continue
        while offset < end and raw[offset] == _CACHE:
            offset += 2
        index_at[start] = len(rows)
        start, extended = None, 0
        if op in _JUMPS:
            step = -2 * argument if op in _BACKWARD else 2 * argument
            pending.append((len(rows), offset + step))
            rows.append(Instruction(op, 0))
        elif op in CONSTANTS:
            rows.append(Instruction(op, argument, code.co_consts[argument]))
        elif op in _NAMES:
            shift = _SHIFT.get(op, 0)
            name = code.co_names[argument >> shift]
            rows.append(Instruction(op, argument & ((1 << shift) - 1), name))
            if op == _ATTRIBUTE and _NULL is None:
                _as_method(rows, global_argument=1)
        elif op == _NULL and _as_method(rows, global_argument=0):
            continue
        elif op != _NOP:
            rows.append(Instruction(op, argument))
    index_at[end] = len(rows)
    targets = {row: index_at[target] for row, target in pending}
    return Instructions(rows, targets, list(_handlers(code, index_at)))


def _as_method(rows: list[Instruction], global_argument: int) -> bool:
    """Write ``module.name(...)`` as a call of a method, if the last rows begin such a call.

    The compiler writes it so, unless it compiles the import of the module as well (CPython,
    Python/compile.c, ``is_import_originated``). Both do the same.
    """
    kinds = [(row.op, row.argument) for row in rows[-2:]]
    if kinds != [(_GLOBAL, global_argument), (_ATTRIBUTE, 0)]:
        return False
    module, attribute = rows[-2:]
    rows[-2:] = Instruction(_GLOBAL, 0, module.value), Instruction(*_METHOD, attribute.value)
    return True


def without_positions(rows: list[Instruction]) -> frozenset[int]:
    """Indices of the instructions with which a class body says where it stands."""
    found = set()
    for index, row in enumerate(rows):
        stores = dis.opname[row.op] == "STORE_NAME" and row.value in _POSITIONS
        if stores and index and rows[index - 1].op in CONSTANTS:
            found |= {index - 1, index}
    return frozenset(found)


def _handlers(
    code: CodeType, index_at: dict[int, int]
) -> Iterator[tuple[int, int, int, int, bool]]:
    """The exception table (CPython, Objects/exception_handling_notes.txt)."""
    table = iter(code.co_exceptiontable)

    def number(first: int) -> int:
        value, byte = first & 63, first
        while byte & 64:
            byte = next(table)
            value = value << 6 | byte & 63
        return value

    for first in table:
        begin, length, target = number(first), number(next(table)), number(next(table))
        depth = number(next(table))
        first_row, end_row = (_nearest(index_at, 2 * at) for at in (begin, begin + length))
        yield first_row, end_row, _nearest(index_at, 2 * target), depth >> 1, bool(depth & 1)


def _nearest(index_at: dict[int, int], offset: int) -> int:
    # A range may begin or end at an inline cache entry of the instruction before it.
    while offset not in index_at:
        offset += 2
    return index_at[offset]
