"""What the engine is told of a task's function."""

from __future__ import annotations

import functools
import gc
import threading
import weakref

import pytest

from martlet import _native
from martlet.identity import (
    ALWAYS,
    BOOKKEEPING,
    COROUTINE,
    IMPURE,
    NEVER,
    UNIDENTIFIED,
    VOLATILE,
    Identifier,
)
from martlet.marks import step

CONFIG = {"cut": 1}
MEMO: dict = {}
RESULTS: list = []


def plain(x, y=2, *, z=3):
    return x


def uses_config(x):
    return x + CONFIG["cut"]


def fills_memo(x):
    if x not in MEMO:
        MEMO[x] = x + 1
    RESULTS.append(x)
    return MEMO[x]


LAZY = None


def fills_lazy(x):
    global LAZY
    if LAZY is None:
        LAZY = x
    return LAZY


def configure(**settings):
    MEMO.update(settings)


def reads_memo(x):
    return MEMO.get(x)


async def later(x):
    return x


class Selection:
    @step(ignore=("verbose",), keep="always")
    def cut(self, events, verbose=False):
        return events


def ask(function, *arguments, **named):
    identifier = Identifier()
    with identifier.submission():
        return identifier.function(function, arguments, named)


def identity_of_each(identifier, function, changes):
    found = []
    for change in changes:
        change()
        with identifier.submission():
            found.append(identifier.function(function, (), {}).encoding)
    return found


@pytest.mark.parametrize(
    ("function", "label"),
    [
        (plain, f"{__name__}.plain"),
        (functools.partial(functools.partial(plain, 1), 2), f"{__name__}.plain"),
        (Selection().cut, f"{__name__}.Selection.cut"),
        (Selection, f"{__name__}.Selection"),
        (len, "builtins.len"),
    ],
)
def test_a_label_is_the_users_functions_module_and_name(function, label):
    assert ask(function).label == label


@pytest.mark.parametrize(
    ("marks", "flags"),
    [({"pure": False}, IMPURE), ({"keep": "always"}, ALWAYS), ({"keep": "never"}, NEVER)],
)
def test_marks_are_flags_and_no_part_of_the_identity(marks, flags):
    def f(x):
        return x

    before = ask(f)
    marked = ask(step(**marks)(f))
    assert marked.flags == flags and marked.encoding == before.encoding
    assert ask(functools.partial(f, 1)).flags == flags


def test_a_coroutine_function_is_flagged():
    assert ask(later).flags == COROUTINE and ask(functools.partial(later, 1)).flags == COROUTINE


def test_ignored_arguments_are_found_by_position_and_by_name():
    assert ask(Selection().cut).ignored == {"verbose", 1}
    assert ask(Selection.cut).ignored == {"verbose", 2}
    assert ask(functools.partial(Selection().cut, [])).ignored == {"verbose", 0}


def make(version, code, scale=1, bound=1):
    def f(x, scale=scale):
        return x * scale + bound

    def g(x, scale=scale):
        return x * scale - 2 * bound

    chosen = f if code else g
    chosen.__qualname__ = chosen.__name__ = "f"
    return step(version=version)(chosen)


def test_a_version_stands_for_the_code_but_not_for_defaults_and_closure():
    assert ask(make("1", True)).encoding == ask(make("1", False)).encoding
    assert ask(make("1", True)).encoding != ask(make("2", True)).encoding
    assert ask(make("1", True)).encoding != ask(make("1", True, scale=2)).encoding
    assert ask(make("1", True)).encoding != ask(make("1", True, bound=2)).encoding
    assert ask(make(None, True)).encoding != ask(make(None, False)).encoding


def test_a_decorators_own_code_counts_around_a_versioned_function():
    def decorated(factor):
        inner = make("1", True)
        if factor:
            return functools.wraps(inner)(lambda x: inner(x) * 2)
        return functools.wraps(inner)(lambda x: inner(x) * 3)

    assert ask(decorated(0)).encoding != ask(decorated(1)).encoding


def test_a_global_that_other_code_changes_counts_as_it_is_at_each_submission():
    one, two, back = identity_of_each(
        Identifier(),
        uses_config,
        [
            lambda: CONFIG.update(cut=1),
            lambda: CONFIG.update(cut=2),
            lambda: CONFIG.update(cut=1),
        ],
    )
    assert one == back != two


