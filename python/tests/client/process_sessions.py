"""Sessions on workers that are processes of their own: a client, and what it warned of."""

from __future__ import annotations

import time
import warnings

__all__ = ["Session", "double", "use_selected"]


class Session:
    """A client, and what it warned of."""

    def __init__(self, client):
        self.client = client

    def __enter__(self):
        self._catching = warnings.catch_warnings(record=True)
        self._caught = self._catching.__enter__()
        warnings.simplefilter("always", RuntimeWarning)
        return self

    def __exit__(self, *error):
        self._catching.__exit__(*error)
        self.client.close()

    def total(self):
        """The report's totals, after all workers were heard."""
        return self.client.report().to_dict()["total"]

    @property
    def warnings(self):
        """What was warned of by now; a worker's messages come by way of the scheduler."""
        self.client.report()
        time.sleep(0.1)
        return [str(each.message) for each in self._caught if each.category is RuntimeWarning]

    def until_warned(self):
        """The warnings, once there is one."""
        for _ in range(50):
            if found := self.warnings:
                return found
        raise TimeoutError("no warning")


def double(x):
    return 2 * x


def use_selected(selected):
    return ["used", selected]
