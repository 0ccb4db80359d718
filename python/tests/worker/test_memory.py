"""What code may hold in memory of files: all that was read beneath a function that may keep it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from martlet.worker import memory
from martlet.worker.memory import Keepers, Memory
from martlet.worker.opens import watch

HERE = __name__


def keepers(*names, own="1"):
    return Keepers((HERE, name, own) for name in names)


def above(reached):
    return {keeper.place[1] for keeper in reached.above(sys._getframe())}


def helper(reached):
    return above(reached)


def outer(reached):
    def inner():
        return helper(reached)

    return inner()


class Analysis:
    def method(self, reached):
        return [helper(reached) for _ in range(1)][0]


@pytest.mark.parametrize(
    "call, names, found",
    [
        (helper, ["helper"], {"helper"}),
        (helper, ["outer"], set()),
        (outer, ["helper", "outer"], {"helper", "outer"}),
        (outer, ["outer.<locals>.inner"], {"outer.<locals>.inner"}),
        (Analysis().method, ["Analysis.method"], {"Analysis.method"}),
        (Analysis().method, ["Analysis"], set()),
        (helper, [""], {""}),  # a module that nobody has looked into
    ],
)
def test_keepers_are_found_above_a_frame(call, names, found):
    assert call(keepers(*names)) == found


def noted(*names, own="1", state=(1, 1, 1, 1), is_named=False, memory=None):
    memory = memory or Memory()
    memory.note(
        keepers(*names, own=own).all, "/a", state, "a", is_listed=False, is_named=is_named
    )
    return memory


@pytest.mark.parametrize(
    "reached, is_held",
    [
        (keepers("cached"), True),
        (keepers("cached", "another"), True),
        (keepers("another"), False),
        (keepers("cached", own="2"), False),  # edited since
        (keepers(), False),
    ],
)
def test_what_was_read_beneath_a_keeper_is_held_for_those_who_reach_it(reached, is_held):
    memory = noted("cached")
    assert bool(list(memory.of(reached))) == is_held == memory.may_hold(reached)


def test_what_was_read_outside_of_steps_is_held_for_code_of_any_state():
    memory = Memory()

    def cached():
        memory.note_frame(sys._getframe(), "/a", None, "a", is_listed=False)

    cached()
    here = "test_what_was_read_outside_of_steps_is_held_for_code_of_any_state"
    for name in (here, f"{here}.<locals>.cached", ""):
        assert [reads.unnamed for reads in memory.of(keepers(name))] == [{"/a": ("a", False)}]
    assert not memory.may_hold(keepers("cached"))


def test_a_file_that_was_read_in_two_states_is_like_none():
    memory = noted("cached")
    noted("cached", state=(2, 2, 2, 2), is_named=True, memory=memory)
    (reads,) = memory.of(keepers("cached"))
    assert reads.states["/a"] not in ((1, 1, 1, 1), (2, 2, 2, 2), None)
    assert reads.unnamed == {"/a": ("a", False)}


def test_what_arguments_name_and_what_does_not_last_is_not_unnamed(tmp_path):
    memory = Memory()
    memory.passing = (f"{tmp_path}/scratch/",)
    reached, names = keepers("cached"), ["named", "gone", "scratch/a", "other"]
    paths = [f"{tmp_path}/{name}" for name in names]
    (tmp_path / "scratch").mkdir()
    for path in paths:
        open(path, "w").close()
        memory.note(reached.all, path, None, path, is_listed=False)
    (tmp_path / "gone").unlink()
    memory.pass_over(reached, set(paths), (1, [tmp_path / "named"]))
    (reads,) = memory.of(reached)
    assert [*reads.states] == paths and [*reads.unnamed] == paths[3:]


def test_too_many_files_may_all_be_held(monkeypatch):
    monkeypatch.setattr(memory, "LIMIT", 1)
    full = noted("cached")
    assert not full.may_hold(keepers("another"))
    full.note(keepers("cached").all, "/b", None, "b", is_listed=False)
    assert full.is_overfull and full.may_hold(keepers("another"))


def test_what_a_pool_reads_is_held_for_all_keepers_of_a_step(tmp_path, monkeypatch):
    monkeypatch.setattr("martlet.worker.opens.MEMORY", found := Memory())
    path = tmp_path / "a"
    path.touch()
    reached = keepers("cached")
    with ThreadPoolExecutor(1) as pool:
        opened = watch(keepers=reached)
        pool.submit(lambda: path.read_text()).result()
        opened.end()
    (reads,) = found.of(reached)
    assert str(path) in reads.unnamed and str(path) in opened.touched
