"""How each cache is put to use: a client, and how it computes one key of a graph."""

import workload
from distributed import Client

try:
    from dask._task_spec import convert_legacy_graph
except ImportError:  # dask-dirac's Dask
    convert_legacy_graph = dict


class Plain:
    """Plain Dask, which keeps nothing."""

    steps = {"leaf": workload.leaf, "combine": workload.combine}

    def client(self, cluster, folder):
        """A client of the cluster, with its cache in a folder."""
        return Client(cluster)

    def prepare(self, tasks):
        """What a user of this cache would have in hand; not measured."""
        return convert_legacy_graph(tasks)

    def get(self, client, tasks, output, folder):
        """Compute one key; measured."""
        return client.get(tasks, output)


class Martlet(Plain):
    """Martlet with one of its policies."""

    def __init__(self, keep):
        self.keep = keep

    def client(self, cluster, folder):
        """A client of the cluster, with its cache in a folder."""
        import martlet

        return martlet.Client(cluster, store=folder, keep=self.keep)


class Joblib(Plain):
    """Each function wrapped by ``joblib.Memory``: every task runs, and looks itself up."""

    def prepare(self, tasks):
        """Wrap the functions."""
        import joblib

        memory = joblib.Memory(self.folder, verbose=0)
        cached = {step: memory.cache(step) for step in self.steps.values()}
        return convert_legacy_graph({k: (cached[f], *rest) for k, (f, *rest) in tasks.items()})

    def client(self, cluster, folder):
        """A client of the cluster, with its cache in a folder."""
        self.folder = folder
        return Client(cluster)


class Threads(Plain):
    """Dask's threads in one process."""

    def get(self, client, tasks, output, folder):
        """Compute one key; measured."""
        import dask.threaded

        return dask.threaded.get(tasks, output)


class Graphchain(Plain):
    """``graphchain.get`` on Dask's threads: its graphs hold an open folder, so no worker can be sent one."""

    def prepare(self, tasks):
        """It takes tuples only."""
        return tasks

    def get(self, client, tasks, output, folder):
        """Compute one key; measured."""
        import dask.threaded
        import graphchain

        return graphchain.get(tasks, output, location=folder, scheduler=dask.threaded.get)


class Tables(Plain):
    """Plain Dask, with steps that return tables."""

    steps = {"leaf": workload.leaf_table, "combine": workload.combine_tables}


class DaskDirac(Tables):
    """``dask_dirac.DiracClient``, which keeps nothing but tables."""

    def client(self, cluster, folder):
        """A client of the cluster, with its cache in a folder."""
        import os

        from dask_dirac import DiracClient

        os.makedirs(folder, exist_ok=True)
        return DiracClient(cluster, cache_location=f"file://{folder}")

    def prepare(self, tasks):
        """It takes tuples only."""
        return tasks


CACHES = {
    "plain": Plain(),
    "martlet all": Martlet("all"),
    "martlet auto": Martlet("auto"),
    "joblib": Joblib(),
    "plain threads": Threads(),
    "graphchain": Graphchain(),
    "plain tables": Tables(),
    "dask-dirac": DaskDirac(),
}
