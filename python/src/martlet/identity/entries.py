"""Entries of dictionaries of settings: where code names a key, only what is under it counts.

An analysis often keeps all its settings in one dictionary, and reads ``config["cuts"]["pt"]``.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Any

from .bytecode import CONSTANTS, Instruction
from .part import UNSET
from .stores import SUBSCRIPTS, Chain

if TYPE_CHECKING:
    from .builder import PartEncoder

#: How a key begins in a chain of names: no attribute does.
_KEY = "["

#: A name, and the keys behind it as `repr` has them.
_NAME = re.compile(r"""^\w+|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]""")

#: What may count by itself; of other values, which may be shared or code, the dictionary counts.
_PLAIN = frozenset({int, float, complex, bool, str, bytes, type(None), list, tuple, dict, set})


def value_at(module: str, name: str) -> tuple[Any, Any]:
    """What stands under a name of a module, or in a dictionary under it, and what holds it.

    Parameters
    ----------
    module, name : str
        As those of a part: ``"settings"``, ``"CUTS['pt']"``.

    Returns
    -------
    tuple of (object, object)
        Holder and value; the value is `UNSET` if there is none.
    """
    holder: Any = vars(sys.modules[module]) if module in sys.modules else {}
    first, *rest = _NAME.findall(name) or [""]
    value = holder.get(first, UNSET)
    for step in rest:
        if type(value) is not dict:
            return holder, UNSET
        holder, value = value, value.get(ast.literal_eval(step[1:-1]), UNSET)
    return holder, value


def keys_after(rows: list[Instruction], index: int) -> Chain:
    """The constant texts with which what was loaded before ``index`` is subscripted."""
    found: list[str] = []
    while (
        index + 1 < len(rows)
        and rows[index].op in CONSTANTS
        and type(rows[index].value) is str
        and rows[index + 1][:2] in SUBSCRIPTS
    ):
        found.append(f"{_KEY}{rows[index].value}")
        index += 2
    return tuple(found)


def slot(
    holder: Any, module: str, name: str, value: Any, chain: Chain, encoder: PartEncoder
) -> bytes:
    """Encode what a name of a holder stands for, or the entry of it to which a chain leads.

    Parameters
    ----------
    holder, module, name, value : object, str, str, object
        As for ``PartEncoder.slot``.
    chain : tuple of str
        What the code looks up on the value; attributes end it.
    encoder : PartEncoder
        Encodes parts.
    """
    within: frozenset[int] = frozenset()
    for step in chain:
        if not step.startswith(_KEY) or type(value) is not dict:
            break
        key = step.removeprefix(_KEY)
        entry = value.get(key, UNSET)
        if entry is not UNSET and type(entry) not in _PLAIN:
            break
        within |= {id(value)}
        holder, name, value = value, f"{name}[{key!r}]", entry
    return encoder.slot(holder, module, name, value, within=within)
