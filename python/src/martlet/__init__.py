"""Run a Dask analysis again, and only what changed is computed.

>>> import martlet
>>> client = martlet.Client(store="~/martlet-store")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from .marks import File, step

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Client", "File", "step"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the client when it is first named: workers and command lines do without."""
    if name != "Client":
        raise AttributeError(f"module 'martlet' has no attribute {name!r}")
    from . import _native  # noqa: F401 - where the extension cannot work, say so at once
    from .client import Client

    globals()["Client"] = Client
    return Client


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
