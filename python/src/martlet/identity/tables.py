"""pandas', PyArrow's and SciPy's tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .arrays import array, order
from .packing import pack
from .subclasses import added

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _series(value: Any, encoder: Encoder) -> bytes:
    fields = (
        value.name,
        value.index,
        value.array,
        value.attrs,
        value.flags.allows_duplicate_labels,
    )
    return pack(
        "series", encoder.refer(type(value)), *map(encoder.encode, fields), _extra(value, encoder)
    )


def _frame(value: Any, encoder: Encoder) -> bytes:
    columns = [encoder.encode(value.iloc[:, i].array) for i in range(value.shape[1])]
    fields = (value.columns, value.index, value.attrs, value.flags.allows_duplicate_labels)
    fields = (*fields, _orders(value))
    head = pack("frame", encoder.refer(type(value)), *map(encoder.encode, fields))
    return pack("frame", head, _extra(value, encoder), *columns)


def _orders(value: Any) -> list[tuple[int, ...]]:
    """The orders of axes in a frame's blocks that are not the usual one."""
    blocks = [block.values for block in getattr(getattr(value, "_mgr", None), "blocks", ())]
    found = [order(values) for values in blocks if hasattr(values, "strides")]
    return [axes for axes in found if axes != tuple(sorted(map(abs, axes)))]


def _extra(value: Any, encoder: Encoder) -> bytes:
    """What a subclass or a user keeps beside the data."""
    names = getattr(value, "_metadata", ())
    kept = {n: getattr(value, n, None) for n in names if n not in ("_name", "name")}
    kept |= added(value, "pandas")
    return encoder.encode(dict(sorted(kept.items())))


def _index(value: Any, encoder: Encoder) -> bytes:
    if type(value).__name__ == "RangeIndex":
        fields: tuple[Any, ...] = (value.start, value.stop, value.step)
    elif type(value).__name__ == "MultiIndex":
        fields = (list(value.levels), list(value.codes), list(value.names))
        return pack("index", encoder.refer(type(value)), *map(encoder.encode, fields))
    else:
        fields = (value.array, getattr(value, "freqstr", None))
    return pack("index", encoder.refer(type(value)), *map(encoder.encode, (*fields, value.name)))


def _extension(value: Any, encoder: Encoder) -> bytes:
    """An extension array: its type, and what it consists of."""
    kind = type(value).__name__
    if kind == "NumpyExtensionArray" or kind == "PandasArray":
        return pack("numpy", encoder.refer(type(value)), array(value.to_numpy(), encoder))
    if kind == "Categorical":
        fields: tuple[Any, ...] = (value.codes, value.categories, value.ordered)
    elif hasattr(value, "_pa_array"):
        fields = (value.dtype, value._pa_array)
    elif hasattr(value, "_mask") and hasattr(value, "_data"):
        fields = (value._data, value._mask)
    elif hasattr(value, "_ndarray"):
        fields = (str(value.dtype), getattr(value, "freqstr", None), value._ndarray)
        zone = getattr(value, "tz", None)
        fields = (*fields, zone)
    elif kind == "IntervalArray":
        fields = (value.left, value.right, value.closed)
    elif kind == "SparseArray":
        fields = (value.sp_values, value.sp_index.indices, value.fill_value, len(value))
    else:
        from . import objects

        return objects.generic(value, encoder)
    return pack("extension", encoder.refer(type(value)), *map(encoder.encode, fields))


def _timestamp(value: Any, encoder: Encoder) -> bytes:
    fields = (value.value, value.unit, getattr(value, "fold", 0), getattr(value, "tz", None))
    return pack("timestamp", encoder.refer(type(value)), *map(encoder.encode, fields))


def _not_a_time(value: Any, encoder: Encoder) -> bytes:
    return pack("not a time")


def _arrow(value: Any, encoder: Encoder) -> bytes:
    """Arrow data of any type, as one stream with its slices made contiguous."""
    arrow = sys.modules["pyarrow"]
    kind = pack("arrow", encoder.refer(type(value)))
    if isinstance(value, (arrow.Table, arrow.RecordBatch)):
        columns = [_arrow(value.column(i), encoder) for i in range(value.num_columns)]
        return pack("arrow", kind, encoder.encode(value.schema), *columns)
    pieces = value.chunks if isinstance(value, arrow.ChunkedArray) else [value]
    joined = arrow.concat_arrays(pieces) if pieces else arrow.array([], value.type)
    return pack("arrow", kind, encoder.encode(value.type), encoder.encode(joined.to_pylist()))


def _arrow_type(value: Any, encoder: Encoder) -> bytes:
    arrow = sys.modules["pyarrow"]
    schema = value if isinstance(value, arrow.Schema) else arrow.schema([arrow.field("", value)])
    return pack("arrow type", schema.serialize().to_pybytes())


def _sparse(value: Any, encoder: Encoder) -> bytes:
    return pack("sparse", encoder.refer(type(value)), encoder.encode(dict(value.__dict__)))


ENCODERS: dict[str, Encode] = {
    "pandas.core.frame.DataFrame": _frame,
    "pandas.core.series.Series": _series,
    "pandas.core.indexes.base.Index": _index,
    "pandas.core.arrays.base.ExtensionArray": _extension,
    "pandas.DataFrame": _frame,
    "pandas.Series": _series,
    "pandas.Index": _index,
    "pandas.api.extensions.ExtensionArray": _extension,
    "pandas._libs.tslibs.nattype.NaTType": _not_a_time,
    "pandas._libs.tslibs.timestamps.Timestamp": _timestamp,
    "pandas.Timestamp": _timestamp,
    "pyarrow.lib._PandasConvertible": _arrow,
    "pyarrow.lib.Table": _arrow,
    "pyarrow.lib.RecordBatch": _arrow,
    "pyarrow.lib.Array": _arrow,
    "pyarrow.lib.ChunkedArray": _arrow,
    "pyarrow.lib.DataType": _arrow_type,
    "pyarrow.lib.Schema": _arrow_type,
    "scipy.sparse._base._spbase": _sparse,
    "scipy.sparse._base.spmatrix": _sparse,
}
