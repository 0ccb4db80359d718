"""Arguments count by exact type and value, the same in every session."""

from __future__ import annotations

import importlib.util

import library_values
import pytest
import python_values

VALUES = {**python_values.VALUES, **library_values.VALUES}
SETUP = {**python_values.SETUP, **library_values.SETUP}

UNIDENTIFIED = [
    "(i for i in 'ab')",
    "open('/dev/null')",
    "threading.Lock()",
    "iter([1])",
    "map(str, [1])",
    "socket.socket()",
    "queue.Queue()",
    "threading.local()",
    "weakref.ref(int)",
    "sys._getframe()",
    "[{'a': open('/dev/null')}]",
    "np_like()",
    "entered",
]
RESOURCES = """
    import contextlib, queue, socket, sys, threading, weakref
    @contextlib.contextmanager
    def within(): yield
    entered = within()
    entered.__enter__()
    class np_like:
        def __reduce__(self): raise TypeError("no")
"""


@pytest.mark.parametrize("needs", VALUES)
def test_values_are_told_apart_and_are_the_same_in_every_session(projects, needs):
    if needs not in ("", "standard") and importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    questions = [f"values|value:{expression}" for expression in VALUES[needs]]
    first, again = (projects({"values.py": SETUP[needs]}).ask(*questions) for _ in range(2))
    for expression, one, other in zip(VALUES[needs], first, again, strict=True):
        assert one == other and "unidentified" not in one, expression
    by_identity: dict[str, str] = {}
    for expression, identity in zip(VALUES[needs], first, strict=True):
        assert identity not in by_identity, (expression, by_identity[identity])
        by_identity[identity] = expression


def test_what_belongs_to_a_process_is_unidentified_and_says_why(projects):
    answers = projects({"values.py": RESOURCES}).ask(*(f"values|value:{e}" for e in UNIDENTIFIED))
    for expression, answer in zip(UNIDENTIFIED, answers, strict=True):
        assert answer.startswith("unidentified: ") and len(answer) > 20, expression


def test_a_method_of_an_arguments_class_counts(projects):
    text = "class C:\n    def low(self): return 1\n"
    before, after = (
        projects({"v.py": text}),
        projects({"v.py": text.replace("return 1", "return 2")}),
    )
    assert before.ask("v|value:C()") != after.ask("v|value:C()")


def test_a_behaviour_of_the_users_counts_wherever_awkward_arrays_go(projects):
    pytest.importorskip("awkward")
    text = """
        import awkward as ak
        class P(ak.Record):
            def mass(self): return 1
        ak.behavior["p"] = P
        def f(x): return ak.zip({"x": x}, with_name="p")[0].mass()
    """
    before, after = (
        projects({"v.py": text}),
        projects({"v.py": text.replace("return 1", "return 2")}),
    )
    array = "v|value:ak.Array([{'x': 1}], with_name='p')"
    first, again, edited = (each.ask("v|f", array) for each in (before, before, after))
    assert first == again and first[0] != edited[0] and first[1] != edited[1]
    assert "unidentified" not in "".join(first)
