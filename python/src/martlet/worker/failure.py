"""The exception of a load that failed: plain, since a client has to read it without us there."""

from __future__ import annotations

import logging

__all__ = ["failed_step", "keep_quiet", "load_failed"]

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


def keep_quiet() -> None:
    """Keep failed loads out of this worker's log, since the client sees to them."""
    logger = logging.getLogger("distributed.worker")
    if not any(isinstance(each, _Quiet) for each in logger.filters):
        logger.addFilter(_Quiet())


class _Quiet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not (
            str(record.msg).startswith("Compute Failed")
            and isinstance(record.args, tuple)
            and any(isinstance(arg, str) and MARK in arg for arg in record.args)
        )
