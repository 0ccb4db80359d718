"""What a function is: its code, what it closes over, and all that its code names."""

from __future__ import annotations

import builtins
from types import CellType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from martlet._native import Unidentified

from . import computed
from .annotations import annotations, docstring
from .callables import is_singledispatch, singledispatch
from .closures import encoder_of
from .code import Code, describe
from .entries import slot
from .home import globals_module, home_of, lookup
from .names import reads
from .imports import encode_imports, refuse_computed
from .modules import attribute, of_module
from .options import version_of
from .origin import PYTHON, origin_of
from .packing import pack
from .part import UNSET, Part
from .stores import Chain
from .things import is_thing

if TYPE_CHECKING:
    from .builder import PartEncoder

#: Attributes of a function that say where it comes from or how it is to be kept, not what it does.
_MARKS = frozenset({"__martlet_step__", "__doc__"})


def build(part: Part, encoder: PartEncoder) -> bytes:
    """Encode a function; what its code can reach becomes the part's references."""
    function: FunctionType = part.thing
    if is_singledispatch(function):
        return pack("singledispatch", singledispatch(function, encoder))
    encode_closure = encoder_of(function)
    if encode_closure is not None:
        return pack("made", of_module(part.module, encoder), encode_closure(function, encoder))
    version = version_of(function)
    if version is not None:
        code = pack("version", encoder.encode(version))
    else:
        code = _code(function, part, encoder)
    return pack(
        "function",
        PYTHON,
        code,
        _defaults(function, part, encoder),
        _closure(function, part, encoder),
        _attributes(function, part, encoder),
        annotations(function, encoder) if "annotations" in encoder.parts.reads else b"",
        docstring(function, encoder),
    )


def _code(function: FunctionType, part: Part, encoder: PartEncoder) -> bytes:
    description = describe(function.__code__)
    home = globals_module(function)
    if home and not origin_of(home).is_users:
        # Made by a package (a decorator's wrapper): its globals count by the package's version.
        return pack("package's", of_module(home, encoder), description.encoding)
    if description.names.computed:
        raise Unidentified(f"it looks up code by a computed name ({description.names.computed})")
    _note_stores(function, description, part)
    named = description.names.attributes | description.names.globals.keys()
    part.reads = reads(named, encoder.parts.reads)
    tokens = [
        _global(function, name, chains, description, part, encoder)
        for name, chains in description.names.globals.items()
    ]
    imports = encode_imports(description.names.imports, function.__globals__, encoder)
    if description.names.imports:
        names = description.names.attributes
        refuse_computed(description.names.imports, function.__globals__, names)
    return pack("user's", description.encoding, *tokens, imports)


def _global(
    function: FunctionType,
    name: str,
    chains: list[Chain],
    code: Code,
    part: Part,
    encoder: PartEncoder,
) -> bytes:
    table = function.__globals__
    value = table.get(name, UNSET)
    if value is UNSET:
        known = table.get("__builtins__", builtins)
        known = known.__dict__ if isinstance(known, ModuleType) else known
        table = known if isinstance(known, dict) and name in known else table
        value = table.get(name, UNSET)
        if value is UNSET and (f"global {name}",) not in code.bound:
            return pack("missing", name)
        if _is_builtin(name, value):
            computed.refuse(value, (name,), code.names.computed_imports)
            return pack("builtin", name)
    if isinstance(value, ModuleType):
        return pack("global", name, *(_attribute(value, (name, *c), code, encoder) for c in chains))
    computed.refuse(value, (name,), code.names.computed_imports)
    if name in _PLACES:
        return pack("place", name)
    if computed.is_importer(value):
        return pack("importer", name)
    whole: list[Chain] = [()]
    mentions = whole if () in chains or type(value) is not dict else chains
    slots = [slot(table, part.module, name, value, chain, encoder) for chain in mentions]
    return pack("global", name, *slots)


def _is_builtin(name: str, value: Any) -> bool:
    """Whether a name among the builtins is Python's, and was not put there by a user."""
    if not is_thing(value):
        return False
    home = home_of(value)
    return home.name == name and home.origin.kind == "python"


