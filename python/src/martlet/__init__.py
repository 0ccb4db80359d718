"""Run a Dask analysis again, and only what changed is computed.

>>> import martlet
>>> client = martlet.Client(store="~/martlet-store")  # doctest: +SKIP
"""

from .client import Client
from .marks import File, step

__all__ = ["Client", "File", "step"]
__version__ = "0.1.0"
