"""Small graphs through the extension: their keys, and the graph that Dask gets instead."""

from __future__ import annotations

from dask._task_spec import GraphNode, Task, TaskRef

from martlet import _native

__all__ = [
    "LOAD",
    "RUN",
    "Identify",
    "add",
    "compute",
    "fused",
    "graph",
    "inc",
    "key",
    "rewritten",
    "total",
]

NONCE = b"n" * 16


def inc(x):
    return x + 1


def add(*values):
    return sum(values)


def total(values, /, **named):
    return sum(values) + sum(named.values())


class Identify:
    """Identifies functions by their names, and no value that the extension does not know."""

    flags: dict = {}
    ignored: dict = {}

    def value(self, obj):
        raise _native.Unidentified(f"a {type(obj).__name__}")

    def function(self, func, args, kwargs):
        name = getattr(func, "__name__", "?")
        return (
            name, name.encode(), (name.encode().ljust(32)[:32],), self.flags.get(name, 0),
            self.ignored.get(name, frozenset()), "", None, None,
        )  # fmt: skip


def graph(tasks, outputs, identify=None, known=None, nonce=NONCE):
    return _native.Graph(tasks, outputs, identify or Identify(), known or {}, nonce)


def key(node, *others, identify=None, nonce=NONCE):
    """The step key of a node under `x`, whatever its flags."""
    tasks = {"x": node, **{other.key: other for other in others}}
    return graph(tasks, ["x"], identify, nonce=nonce).identities()["x"]


def rewritten(tasks, outputs, identify=None, store=None):
    submission = graph(tasks, outputs, identify)
    submission.search(store, None, ())
    return submission.rewrite(RUN, LOAD, b"t" * 12)


def compute(tasks, output):
    values = {}

    def value(name):
        if name not in values:
            node = tasks[name]
            values[name] = node({d: value(d) for d in node.dependencies})
        return values[name]

    return value(output)


def call_through(info, func, *args, **kwargs):
    """Stands for the worker's `run`."""
    assert isinstance(info, bytes)
    return func(*args, **kwargs)


RUN = LOAD = call_through


def fused():
    a, b = Task("a", inc, TaskRef("in")), Task("b", inc, TaskRef("a"))
    c = Task("c", add, TaskRef("b"), TaskRef("a"))
    return {"in": Task("in", inc, 0), "c": GraphNode.fuse(a, b, c)}
