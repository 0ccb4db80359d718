"""Keys of steps: what of Dask's task objects counts, and what does not."""

from dask._task_spec import DataNode, Dict, List, Set, Task, TaskRef, Tuple
from graphs import Identify, add, compute, graph, inc, key, rewritten, total


def test_names_of_tasks_do_not_count_but_what_they_do():
    a, b = Task("a", inc, 1), Task("b", inc, 2)
    assert key(Task("x", add, TaskRef("a")), a) == key(Task("x", add, TaskRef("q")), Task("q", inc, 1))
    assert key(Task("x", add, TaskRef("a")), a) != key(Task("x", add, TaskRef("b")), b)
    one = key(Task("x", add, TaskRef("a"), TaskRef("b")), a, b)
    assert one != key(Task("x", add, TaskRef("b"), TaskRef("a")), a, b)


def test_daskkeys_containers_count_as_plain_ones():
    for dask, plain in (
        (List(1, 2), [1, 2]),
        (Tuple(1, 2), (1, 2)),
        (Set(1, 2), {1, 2}),
        (Dict({"a": 1}), {"a": 1}),
        (DataNode(None, 3), 3),
    ):
        assert key(Task("x", total, dask)) == key(Task("x", total, plain)), dask


def test_references_in_a_set_do_not_depend_on_its_order():
    a, b = Task("a", inc, 1), Task("b", inc, 2)
    one = key(Task("x", total, Set(TaskRef("a"), TaskRef("b"))), a, b)
    assert one == key(Task("x", total, Set(TaskRef("b"), TaskRef("a"))), a, b)


def test_a_set_of_a_list_counts_as_daskkeys_set_does():
    a, b = Task("a", inc, 1), Task("b", inc, 2)
    one = key(Task("x", total, Set(TaskRef("a"), TaskRef("b"))), a, b)
    for refs in ("ab", "ba"):
        written = Task(None, set, List(*map(TaskRef, refs)))
        frozen = Task(None, frozenset, List(*map(TaskRef, refs)))
        assert one == key(Task("x", total, written), a, b) != key(Task("x", total, frozen), a, b)


def test_an_ignored_argument_does_not_count_but_is_computed():
    class Ignoring(Identify):
        ignored = {"add": frozenset({1})}

    a, b = Task("a", inc, 1), Task("b", inc, 2)
    one = key(Task("x", add, 7, TaskRef("a")), a, identify=Ignoring())
    assert one == key(Task("x", add, 7, TaskRef("b")), b, identify=Ignoring())
    tasks = {"a": a, "x": Task("x", add, 7, TaskRef("a"))}
    assert compute(rewritten(tasks, ["x"], Ignoring()), "x") == 9


def test_what_cannot_be_identified_has_a_key_of_this_run_and_a_reason():
    node = Task("x", inc, object())
    assert key(node) != key(node, nonce=b"m" * 16)
    submission = graph({"x": node}, ["x"])
    submission.search(None, None, ())
    assert submission.counts()["unidentified"] == 1
    assert submission.steps()[0][6] == "a object"
