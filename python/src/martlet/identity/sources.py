"""A user's module as its source says, for functions that import it only when they run."""

from __future__ import annotations

import ast
import functools
import os
import sys
import zipimport
from typing import NamedTuple

from .code import describe
from .names import Import
from .origin import find


class Source(NamedTuple):
    """The code of a module without docstrings, comments and positions."""

    encoding: bytes
    imports: list[Import]
    computed: str
    is_package: bool


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
    code = describe(compile(tree, "", "exec", dont_inherit=True))
    names = code.names
    computed = names.computed
    for name in ("eval", "exec", "globals"):
        if not computed and name in names.globals:
            computed = name
    if not computed and names.computed_imports:
        computed = ".".join(min(names.computed_imports))
    return Source(code.encoding, names.imports, computed, is_package)
