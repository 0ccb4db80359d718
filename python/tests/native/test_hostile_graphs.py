"""Graphs that make no sense, and callbacks that fail: an error, or a step that is unidentified."""

import pytest
from dask._task_spec import Task, TaskRef, _execute_subgraph
from graphs import Identify, add, graph, inc

try:
    from dask._expr import ProhibitReuse
except ImportError:
    ProhibitReuse = None


def test_a_callback_that_fails_costs_only_its_step():
    class Failing(Identify):
        def function(self, func, args, kwargs):
            if func is inc:
                raise ZeroDivisionError("no")
            return super().function(func, args, kwargs)

    tasks = {"a": Task("a", inc, 1), "b": Task("b", add, 1, 2)}
    submission = graph(tasks, ["a", "b"], Failing())
    submission.search(None, None, ())
    assert submission.counts()["unidentified"] == 1
    assert {step[0]: step[6] for step in submission.steps()}["a"] == "ZeroDivisionError: no"


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, SystemExit])
def test_what_must_not_be_swallowed_is_not(error):
    class Failing(Identify):
        def function(self, func, args, kwargs):
            raise error

    with pytest.raises(error):
        graph({"a": Task("a", inc, 1)}, ["a"], Failing())


def test_tasks_that_need_each_other_are_refused():
    tasks = {"a": Task("a", inc, TaskRef("b")), "b": Task("b", inc, TaskRef("a"))}
    with pytest.raises(ValueError):
        graph(tasks, ["a"])


def test_a_fused_task_that_holds_itself_is_refused():
    inner = {}
    inner["x"] = Task("x", _execute_subgraph, inner, "x", ())
    with pytest.raises(ValueError):
        graph({"x": inner["x"]}, ["x"])


def handing_on(depth):
    task = Task("x", inc, 1)
    for _ in range(depth):
        task = Task("x", ProhibitReuse._identity, task)
    return task


@pytest.mark.skipif(ProhibitReuse is None, reason="Dask wraps nothing before 2025.4")
def test_tasks_that_hand_on_results_too_deeply_are_refused():
    submission = graph({"x": handing_on(50)}, ["x"])
    submission.search(None, None, ())
    assert [step[0] for step in submission.steps()] == ["x"]
    endless = handing_on(1)
    endless.args = (endless,)
    for task in (handing_on(100_000), endless):
        with pytest.raises(ValueError, match="deeper than 100"):
            graph({"x": task}, ["x"])


@pytest.mark.parametrize("args", [(), (1,), (1, 2, 3), ({}, "x", ()), ([], "x", 5), ({}, [], ())])
def test_a_senseless_fused_task_is_an_error(args):
    with pytest.raises((TypeError, ValueError)):
        graph({"x": Task("x", _execute_subgraph, *args)}, ["x"])


@pytest.mark.parametrize("name, value", [("args", [1]), ("args", None), ("kwargs", ()), ("kwargs", None)])
def test_a_task_with_senseless_parts_is_unidentified(name, value):
    node = Task("x", inc, 1)
    setattr(node, name, value)
    submission = graph({"x": node}, ["x"])
    submission.search(None, None, ())
    assert submission.counts()["unidentified"] == 1


def test_keys_with_hostile_equality_do_no_harm():
    class Hostile:
        def __hash__(self):
            return 1

        def __eq__(self, other):
            raise RuntimeError("no")

    a, b = Hostile(), Hostile()
    tasks = dict.fromkeys([a])
    tasks[a] = Task(a, inc, 1)
    with pytest.raises(RuntimeError):
        graph({**tasks, "x": Task("x", inc, TaskRef(b))}, ["x"])
