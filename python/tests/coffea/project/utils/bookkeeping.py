"""Which chunks run: a line for each in a log. Some end badly, as the environment says."""

import functools
import os
import signal


def noted(process):
    @functools.wraps(process)
    def wrapper(self, events):
        where = events.metadata
        chunk = f"{os.path.basename(where['filename'])} {where['entrystart']}"
        with open(os.environ["CHUNK_LOG"], "a") as log:
            log.write(f"{chunk}\n")
        if chunk == os.environ.get("KILLS"):
            os.kill(os.getpid(), signal.SIGKILL)
        if chunk == os.environ.get("FAILS"):
            raise RuntimeError(f"{chunk} can't be processed")
        return process(self, events)

    return wrapper
