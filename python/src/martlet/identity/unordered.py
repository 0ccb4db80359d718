"""Exceptions to "a dictionary counts in its order": where a package makes one of a set.

Such an order follows ``PYTHONHASHSEED``, so that it would be another one in each session. The fields
of a record's form are such a dictionary too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode

_COLLECTIONS = "coffea's schemas go through a set of the collections' names"

#: By class and attribute, with the reason.
UNORDERED: dict[str, dict[str, str]] = {
    "coffea.nanoevents.factory._map_schema_base": {
        "behavior": "awkward looks it up by key; coffea merges it in the order of a set"
    },
    "coffea.processor.executor.WorkItem": {
        "usermeta": "`FileMeta.chunks` takes it from a set of names; the user's order is lost there"
    },
    "uproot._dask._UprootOpenAndRead": {"expected_form": _COLLECTIONS},
    "uproot._dask._UprootRead": {"expected_form": _COLLECTIONS},
}


def _encoder_of(unordered: dict[str, str]) -> Encode:
    def encode(value: Any, encoder: Encoder) -> bytes:
        fields = dict(vars(value))
        loose = [_without_order(fields.pop(name, None), encoder) for name in unordered]
        return pack("loose", encoder.refer(type(value)), encoder.encode(fields), *loose)

    return encode


def _without_order(value: Any, encoder: Encoder) -> bytes:
    """Encode a value; a dictionary in the order of its encoded keys, a record's form likewise."""
    if type(value).__name__ == "RecordForm" and value.fields:
        named = {"parameters": value.parameters, "form_key": value.form_key}
        rest = type(value)([], None if value.is_tuple else [], **named)
        fields = dict(zip(value.fields, value.contents, strict=True))
        return pack("form", encoder.encode(rest), _without_order(fields, encoder))
    if type(value) is not dict:
        return encoder.encode(value)
    pairs = sorted((encoder.encode(key), encoder.encode(item)) for key, item in value.items())
    return pack("unordered", *(part for pair in pairs for part in pair))


ENCODERS: dict[str, Encode] = {name: _encoder_of(rows) for name, rows in UNORDERED.items()}