#: Globals that every module has and that say where it lies.
_PLACES = frozenset({"__file__", "__name__", "__package__", "__spec__", "__loader__", "__doc__"})


def _attribute(module: ModuleType, chain: Chain, code: Code, encoder: PartEncoder) -> bytes:
    """``module.submodule.name``, as far as it leads."""
    return attribute(
        module, chain[1:], encoder, lambda v: computed.refuse(v, chain, code.names.computed_imports)
    )


def _defaults(function: FunctionType, part: Part, encoder: PartEncoder) -> bytes:
    slots = []
    arguments = function.__code__.co_varnames[: function.__code__.co_argcount]
    values = function.__defaults__ or ()
    for name, value in zip(arguments[len(arguments) - len(values) :], values, strict=False):
        slots.append(encoder.slot(function, part.label, f"default of `{name}`", value))
    named = function.__kwdefaults__ or {}
    for name in sorted(named):
        slots += (
            name.encode(),
            encoder.slot(function, part.label, f"default of `{name}`", named[name]),
        )
    return pack("defaults", *slots)


def _closure(function: FunctionType, part: Part, encoder: PartEncoder) -> bytes:
    slots = []
    chains = describe(function.__code__).names.cells
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        value = _content(cell)
        if value is UNSET:
            slots.append(pack("unset"))
        elif isinstance(value, ModuleType):
            mentioned = chains.get(name, [()])
            slots.append(pack("module", *(attribute(value, c, encoder) for c in mentioned)))
        else:
            slots.append(encoder.slot(cell, part.label, f"variable `{name}`", value))
    return pack("closure", *slots)


def _attributes(function: FunctionType, part: Part, encoder: PartEncoder) -> bytes:
    found, table = [], function.__dict__
    bound = {name for holder, name in part.binds if holder == id(table)}
    for name in sorted(table.keys() | bound):
        if name not in _MARKS:
            value = table.get(name, UNSET)
            found.append(name.encode("utf-8", "surrogatepass"))
            found.append(encoder.slot(table, part.label, name, value))
    return pack("attributes", *found)


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return UNSET


def _note_stores(function: FunctionType, code: Code, part: Part) -> None:
    """Find the containers that the code itself changes, and the names that it binds."""
    for chain in code.mutated:
        value = _follow(function, chain)
        if value is not UNSET:
            part.stores.add(id(value))
    for chain in code.bound:
        *path, name = chain
        if not path and name.startswith("local "):
            _note_nonlocal(function, name.removeprefix("local "), part)
            continue
        holder = _follow(function, tuple(path)) if path else function.__globals__
        table = getattr(holder, "__dict__", None) if path else holder
        if isinstance(holder, type):
            part.binds.add((id(holder), name))
        elif isinstance(table, dict):
            part.binds.add((id(table), name.removeprefix("global ")))


def _follow(function: FunctionType, chain: Chain) -> Any:
    kind, name = chain[0].split(" ", 1)
    code = function.__code__
    value: Any = UNSET
    if kind == "global":
        value = function.__globals__.get(name, UNSET)
    elif name in code.co_freevars and function.__closure__:
        value = _content(function.__closure__[code.co_freevars.index(name)])
    elif name in code.co_varnames[: code.co_argcount]:
        values = function.__defaults__ or ()
        place = code.co_varnames.index(name) - (code.co_argcount - len(values))
        value = values[place] if place >= 0 else UNSET
        if place < 0 and name == "cls":  # of a class method
            owner = lookup(function.__module__, function.__qualname__.rpartition(".")[0])
            value = owner if isinstance(owner, type) else UNSET
    elif name in (function.__kwdefaults__ or {}):
        value = function.__kwdefaults__[name]
    for step in chain[1:]:
        value = getattr(value, "__dict__", {}).get(step, UNSET)
    return value


def _note_nonlocal(function: FunctionType, name: str, part: Part) -> None:
    free = function.__code__.co_freevars
    if name in free and function.__closure__:
        part.binds.add((id(function.__closure__[free.index(name)]), f"variable `{name}`"))
