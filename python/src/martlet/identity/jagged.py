"""Awkward arrays: form, buffers as packed, behaviour and attributes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .arrays import array
from .behaviours import encode_behaviours
from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _array(value: Any, encoder: Encoder) -> bytes:
    awkward = sys.modules["awkward"]
    layout = value.layout
    kind = encoder.refer(type(value))
    if isinstance(layout, awkward.record.Record):
        place, layout = layout.at, layout.array
        body = pack("record", _layout(layout[place : place + 1], awkward, encoder))
    else:
        body = _layout(layout, awkward, encoder)
    attributes = {k: v for k, v in (getattr(value, "attrs", None) or {}).items() if k[:1] != "@"}
    rest = (_behaviour(value.behavior), attributes)
    return pack("awkward", kind, body, encode_behaviours(encoder), *map(encoder.encode, rest))


def _layout(layout: Any, awkward: Any, encoder: Encoder) -> bytes:
    form, length, buffers = awkward.to_buffers(awkward.to_packed(layout))
    content = [buffers[name] for name in sorted(buffers)]
    return pack("layout", form.to_json(), length, *(array(each, encoder) for each in content))


def _behaviour(behaviour: Any) -> Any:
    """Behaviours given with an array, in an order of their own names."""
    if not behaviour:
        return None
    return sorted(behaviour.items(), key=lambda item: str(item[0]))


def _builder(value: Any, encoder: Encoder) -> bytes:
    return pack("builder", encoder.encode(value.snapshot()))


def _form(value: Any, encoder: Encoder) -> bytes:
    """A form as the plain containers that describe it: readers have some of thousands of fields."""
    return pack("form", encoder.refer(type(value)), encoder.encode(value.to_dict(verbose=True)))


ENCODERS: dict[str, Encode] = {
    "awkward.forms.form.Form": _form,
    "awkward.highlevel.Array": _array,
    "awkward.highlevel.Record": _array,
    "awkward.highlevel.ArrayBuilder": _builder,
}
