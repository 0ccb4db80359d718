"""A user's module as its source says, for functions that import it only when they run."""

from __future__ import annotations

import ast
import contextlib
import dis
import functools
import os
import sys
import zipimport
from collections import Counter
from types import CodeType
from typing import NamedTuple

from .bytecode import instructions
from .code import Code, describe
from .names import Import, Names, names_in
from .origin import find


class Source(NamedTuple):
    """The code of a module without docstrings, comments and positions."""

    encoding: bytes
    imports: list[Import]
    is_package: bool
    mentions: dict[str, frozenset[str]]
    """Names that each top-level function or class mentions; under "", those that importing runs."""
    computed: dict[str, str]
    """How those of them that look up code by a computed name do so."""
    settled: dict[str, object]
    """Top-level names bound once, to a constant or a plain function, and what to: its code."""
    names: frozenset[str] | None
    """All names that the top level may bind; None if that can't be told (``import *``)."""

    def reached(self, names: frozenset[str]) -> tuple[frozenset[str], str]:
        """All names that a user of some names of this module may reach in it.

        Returns
        -------
        frozenset of str
            The names.
        str
            How one of them looks up code by a computed name; empty if none does.
        """
        found, open_ = set(names), set(self.mentions)
        ready = [""]
        while ready:
            for name in ready:
                open_.discard(name)
                if name in self.computed:
                    return frozenset(found), self.computed[name]
                found |= self.mentions[name]
            everything = not found.isdisjoint({"getattr", "vars", "*", "__getattr__"})
            ready = [name for name in open_ if everything or name in found]
        return frozenset(found), ""


def source_of(module: str) -> Source | None:
    """The source of a module, imported or not; None if it has none. Nothing is imported."""
    live = sys.modules.get(module)
    spec = find(module) if live is None else getattr(live, "__spec__", None)
    file = getattr(live, "__file__", None) or getattr(spec, "origin", None)
    if not isinstance(file, str):
        return None
    is_package = bool(getattr(spec, "submodule_search_locations", None))
    loader = getattr(spec, "loader", None)
    try:
        if isinstance(loader, zipimport.zipimporter):
            return _parse(loader.get_source(module) or "", is_package)
        status = os.stat(file)
        return _read(file, status.st_mtime_ns, status.st_size, is_package)
    except (OSError, SyntaxError, ValueError, ImportError):
        return None


@functools.lru_cache(maxsize=1024)
def _read(file: str, modified: int, size: int, is_package: bool) -> Source | None:
    if not file.endswith((".py", ".pyw")):
        return None
    with open(file, "rb") as stream:
        return _parse(stream.read(), is_package)


def _parse(text: str | bytes, is_package: bool) -> Source:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if ast.get_docstring(node, clean=False) is not None:
                del node.body[0]
                if not node.body and not isinstance(node, ast.Module):
                    node.body.append(ast.copy_location(ast.Pass(), node))
    code = compile(tree, "", "exec", dont_inherit=True)
    own = names_in(code, instructions(code).rows, ())
    mentions = {"": frozenset(own.globals) | own.attributes}
    computed = {"": _computed(own)}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            name = "" if inner.co_name.startswith("<") else inner.co_name
            mentions[name] = mentions.get(name, frozenset()) | _mentioned(inner)
            computed[name] = computed.get(name, "") or _computed(describe(inner).names)
    described = describe(code)
    computed = {name: how for name, how in computed.items() if how}
    own_names = set(code.co_names) | {str(chain[0])[7:] for chain in described.bound}
    return Source(
        described.encoding,
        described.names.imports,
        is_package,
        mentions,
        computed,
        _settled(tree, code, described),
        None if _binds_unseen(tree, computed) else frozenset(own_names),
    )


def _settled(tree: ast.Module, code: CodeType, described: Code) -> dict[str, object]:
    stores = Counter(
        str(row.value)
        for row in instructions(code).rows
        if dis.opname[row.op] in ("STORE_NAME", "STORE_GLOBAL")
    )
    changed = {chain[0].removeprefix("global ") for chain in described.mutated | described.bound}
    codes = {each.co_name: each for each in code.co_consts if isinstance(each, CodeType)}
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            found[node.name] = codes[node.name]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if len(targets) == 1 and isinstance(targets[0], ast.Name):
                with contextlib.suppress(ValueError, TypeError, SyntaxError):
                    found[targets[0].id] = ast.literal_eval(node.value)
    return {
        name: value for name, value in found.items() if stores[name] == 1 and name not in changed
    }


def _binds_unseen(tree: ast.Module, computed: dict[str, str]) -> bool:
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    stars = {
        a.name for each in ast.walk(tree) if isinstance(each, ast.ImportFrom) for a in each.names
    }
    return bool(computed) or "*" in stars or not names.isdisjoint({"vars", "locals", "setattr"})


def _mentioned(code: CodeType) -> frozenset[str]:
    names = set(code.co_names)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            names |= _mentioned(inner)
    return frozenset(names)


def _computed(names: Names) -> str:
    for name in ("eval", "exec", "globals"):
        if name in names.globals:
            return name
    return names.computed or ".".join(min(names.computed_imports, default=()))
