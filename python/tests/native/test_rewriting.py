"""The graph that Dask gets instead: computes the same, and only what has to be."""

import pytest
from dask._task_spec import Alias, DataNode, GraphNode, List, Task, TaskRef
from graphs import LOAD, RUN, add, compute, fused, graph, inc, rewritten, total

from martlet import _native


def test_references_may_stand_deep_inside():
    tasks = {
        "a": Task("a", inc, 1),
        "b": Alias("b", "a"),
        "c": DataNode("c", 5),
        "x": Task("x", total, List(TaskRef("a"), Task(None, inc, TaskRef("c"))), k=Alias("b")),
    }
    new = rewritten(tasks, ["x"])
    assert compute(new, "x") == compute(tasks, "x") == 2 + 6 + 2
    assert {n: t.dependencies for n, t in new.items()} == {n: t.dependencies for n, t in tasks.items()}


def test_the_new_graph_computes_the_same():
    tasks = {("l", i): Task(("l", i), inc, i) for i in range(50)}
    tasks["s"] = Task("s", add, *[TaskRef(("l", i)) for i in range(50)])
    new = rewritten(tasks, ["s"])
    assert set(new) == set(tasks)
    assert all(node.key == name and isinstance(node, GraphNode) for name, node in new.items())
    assert new["s"].func is RUN
    assert compute(new, "s") == compute(tasks, "s")


def test_fused_tasks_are_looked_into():
    tasks = fused()
    plain = {
        "in": Task("in", inc, 0),
        "a": Task("a", inc, TaskRef("in")),
        "b": Task("b", inc, TaskRef("a")),
        "c": Task("c", add, TaskRef("b"), TaskRef("a")),
    }
    assert graph(tasks, ["c"]).identities()["c"] == graph(plain, ["c"]).identities()["c"]
    submission = graph(tasks, ["c"])
    submission.search(None, None, ())
    assert submission.counts()["computed"] == 4
    new = submission.rewrite(RUN, LOAD, b"t" * 12)
    assert compute(new, "c") == compute(tasks, "c")
    assert new["c"].dependencies == {"in"}


def keep(store, submission, name, value=b"x"):
    for step in submission.steps():
        if step[0] == name:
            store.keep(
                step=step[4], content_key=None, shape=step[5], label=step[1], seconds=1.0, again=1.0,
                stream=value, buffers=[], classes=[], provenance="",
            )  # fmt: skip


def test_a_hit_leaves_out_what_only_it_needed(tmp_path):
    store = _native.Store(str(tmp_path / "store"))
    tasks = fused() | {"out": Task("out", inc, TaskRef("c"))}
    submission = graph(tasks, ["out"])
    submission.search(store, None, ())
    keep(store, submission, "b")
    new = rewritten(tasks, ["out"], store=store)
    assert set(new) == {"in", "c", "out"}
    assert set(new["c"].args[0]) == {"a", "b", "c"}
    keep(store, submission, "c")
    new = rewritten(tasks, ["out"], store=store)
    assert set(new) == {"c", "out"}
    assert new["c"].func is LOAD and not new["c"].dependencies
    keep(store, submission, "out")
    assert set(rewritten(tasks, ["out"], store=store)) == {"out"}


USUAL = ["a", "ä", ("a", 1), ("a", -1, 0)]
UNUSUAL = [("a", ("b", 1)), ("a", 1.5), "\ud800", ("a", 2**70)]


@pytest.mark.parametrize("key", [*USUAL, *UNUSUAL])
def test_workers_are_told_by_which_dask_keys_inputs_are_found(key):
    told = _native.key_hash(key)
    assert (told != 0) == (key in USUAL)
    tasks = {key: Task(key, inc, 1), "x": Task("x", total, List(List(TaskRef(key)), 3))}
    (_, _, found), = _native.parse_info(rewritten(tasks, ["x"])["x"].args[0])[5]
    assert found == told


def test_no_dask_key_is_told_of_what_a_fused_task_makes_itself():
    inner = GraphNode.fuse(Task("a", inc, TaskRef("in")), Task("b", add, TaskRef("a"), TaskRef("in")))
    new = rewritten({"in": Task("in", inc, 0), "b": inner}, ["b"])
    told = {key: _native.parse_info(task.args[0])[5] for key, task in new["b"].args[0].items()}
    assert told["a"][0][2] == _native.key_hash("in")
    assert [each[2] for each in told["b"]] == [0, _native.key_hash("in")]


def test_hashes_of_dask_keys_differ_and_are_the_same_in_every_process():
    keys = ["a1", ("a1",), ("a", "1"), ("a", 1), ("a", 1, 1), ("a", 11), ("a", "", 1), ("", "a", 1)]
    assert len({_native.key_hash(key) for key in keys}) == len(keys)
    # XXH3 of UTF-8, and of the parts of a tuple (see `KeyHash`), as the package xxhash has it.
    assert _native.key_hash("leaf-1") == 838969419156503770
    assert _native.key_hash(("leaf", -1)) == 7274843170484003357
