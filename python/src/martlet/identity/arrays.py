"""NumPy's arrays, scalars, types and random generators."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from martlet import _native

from .packing import pack
from .subclasses import added

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def dtype(value: Any, encoder: Encoder) -> bytes:
    """Encode a ``numpy.dtype``: fields, byte order, units and metadata included."""
    metadata = encoder.encode(dict(value.metadata)) if value.metadata else b""
    if value.fields is not None:
        rows = []
        for name in value.names:
            field = value.fields[name]
            title = encoder.encode(field[2]) if len(field) > 2 else b""
            rows.append(pack(name, dtype(field[0], encoder), field[1], title))
        layout = encoder.encode((value.itemsize, value.alignment, value.isalignedstruct))
        return pack("structured", encoder.encode(value.type), layout, metadata, *rows)
    if value.subdtype is not None:
        base, shape = value.subdtype
        return pack("subarray", dtype(base, encoder), encoder.encode(tuple(shape)), metadata)
    if type(value).__name__ == "StringDType":
        return pack("strings", encoder.encode(value.__reduce__()[1]))
    return pack("dtype", value.str, value.kind, metadata)


def ndarray(value: Any, encoder: Encoder) -> bytes:
    """Encode an array, and whether a step may write into it."""
    own = array(value, encoder)
    return own if value.flags.writeable else pack("read-only", own)


def array(value: Any, encoder: Encoder) -> bytes:
    """Encode an array of any class by its type, shape, order of axes and elements in C order."""
    numpy = sys.modules["numpy"]
    if value is numpy.ma.masked:
        return pack("masked")
    plain = numpy.asarray(value).view(numpy.ndarray)
    layout = encoder.encode(tuple(plain.shape)), encoder.encode(order(plain))
    head = pack("array", dtype(plain.dtype, encoder), *layout)
    content = _content(plain, numpy, encoder)
    if type(value) is numpy.ndarray:
        return pack("ndarray", head, content)
    if isinstance(value, numpy.ma.MaskedArray):
        extra = (numpy.ma.getmask(value), value.fill_value, value._hardmask)
        rest = pack("mask", *map(encoder.encode, (*extra, added(value, "numpy"))))
    elif isinstance(value, numpy.memmap):
        return pack("memmap", head, content)  # by content: which file it lies in is its own affair
    else:
        rest = encoder.encode(dict(getattr(value, "__dict__", {})))
    return pack("subclass", encoder.refer(type(value)), head, content, rest)


def order(plain: Any) -> tuple[int, ...]:
    """The axes longer than 1 as NumPy walks over them, counted from 1; negative if backwards.

    Sums are taken in this order, so two arrays that differ in it differ in the last bits of theirs.
    """
    axes = [axis for axis, length in enumerate(plain.shape) if length > 1]
    axes.sort(key=lambda axis: -abs(plain.strides[axis]))
    return tuple(-axis - 1 if plain.strides[axis] < 0 else axis + 1 for axis in axes)


def _content(plain: Any, numpy: Any, encoder: Encoder) -> bytes:
    if plain.dtype.hasobject or plain.dtype.kind == "T":
        return encoder.encode(plain.ravel(order="C").tolist())
    if plain.dtype.fields is not None:
        # Padding between fields holds whatever was in memory.
        names = plain.dtype.names
        return pack("fields", *(_content(plain[name], numpy, encoder) for name in names))
    plain = numpy.ascontiguousarray(plain)
    if plain.dtype.char in "gG" and numpy.finfo(plain.dtype).nmant == 63:
        # x87's extended precision: ten bytes, and padding.
        words = plain.reshape(-1).view(numpy.longdouble).view(numpy.uint8)
        return _native.digest(words.reshape(-1, numpy.longdouble().itemsize)[:, :10].tobytes())
    return _native.digest(memoryview(plain.reshape(-1).view(numpy.uint8)) if plain.nbytes else b"")


def scalar(value: Any, encoder: Encoder) -> bytes:
    """Encode a NumPy scalar: its type, and the array of one that it makes."""
    numpy = sys.modules["numpy"]
    return pack("scalar", encoder.refer(type(value)), array(numpy.asarray(value), encoder))


def _bit_generator(value: Any, encoder: Encoder) -> bytes:
    seeds = encoder.encode(value.seed_seq) if getattr(value, "seed_seq", None) is not None else b""
    return pack("bits", encoder.refer(type(value)), encoder.encode(value.state), seeds)


def _generator(value: Any, encoder: Encoder) -> bytes:
    return pack("generator", encoder.refer(type(value)), encoder.encode(value.bit_generator))


def _random_state(value: Any, encoder: Encoder) -> bytes:
    return pack("state", encoder.refer(type(value)), encoder.encode(value.get_state(legacy=False)))


def _seeds(value: Any, encoder: Encoder) -> bytes:
    fields = (value.entropy, value.spawn_key, value.pool_size, value.n_children_spawned)
    return pack("seeds", *map(encoder.encode, fields))


ENCODERS: dict[str, Encode] = {
    "numpy.ndarray": ndarray,
    "numpy.generic": scalar,
    "numpy.dtype": dtype,
    "numpy.random._generator.Generator": _generator,
    "numpy.random.mtrand.RandomState": _random_state,
    "numpy.random.bit_generator.BitGenerator": _bit_generator,
    "numpy.random.bit_generator.SeedSequence": _seeds,
}
