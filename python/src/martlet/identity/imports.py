"""``import`` statements inside functions: what they would import, without importing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from martlet._native import Unidentified

from .modules import of_module
from .names import Import
from .origin import find, origin_of
from .packing import pack
from .sources import source_of

if TYPE_CHECKING:
    from .builder import PartEncoder


def encode_imports(imports: list[Import], table: dict[str, Any], encoder: PartEncoder) -> bytes:
    """Encode what a function with these globals imports when it runs."""
    rows = []
    for item in imports:
        module = _absolute(item, table)
        names = module.split(".")
        mentioned = [".".join(names[: i + 1]) for i in range(len(names))]
        if origin_of(module).is_users:
            mentioned += [
                inner for name in item.names if find(inner := f"{module}.{name}") is not None
            ]
        rows.append(pack("import", module, *(_module(name, encoder) for name in mentioned)))
    return pack("imports", *rows)


def refuse_computed(imports: list[Import], table: dict[str, Any], names: frozenset[str]) -> None:
    """Raise `Unidentified` if imported code that these names reach computes names of other code."""
    seen: set[str] = set()
    open_ = [(_absolute(item, table), names | set(item.names)) for item in imports]
    while open_:
        module, wanted = open_.pop()
        if module in seen or not origin_of(module).is_users:
            continue
        seen.add(module)
        source = source_of(module)
        if source is None:
            continue
        reached, computed = source.reached(wanted)
        if computed:
            raise Unidentified(f"`{module}` looks up code by a computed name (`{computed}`)")
        package = module if source.is_package else module.rpartition(".")[0]
        for item in source.imports:
            open_.append((_absolute(item, {"__package__": package}), reached))
            inner = [f"{open_[-1][0]}.{name}" for name in item.names]
            open_ += [(name, reached) for name in inner if find(name) is not None]


def _module(name: str, encoder: PartEncoder) -> bytes:
    origin = origin_of(name)
    if origin.kind == "absent":
        return pack("absent", name)
    if origin.is_users:
        return encoder.source(name)
    return pack("in", name, of_module(name, encoder))


def _absolute(item: Import, table: dict[str, Any]) -> str:
    if not item.level:
        return item.module
    package = table.get("__package__")
    if not isinstance(package, str):
        name = str(table.get("__name__", ""))
        package = name if "__path__" in table else name.rpartition(".")[0]
    base = package.split(".")
    base = base[: len(base) - item.level + 1]
    return ".".join([*base, item.module]) if item.module else ".".join(base)
