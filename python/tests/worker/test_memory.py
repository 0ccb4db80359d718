"""What code may hold in memory of files, told by the places at which it reads."""

from __future__ import annotations

import sys

import pytest

from martlet.worker.memory import LIMIT, Code, Memory

HERE = __name__


def code(*names, own="1"):
    return Code(("function", HERE, name, own) for name in names)


def read(reached):
    return reached.stack(sys._getframe())


def helper(reached):
    return read(reached)


def twice(reached):
    return [read(reached) for _ in range(2)]


def other(reached):
    def inner():
        return read(reached)

    return inner()


def noted(stack, **how):
    memory = Memory()
    memory.note(stack, "/a", "a", (1, 1, 1, 1), **{"is_listed": False, "is_named": False, **how})
    return memory


def test_a_place_is_told_by_functions_of_the_users_and_the_instruction():
    places = helper(code("read", "helper"))
    assert [place[0][:2] for place in places] == [(HERE, "read"), (HERE, "helper")]
    assert helper(code("read", "helper")) == places
    first, second = twice(code("read", "twice"))
    assert first == second
    assert helper(code("elsewhere")) == ()


def test_nested_functions_are_part_of_what_they_lie_in():
    assert [place[0][1] for place in other(code("read", "other"))] == ["read", "other", "other"]


@pytest.mark.parametrize(
    "reader, reached, stacks, is_held",
    [
        (helper, code("read", "helper"), [], True),
        (helper, code("read", "helper"), [helper], False),
        (helper, code("helper"), [], True),
        (helper, code("elsewhere"), [], False),
        (helper, code("read", "helper", own="2"), [], False),  # edited since
        (helper, code("read", "other"), [other], False),  # comes by the part that it shares
        (other, code("read", "other", "helper"), [helper], True),  # has another caller
    ],
)
def test_a_step_may_remember_what_was_read_where_it_does_not_come_by(
    reader, reached, stacks, is_held
):
    memory = noted(reader(code("read", "helper", "other")))
    found = list(memory.held(reached, {each(reached) for each in stacks}))
    assert bool(found) == is_held == memory.may_hold(reached, {each(reached) for each in stacks})


def test_a_file_that_was_read_in_two_states_is_like_none():
    stack = helper(code("read"))
    memory = noted(stack)
    memory.note(stack, "/a", "a", (2, 2, 2, 2), is_listed=False, is_named=True)
    (held,) = memory.held(code("read"), set())
    assert held.states["/a"] not in ((1, 1, 1, 1), (2, 2, 2, 2), None)
    assert held.unnamed == {"/a": ("a", False)}


def test_too_many_files_may_all_be_remembered():
    memory = noted(helper(code("read")))
    memory._count = LIMIT
    assert not memory.may_hold(code("elsewhere"), set())
    memory.note((), "/b", "b", None, is_listed=False, is_named=False)
    assert memory.is_overfull and memory.may_hold(code("elsewhere"), set())
