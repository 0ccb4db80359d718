"""The steps and graphs that every cache is given; steps are cheap, results tiny."""

import numpy as np

try:  # for dask-dirac, which can keep nothing but tables
    import pandas as pd
except ImportError:
    pd = None

SHAPES = ("tree", "chain", "fan-in")
WIDTH = 8


def leaf(number):
    """A number."""
    return number


def combine(*parts):
    """The sum of numbers."""
    return sum(parts)


def leaf_table(number):
    """A number as a table."""
    return pd.DataFrame({"value": [number]})


def combine_tables(*parts):
    """The sum of tables."""
    return pd.DataFrame({"value": [sum(int(part["value"].iloc[0]) for part in parts)]})


def graph(shape, count, leaf=leaf, combine=combine):
    """A graph of about ``count`` tasks.

    Parameters
    ----------
    shape : {"tree", "chain", "fan-in"}
        A map and a reduction by eight; each task with one input; one task with all others as inputs.
    count : int
        Number of tasks.
    leaf, combine : callable
        The steps.

    Returns
    -------
    tasks : dict
        Tuples, as Dask always took them.
    output : str
        The key of the result.
    """
    if shape == "chain":
        tasks = {"task-0": (leaf, 1)}
        tasks |= {f"task-{n}": (combine, f"task-{n - 1}") for n in range(1, count)}
        return tasks, f"task-{count - 1}"
    leaves = count - 1 if shape == "fan-in" else count * (WIDTH - 1) // WIDTH
    level = [f"leaf-{n}" for n in range(leaves)]
    tasks = {key: (leaf, n) for n, key in enumerate(level)}
    width = leaves if shape == "fan-in" else WIDTH
    depth = 0
    while len(level) > 1:
        groups = [level[n : n + width] for n in range(0, len(level), width)]
        level = [f"sum-{depth}-{n}" for n in range(len(groups))]
        tasks |= {key: (combine, *group) for key, group in zip(level, groups, strict=True)}
        depth += 1
    return tasks, level[0]


def array(number, nbytes):
    """Random numbers."""
    return np.random.default_rng(number).random(nbytes // 8)
