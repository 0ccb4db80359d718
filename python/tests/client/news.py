"""What workers tell clients of their own accord."""

from __future__ import annotations

import time

__all__ = ["wait_for_news"]


def wait_for_news(client) -> None:
    """Wait until a worker has told a client what became of steps."""
    for _ in range(1000):
        if client._listener._heard:
            return
        time.sleep(0.01)
    raise TimeoutError("no worker has told anything")
