"""boost-histogram's and hist's histograms and axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _histogram(value: Any, encoder: Encoder) -> bytes:
    state = {k: v for k, v in value.__dict__.items() if k not in ("_hist", "axes")}
    fields = (tuple(value.axes), value.storage_type, value.view(flow=True), state)
    return pack("histogram", encoder.refer(type(value)), *map(encoder.encode, fields))


ENCODERS: dict[str, Encode] = {
    "boost_histogram._internal.hist.Histogram": _histogram,
    "boost_histogram.histogram.Histogram": _histogram,
    "boost_histogram.Histogram": _histogram,
}
