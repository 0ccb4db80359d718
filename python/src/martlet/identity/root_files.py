"""Trees, directories and files that uproot has opened: by the file, and by what was found in it.

What is read from them later comes from the file under that name. Its header was read when it was
opened: so that counts too, lest one file's header with another's content pass for either.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from martlet._native import Unidentified

from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _file(value: Any, encoder: Encoder) -> bytes:
    path = value.file_path
    if encoder.files is None or not ("://" in path or os.path.isfile(path)):
        raise Unidentified("an open ROOT file")
    if value.custom_classes is not None:
        raise Unidentified("an open ROOT file with `custom_classes`")
    header = (value.hex_uuid, value.fEND, value.fSeekFree, value.fNbytesInfo)
    return pack("ROOT file", encoder.encode(path), encoder.encode(header))


def _directory(value: Any, encoder: Encoder) -> bytes:
    place = encoder.encode((value.path, value.fSeekKeys))
    return pack("ROOT directory", _file(value.file, encoder), place)


def _tree(value: Any, encoder: Encoder) -> bytes:
    sizes = [value.member(name) for name in ("fEntries", "fTotBytes", "fZipBytes")]
    place = encoder.encode((value.object_path, value.cache_key, sizes))
    return pack("tree", _file(value.file, encoder), place)


def _branch(value: Any, encoder: Encoder) -> bytes:
    return pack("branch", _tree(value.tree, encoder), encoder.encode(value.object_path))


ENCODERS: dict[str, Encode] = {
    "uproot.reading.ReadOnlyFile": _file,
    "uproot.reading.ReadOnlyDirectory": _directory,
    "uproot.behaviors.TTree.TTree": _tree,
    "uproot.behaviors.TBranch.TBranch": _branch,
}
