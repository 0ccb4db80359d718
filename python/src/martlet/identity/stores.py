"""Which globals, closure variables and defaults a function itself stores into: its memo tables."""

from __future__ import annotations

import dis
import re

from .bytecode import ATTRIBUTES, CELLS, GLOBALS, LOCALS, Instruction

#: A name and the attributes looked up on it: ``("tables", "CACHE")`` for ``tables.CACHE``.
Chain = tuple[str, ...]

#: How ``container[subscript]`` is written: an instruction of its own before Python 3.14.
SUBSCRIPTS = {
    (each.opcode, each.arg or 0)
    for each in dis.get_instructions("container[subscript]")
    if each.opname.startswith("BINARY")
}

#: Methods with which a container's content changes.
MUTATORS = frozenset(
    """append appendleft extend extendleft insert add update setdefault pop popitem popleft remove
    discard clear sort reverse move_to_end __setitem__ __delitem__""".split()
)


#: Two instructions in one, as of Python 3.13.
_PAIRED = re.compile(r"((?:LOAD|STORE)_FAST(?:_BORROW)?)_((?:LOAD|STORE)_FAST(?:_BORROW)?)$")


def separate(rows: list[Instruction]) -> list[Instruction]:
    """Instructions that load or store one local each."""
    found = []
    for row in rows:
        pair = _PAIRED.match(dis.opname[row.op])
        if pair is None:
            found.append(row)
        else:
            first, second = (dis.opmap[name] for name in pair.groups())
            found += Instruction(first, row.argument >> 4), Instruction(second, row.argument & 15)
    return found


def chain_before(rows: list[Instruction], end: int, locals_: tuple[str, ...]) -> Chain | None:
    """The names by which the instructions just before ``end`` load one value, or what holds it."""
    attributes: list[str] = []
    index = end - 1
    while index >= 0:
        if dis.opname[rows[index].op] in ATTRIBUTES:
            attributes.append(str(rows[index].value))
        elif not attributes and rows[index][:2] in SUBSCRIPTS:
            index = key_start(rows, index)
        else:
            break
        index -= 1
    if index < 0:
        return None
    row, name = rows[index], dis.opname[rows[index].op]
    if name in GLOBALS:
        first = f"global {row.value}"
    elif name in CELLS:
        first = f"local {locals_[row.argument]}"
    elif name in LOCALS:
        first = f"local {locals_[row.argument]}"
    else:
        return None
    return (first, *reversed(attributes))


def stored(rows: list[Instruction], locals_: tuple[str, ...]) -> tuple[set[Chain], set[Chain]]:
    """Chains whose *content* the code changes, and chains that it *binds* anew."""
    rows = separate(rows)
    mutated: set[Chain] = set()
    bound: set[Chain] = set()
    for index, row in enumerate(rows):
        name = dis.opname[row.op]
        if name in ATTRIBUTES and row.value in MUTATORS:
            chain = chain_before(rows, index, locals_)
            if chain:
                mutated.add(chain)
        elif name in ("STORE_SUBSCR", "DELETE_SUBSCR"):
            chain = chain_before(rows, key_start(rows, index), locals_)
            if chain:
                mutated.add(chain)
        elif name in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            bound.add((f"global {row.value}",))
        elif name == "STORE_DEREF":
            bound.add((f"local {locals_[row.argument]}",))
        elif name == "STORE_ATTR":
            chain = chain_before(rows, _object_end(rows, index), locals_)
            if chain:
                bound.add((*chain, str(row.value)))
    return mutated, bound


def _effect(row: Instruction) -> int | None:
    if row.op in dis.hasjrel or row.op in dis.hasjabs:
        return None
    try:
        return dis.stack_effect(row.op, row.argument if row.op >= dis.HAVE_ARGUMENT else None)
    except ValueError:
        return None


def key_start(rows: list[Instruction], store: int) -> int:
    """Where the subscript of ``container[subscript] = value`` begins; 0 if that can't be told."""
    index = store
    if index and dis.opname[rows[index - 1].op] == "SWAP":  # container[subscript] += value
        index = _first_copy(rows, index, 2)
    height = 0
    while index > 0:
        index -= 1
        effect = _effect(rows[index])
        if effect is None:
            return 0
        height += effect
        if height == 1:
            return index
    return 0


def _object_end(rows: list[Instruction], store: int) -> int:
    """Where the object of ``object.name = value`` has been loaded."""
    if store and dis.opname[rows[store - 1].op] == "SWAP":  # object.name += value
        return _first_copy(rows, store, 1)
    return store


def _first_copy(rows: list[Instruction], before: int, count: int) -> int:
    for index in range(before - 1, -1, -1):
        copies = rows[index : index + count]
        if all(dis.opname[c.op] == "COPY" and c.argument == count for c in copies):
            return index
    return 0
