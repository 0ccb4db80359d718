"""The names that a function's code mentions, and what it does with them."""

from __future__ import annotations

import dis
from collections.abc import Iterable
from types import CodeType
from typing import NamedTuple

from .bytecode import ATTRIBUTES, CELLS, GLOBALS, Instruction
from .entries import keys_after
from .stores import Chain

_IMPORTERS = frozenset({"import_module", "__import__"})

#: Looked up on a module that the function imports itself, these find code by a computed name.
_COMPUTING = {
    "importlib": {"import_module", "__import__", "util", "machinery", "reload"},
    "pkgutil": {"resolve_name"},
    "runpy": {"run_path", "run_module"},
    "sys": {"modules", "_getframe"},
    "builtins": {"eval", "exec", "globals", "__import__"},
    "inspect": {"currentframe", "stack"},
}


#: Names with which code looks at what is of no account elsewhere.
_READS = {
    "__subclasses__": "subclasses",
    "__annotations__": "annotations",
    "get_annotations": "annotations",
    "get_type_hints": "annotations",
    "getfullargspec": "annotations",
    "signature": "annotations",
    "__doc__": "docstrings",
    "getdoc": "docstrings",
}


#: A word among what code `reads`: it is a processor's, of which coffea calls less on workers.
ON_WORKERS = "on workers"

#: Names with which a processor may call what coffea itself calls on the client only.
_CALLS = frozenset(
    """postprocess getattr __getattribute__ attrgetter methodcaller vars __dict__ dir
    getmembers getmembers_static getattr_static""".split()
)


class Import(NamedTuple):
    """``import`` inside a function: of what, and which names from it."""

    level: int
    module: str
    names: tuple[str, ...]


class Names(NamedTuple):
    """Names in order of first use, each with the chains of attributes and keys looked up on it."""

    globals: dict[str, list[Chain]]
    cells: dict[str, list[Chain]]
    imports: list[Import]
    computed_imports: set[Chain]
    computed: str
    attributes: frozenset[str]


def names_in(code: CodeType, rows: list[Instruction], locals_: tuple[str, ...]) -> Names:
    """The names in one code object, those in functions that it defines left out."""
    found = Names({}, {}, [], set(), "", frozenset())
    attributes: set[str] = set()
    for index, row in enumerate(rows):
        name = dis.opname[row.op]
        if name in GLOBALS or name in CELLS:
            chain, after = _chain_after(rows, index)
            keyed = chain + keys_after(rows, after)
            if name in GLOBALS:
                first, table = str(row.value), found.globals
            else:
                first, table = locals_[row.argument], found.cells
            chains = table.setdefault(first, [])
            if keyed not in chains:
                chains.append(keyed)
            if (chain or (first,))[-1] in _IMPORTERS:
                literal = _literal_argument(rows, after)
                if literal is None:
                    found.computed_imports.add((first, *chain))
                else:
                    found.imports.append(Import(0, literal, ()))
        elif name == "IMPORT_NAME":
            level, names = rows[index - 2].value, rows[index - 1].value
            wanted = tuple(map(str, names)) if isinstance(names, tuple) else ()
            found.imports.append(Import(level if type(level) is int else 0, str(row.value), wanted))
            attributes.update(wanted)
        if name in ATTRIBUTES:
            attributes.add(str(row.value))
    computed = "__globals__" if "__globals__" in attributes else ""
    for item in found.imports:
        risky = _COMPUTING.get(item.module.split(".")[0], set()) & attributes
        if risky:
            computed = f"{item.module}.{min(risky)}"
    return found._replace(computed=computed, attributes=frozenset(attributes))


def reads(names: Iterable[str], already: frozenset[str] = frozenset()) -> frozenset[str]:
    """What code with these names looks at beside code: "annotations", "docstrings", "subclasses"...

    "postprocess" is of account in a processor only: where `ON_WORKERS` is read `already`.
    """
    names = frozenset(names)
    found = {_READS[name] for name in names if name in _READS}
    if ON_WORKERS in already and not names.isdisjoint(_CALLS):
        found.add("postprocess")
    return frozenset(found)


def _chain_after(rows: list[Instruction], index: int) -> tuple[Chain, int]:
    chain: list[str] = []
    index += 1
    while index < len(rows) and dis.opname[rows[index].op] in ATTRIBUTES:
        chain.append(str(rows[index].value))
        index += 1
    return tuple(chain), index


def _literal_argument(rows: list[Instruction], index: int) -> str | None:
    """The text in ``import_module("text")``, whose call begins at ``index``."""
    if index < len(rows) and dis.opname[rows[index].op] == "PUSH_NULL":
        index += 1
    calls = [dis.opname[row.op] for row in rows[index + 1 : index + 3]]
    single = any(n == "CALL" and rows[index + 1 + i].argument == 1 for i, n in enumerate(calls))
    if index < len(rows) and single and type(rows[index].value) is str:
        if calls[0] in ("PRECALL", "CALL") and rows[index].op in dis.hasconst:
            return str(rows[index].value)
    return None
