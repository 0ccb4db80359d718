"""Doubts: whether kept steps give the same again, and leave their inputs as they are."""

from __future__ import annotations

import asyncio
import dataclasses
import html
import math
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dask._task_spec import _execute_subgraph

from .handed import handed_on
from .submission import Key, ask_for_resources, packed
from .worker.entry import load, run
from .worker.flags import CHECK
from .worker.outcomes import CHANGES_INPUT, IRREPRODUCIBLE

if TYPE_CHECKING:
    from .client import Client

__all__ = ["Doubts", "check"]


@dataclasses.dataclass(frozen=True)
class Doubts:
    """What a check found.

    Attributes
    ----------
    checked : int
        Kept steps that were computed again.
    kept : int
        Kept steps that the graph has.
    irreproducible : tuple of str
        Names of steps that gave something else.
    changing_inputs : tuple of str
        Names of steps that change what they are given.
    failing : tuple of str
        What was raised where kept steps were computed again.
    """

    checked: int
    kept: int = 0
    irreproducible: tuple[str, ...] = ()
    changing_inputs: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.irreproducible or self.changing_inputs or self.failing)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        lines = [f"{self.checked} of {self.kept} kept steps computed again"]
        lines += [f"not reproducible: {label}" for label in self.irreproducible]
        lines += [f"changes its input: {label}" for label in self.changing_inputs]
        lines += [f"failed: {error}" for error in self.failing]
        if self.checked and not self:
            lines.append("all gave the same again")
        return "\n".join(lines if self.checked or self else ["no kept step was computed again"])

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


def check(client: Client, submitted: Any, keys: set[Key], sample: float) -> Doubts:
    """Compute a sample of a graph's kept steps again, under keys of their own."""
    with client._planning:
        submission = client._submission(submitted, keys, {})
        planner = client._planner
        steps = planner.plan(submission, keys, heeds_futures=False).steps()
        names = {step: label for _, label, _, _, step, *_ in steps}
        kept = [] if planner.store is None else planner.store.find(b"".join(s[4] for s in steps))
        there = [s for s, found in zip(steps, kept, strict=False) if found and found[0]]
        count = min(len(there), max(1, math.ceil(sample * len(there))))
        if not count:
            return Doubts(0)
        chosen = random.sample(there, count)
        outer = dict(_outer(submission.tasks))
        wanted = {outer.get(key, key) for key, *_ in chosen}
        excluded = frozenset(step for _, _, _, _, step, *_ in chosen)
        wanted &= submission.tasks.keys()
        graph = planner.plan(submission, wanted, excluded, heeds_futures=False)
        token = client._token + submission.number.to_bytes(4, "little")
        tasks = graph.rewrite(run, load, token, CHECK)
        ask_for_resources(submission, tasks)
    failing = _compute(client, submission, tasks, wanted & tasks.keys())
    found = {
        bytes.fromhex(step): said
        for (number, step), said in client._listener.doubts.items()
        if number == submission.number
    }
    return Doubts(
        len(found),
        len(there),
        _named(names, {step for step, said in found.items() if IRREPRODUCIBLE in said}),
        _named(names, {step for step, said in found.items() if CHANGES_INPUT in said}),
        failing,
    )


def _compute(
    client: Client, submission: Any, tasks: dict[Key, Any], wanted: set[Key]
) -> tuple[str, ...]:
    """Compute tasks under keys that nobody holds, and hear what became of them; what was raised."""
    from distributed.client import _wait

    renamed = {key: f"martlet-check-{submission.number}-{n}" for n, key in enumerate(tasks)}
    graph = {
        renamed[key]: task.substitute(
            {name: renamed[name] for name in task.dependencies if name in renamed}, key=renamed[key]
        )
        for key, task in tasks.items()
    }
    keys = {renamed[key] for key in wanted}
    annotations = {
        kind: {renamed[key]: value for key, value in values.items() if key in renamed}
        for kind, values in submission.annotations.items()
    }
    futures = client._send_plain(packed(graph, annotations, keys), keys)
    loop = client.loop.asyncio_loop
    asyncio.run_coroutine_threadsafe(_wait(list(futures.values())), loop).result()
    asyncio.run_coroutine_threadsafe(client._listener.listen(), loop).result()
    errors = (future._state.exception for future in futures.values() if future.status == "error")
    return tuple(sorted({f"{type(error).__name__}: {error}" for error in errors}))


def _outer(tasks: dict[Key, Any]) -> Iterator[tuple[Key, Key]]:
    """Keys within fused tasks, each with the key under which it is sent."""
    for key, task in tasks.items():
        for inner in _inside(task):
            yield inner, key


def _inside(task: Any) -> Iterator[Key]:
    task = handed_on(task)
    if getattr(task, "func", None) is _execute_subgraph:
        for key, inner in task.args[0].items():
            yield key
            yield from _inside(inner)


def _named(names: dict[bytes, str], steps: set[bytes]) -> tuple[str, ...]:
    return tuple(sorted({names[step] for step in steps if step in names}))
