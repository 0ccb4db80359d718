"""What coffea's steps are called: by the processor, not by coffea's wrappers around it."""

from __future__ import annotations

import functools
from typing import Any

__all__ = ["coffea_label"]

#: By the qualified name of what the wrappers lead to; ``{}`` is the processor's class.
_LABELS = {
    "Runner._work_function": "{}.process",
    "Runner.metadata_fetcher_root": "coffea.fetch_metadata",
    "Runner.metadata_fetcher_parquet": "coffea.fetch_metadata",
    "_reduce": "coffea.merge",
}


def coffea_label(function: Any) -> str:
    """The name of a step of ``coffea.processor.Runner``; empty for any other callable.

    Examples
    --------
    >>> coffea_label(functools.partial(len, "abc"))
    ''
    """
    processor = ""
    while True:
        named = function if getattr(function, "__qualname__", None) else type(function)
        is_coffeas = getattr(named, "__module__", "") == "coffea.processor.executor"
        name = named.__qualname__
        if is_coffeas and name == "_compression_wrapper":
            processor, function = str(function.name or ""), function.function
        elif not isinstance(function, functools.partial):
            # A processor that is a function gives no name: its class is `function`.
            processor = processor if processor not in ("", "function") else "coffea"
            return _LABELS.get(name, "").format(processor) if is_coffeas else ""
        elif getattr(function.func, "__qualname__", "") == "Runner.automatic_retries":
            function = function.args[2]
        else:
            function = function.func
