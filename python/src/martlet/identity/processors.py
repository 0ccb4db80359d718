"""The processor that coffea sends to its workers, by what it is.

``DaskExecutor`` submits it as compressed pickle bytes. These stay the same when the code of an
importable processor is edited, and differ in every process for one that pickles by value. So what
counts is the processor inside; only bytes that coffea's own executor has just made are unpickled.
"""

from __future__ import annotations

import functools
import io
import pickle
from typing import Any

from martlet import _native

from .identifier import Identifier
from .packing import pack

__all__ = ["identity_of_sent", "is_sent"]

#: The function by which ``DaskExecutor.__call__`` submits what all its tasks share.
_SENDER = ("coffea.processor.executor", "DaskExecutor.__call__.<locals>.<lambda>")

#: The flag of an identity that is its value's own digest.
_IS_CONTENT = b"\2"


def is_sent(task: Any) -> bool:
    """Whether a task only hands on what coffea's executor sends to all workers."""
    function = getattr(task, "func", None)
    names = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    return names == _SENDER and len(task.args) == 1 and not task.kwargs


def identity_of_sent(task: Any, identifier: Identifier) -> bytes:
    """The identity of what coffea sends: 33 bytes, then the fingerprints of the code in it.

    Parameters
    ----------
    task : dask.Task
        One for which `is_sent` holds, submitted by this very process.
    identifier : Identifier
        Knows fingerprints.

    Raises
    ------
    Unidentified
        If the processor has no identity.
    """
    sent = task.args[0]
    processor = _unpacked(sent) if isinstance(sent, bytes) else sent
    encoding, fingerprints = identifier.processor(processor)
    digest = _native.sha256(pack("coffea processor", encoding))
    return digest + _IS_CONTENT + b"".join(fingerprints)


class _Apart(pickle.Unpickler):
    """Reads classes that travel by value as classes of their own.

    cloudpickle knows those of this process again, and sets all their attributes anew: methods of a
    notebook's class would see the globals of this moment for ever.
    """

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        if name in _SKELETONS and module.startswith("cloudpickle"):
            return functools.partial(_untracked, found)
        return found


#: What cloudpickle makes classes with; last but one comes the id by which it knows a class.
_SKELETONS = ("_make_skeleton_class", "_make_skeleton_enum")


def _untracked(make: Any, *arguments: Any) -> Any:
    *before, _, last = arguments
    return make(*before, None, last)


def _unpacked(sent: bytes) -> Any:
    import lz4.frame

    try:
        return _Apart(io.BytesIO(lz4.frame.decompress(sent))).load()
    except Exception as error:
        raise _native.Unidentified(f"what coffea sends can't be read: {error}") from error