def test_a_memo_table_that_the_step_fills_does_not_count():
    MEMO.clear()
    before, after = identity_of_each(
        Identifier(steps_run_here=True),
        fills_memo,
        [lambda: None, lambda: (fills_memo(5), fills_memo(6.5))],
    )
    assert before == after


@pytest.mark.parametrize("first", [{}, {"cut": 0}])
def test_what_a_user_puts_into_a_memo_table_counts_where_no_step_runs(first):
    MEMO.clear()
    MEMO.update(first)
    before, after, again = identity_of_each(
        Identifier(steps_run_here=False),
        fills_memo,
        [lambda: None, lambda: configure(mass=1), lambda: None],
    )
    assert before != after == again


def test_a_name_that_a_step_fills_counts_where_no_step_runs(monkeypatch):
    monkeypatch.setitem(globals(), "LAZY", None)
    changes = [lambda: None, lambda: monkeypatch.setitem(globals(), "LAZY", 2)]
    before, after = identity_of_each(Identifier(steps_run_here=False), fills_lazy, changes)
    assert before != after
    monkeypatch.setitem(globals(), "LAZY", None)
    before, after = identity_of_each(Identifier(steps_run_here=True), fills_lazy, changes)
    assert before == after


def test_steps_run_where_a_worker_is():
    from distributed import LocalCluster

    MEMO.clear()
    options = {"processes": False, "dashboard_address": None, "n_workers": 1}
    with LocalCluster(**options):
        before, after = identity_of_each(
            Identifier(), fills_memo, [lambda: None, lambda: fills_memo(5)]
        )
    assert before == after


def test_a_table_that_the_step_only_reads_counts():
    MEMO.clear()
    before, after = identity_of_each(
        Identifier(), reads_memo, [lambda: None, lambda: configure(cut=1)]
    )
    assert before != after


def test_a_memo_table_whose_first_entries_change_counts():
    MEMO.clear()
    MEMO["cut"] = 1
    before, after = identity_of_each(
        Identifier(), fills_memo, [lambda: None, lambda: configure(cut=2)]
    )
    assert before != after


def test_what_can_not_be_identified_says_which_part_and_why():
    lock = threading.Lock()
    answer = ask(functools.partial(plain, lock))
    assert answer.flags & UNIDENTIFIED and "lock" in answer.reason and answer.label


def test_dasks_own_functions_are_bookkeeping_or_carry_the_users():
    spec = pytest.importorskip("dask._task_spec")
    assert ask(spec._identity_cast).flags == BOOKKEEPING
    from dask.bag.core import map_chunk, reify

    carried = ask(map_chunk, step(pure=False)(lambda x: x), [1], None, {})
    assert carried.flags == VOLATILE | IMPURE and carried.label.endswith("<lambda>")
    assert ask(map_chunk, plain).label == f"{__name__}.plain"
    assert not ask(reify).flags & BOOKKEEPING


def test_what_a_function_of_dasks_carries_is_asked_of_each_task():
    from dask.bag.core import map_chunk

    identifier = Identifier()
    with identifier.submission():
        labels = [
            identifier.function(map_chunk, (each, [1]), {}).label.rpartition(".")[2]
            for each in (plain, uses_config, plain, len, functools.partial(reads_memo), plain)
        ]
    assert labels == ["plain", "uses_config", "plain", "map_chunk", "reads_memo", "plain"]


def test_code_that_is_gone_is_forgotten():
    from martlet.identity.code import _known

    def ask_of_many():
        codes = []
        for number in range(50):
            names: dict = {}
            exec(f"def f(x): return x + {number}", names)
            ask(names["f"])
            codes.append(weakref.ref(names["f"].__code__))
        return codes

    before = len(_known)
    codes = ask_of_many()
    gc.collect()
    assert not [code for code in codes if code() is not None]
    assert len(_known) < before + len(codes)  # what other tests have left running may add some


class Knot:
    """One of many objects that all lead to each other."""


def test_a_value_with_too_many_ways_through_it_is_unidentified_and_soon():
    knots = [Knot() for _ in range(12)]
    for knot in knots:
        knot.others = knots.copy()
    with pytest.raises(_native.Unidentified, match="in too many ways"):
        Identifier().value(knots[0])
