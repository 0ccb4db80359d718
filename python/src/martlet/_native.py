"""The one import of the extension."""

from ._martlet import (
    FORMAT,
    Graph,
    Loaded,
    Store,
    StoreError,
    Unidentified,
    content_digest,
    content_key,
    derived,
    digest,
    encode,
    parse_info,
    sha256,
)

__all__ = [
    "FORMAT",
    "Graph",
    "Loaded",
    "Store",
    "StoreError",
    "Unidentified",
    "content_digest",
    "content_key",
    "derived",
    "digest",
    "encode",
    "parse_info",
    "sha256",
]
