"""The one import of the extension."""

import sysconfig

try:
    from ._martlet import (
        FORMAT,
        Files,
        Graph,
        Loaded,
        Store,
        StoreError,
        Unidentified,
        add_audit_hook,
        content_digest,
        content_key,
        derived,
        digest,
        encode,
        identity,
        key_hash,
        opened_key,
        parse_info,
        sha256,
    )
except ImportError as error:
    if not sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise
    # Such a Python looks for no library of the stable ABI, so the extension cannot say it itself.
    raise ImportError(
        "Martlet does not work in free-threaded Python\n\n"
        "hint: use a standard build of CPython 3.11 to 3.14 (`python3`, not `python3t`)"
    ) from error

__all__ = [
    "FORMAT",
    "Files",
    "Graph",
    "Loaded",
    "Store",
    "StoreError",
    "Unidentified",
    "add_audit_hook",
    "content_digest",
    "content_key",
    "derived",
    "digest",
    "encode",
    "identity",
    "key_hash",
    "opened_key",
    "parse_info",
    "sha256",
]
