"""The exception of a load that failed: plain, since a client has to read it without us there."""

from __future__ import annotations

__all__ = ["load_failed", "failed_step"]

MARK = "martlet: a kept result could not be loaded"


def load_failed(step: bytes, reason: str) -> LookupError:
    """The exception of a load that failed.

    Parameters
    ----------
    step : bytes
        The step key, 32 bytes.
    reason : str
        What happened.

    Returns
    -------
    LookupError
        Of the standard library, so that a scheduler or a worker without Martlet can pass it on.
    """
    return LookupError(MARK, step, reason)


def failed_step(error: object) -> tuple[bytes, str] | None:
    """The step key and reason of a failed load, None for any other exception."""
    if type(error) is LookupError and len(error.args) == 3 and error.args[0] == MARK:
        return error.args[1], error.args[2]
    return None
