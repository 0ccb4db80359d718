"""explain, check, forget, refresh and report."""

from __future__ import annotations

import asyncio
import builtins
import itertools
import time

import martlet
import pytest
import steps
from dask import delayed
from martlet.explain import Explanation, Why

builtins.martlet_odd = itertools.count().__next__


def unsteady(x):
    return getattr(builtins, "martlet_odd")()


def fragile(x):
    if getattr(builtins, "martlet_is_broken", False):
        raise FileNotFoundError(x)
    return x


def vandal(x):
    x.append(0)
    return len(x)


def graph(n=4):
    return delayed(steps.total)(delayed(steps.load)(n))


def test_explain_names_what_is_new_and_what_differs(client):
    assert {why.reasons for why in client.explain(graph()).steps} == {("never seen",)}
    client.compute(graph(), sync=True)
    assert str(client.explain(graph())) == "nothing would be computed"
    text = str(client.explain(graph(5)))
    assert "steps.load: argument 1 changed" in text
    assert "steps.total: input" in text


def test_an_explanation_tells_what_is_alike_once():
    steps = [Why("bag.select[3]", ("select", 3), ("input `bag.load[3]` changed",))]
    assert str(Explanation(tuple(steps))) == "bag.select[3]: input `bag.load[3]` changed"
    steps += [Why("bag.select[4]", ("select", 4), ("input `bag.load[4]` changed",))]
    steps += [Why("bag.plot", "plot", ("never seen",))]
    explanation = Explanation(tuple(steps))
    text = "bag.select (2 steps): input `bag.load` changed\nbag.plot: never seen"
    assert str(explanation) == text and len(explanation.to_dict()) == 3
    assert "<td>bag.select (2 steps)</td>" in explanation._repr_html_()


def test_check_names_steps_that_change_their_input(client):
    changing = delayed(vandal)(delayed(list)([1, 2]))
    client.compute(changing, sync=True)
    doubts = client.check(changing, sample=1.0)
    assert doubts.changing_inputs == (f"{__name__}.vandal",)
    assert doubts.checked


def test_check_finds_nothing_wrong_with_honest_steps(client):
    client.compute(graph(), sync=True)
    doubts = client.check(graph(), sample=1.0)
    assert not doubts and doubts.checked == 2


def test_check_reaches_the_steps_of_a_collection_that_is_an_argument(client):
    import dask.bag

    kept = dask.bag.from_sequence(range(3), npartitions=1).map(steps.double).max()
    step = delayed(steps.plus)(kept, 1)
    client.compute(step, sync=True)
    doubts = client.check(step, sample=1.0)
    assert not doubts and doubts.checked == client.report().to_dict()["submissions"][0]["kept"]


def located(path):
    return path, bytes(100_000)


def test_check_finds_nothing_wrong_with_long_results_that_name_files(client, tmp_path):
    (tmp_path / "skim.txt").touch()
    step = delayed(located)(str(tmp_path / "skim.txt"))
    client.compute(step, sync=True)
    doubts = client.check(step, sample=1.0)
    assert not doubts and doubts.checked == 1


@pytest.mark.parametrize("sample", [0, -1, 2, float("nan")])
def test_a_sample_is_a_share(client, sample):
    with pytest.raises(ValueError, match="sample is .*above 0 and up to 1"):
        client.check(graph(), sample=sample)


@pytest.mark.parametrize(
    "contained",
    [
        lambda it: {"a": it, "b": [it]},
        lambda it: [it, 1],
        lambda it: ({"a": (it,)},),
        lambda it: (each for each in [it]),
    ],
)
def test_questions_are_answered_of_collections_in_containers(client, contained):
    assert "total" in str(client.explain(contained(graph())))
    client.compute(graph(), sync=True)
    assert client.check(contained(graph()), sample=1.0).checked == 2
    assert client.forget(contained(graph())) == 2


@pytest.mark.parametrize("nothing", [5, None, [], ["a"]])
def test_a_question_about_no_collection_is_refused(client, nothing):
    with pytest.raises(TypeError, match="no Dask collection"):
        client.explain(nothing)


def test_forgotten_steps_run_again(client, runs):
    client.compute(graph(), sync=True)
    runs.taken()
    assert client.forget(graph()) == 2
    client.compute(graph(), sync=True)
    assert runs.taken() == {"load": 1, "total": 1}


def test_refresh_computes_all_or_what_a_pattern_names(client, runs):
    client.compute(graph(), sync=True)
    runs.taken()
    client.compute(graph(), sync=True, refresh="total")
    assert runs.taken() == {"total": 1}
    client.compute(graph(), sync=True, refresh=True)
    assert runs.taken() == {"load": 1, "total": 1}


def test_a_pattern_of_refresh_that_fits_nothing_is_told(client, recwarn):
    client.compute(graph(), sync=True)
    client.compute(graph(), sync=True, refresh="tot*")
    assert not [each for each in recwarn if "refresh" in str(each.message)]
    client.compute(graph(), sync=True, refresh="nosuch*")
    (told,) = [str(each.message) for each in recwarn if "refresh" in str(each.message)]
    assert "'nosuch*' fits no step" in told and "`steps.total`" in told


def counts(report):
    names = ("loaded", "computed", "cut_off", "skipped", "kept")
    return {name: report.to_dict()["total"][name] for name in names}


def test_a_report_counts_every_step(open_client):
    first, second = open_client(), open_client()
    first.compute(graph(), sync=True)
    report = first.report()
    assert counts(report) == dict(loaded=0, computed=2, cut_off=0, skipped=0, kept=2)
    first.compute(graph(5), sync=True)
    assert counts(report)["computed"] == 2, "a report is a copy"
    second.compute(graph(), sync=True)
    assert counts(second.report()) == dict(loaded=1, computed=0, cut_off=0, skipped=1, kept=0)


def slowly(x):
    time.sleep(0.05)
    return x


def test_a_report_tells_the_seconds_that_loaded_and_skipped_steps_took(open_client):
    what = delayed(slowly)(delayed(slowly)(1))
    first, second = open_client(), open_client()
    first.compute(what, sync=True)
    spent = first.report().to_dict()["total"]
    assert spent["seconds_saved"] == 0 and 0.1 <= spent["seconds_computed"] < 1
    second.compute(what, sync=True)
    for _ in range(2):  # asked again, nothing counts twice
        saved = second.report().to_dict()["total"]
        assert saved["seconds_computed"] == 0
        assert saved["seconds_saved"] == pytest.approx(spent["seconds_computed"], rel=0.01)
    second.close()
    assert counts(second.report())["loaded"] == 1


@pytest.mark.parametrize("question", ["explain", "check", "forget"])
def test_a_plain_client_answers_no_questions_and_says_why(open_client, question):
    client = open_client(enabled=False)
    with pytest.raises(RuntimeError, match="plain Dask client, since `enabled` is false"):
        getattr(client, question)(graph())


def test_check_names_steps_that_give_something_else(client):
    random = delayed(unsteady)(1)
    client.compute(random, sync=True)
    doubts = client.check(random, sample=1.0)
    assert doubts.to_dict() == {
        "checked": 1,
        "kept": 1,
        "irreproducible": (f"{__name__}.unsteady",),
        "changing_inputs": (),
        "failing": (),
    }
    assert str(doubts) == (
        f"1 of 1 kept steps computed again\nnot reproducible: {__name__}.unsteady"
    )


def test_check_tells_what_a_kept_step_raises_now(client, monkeypatch):
    reading = delayed(fragile)(1)
    client.compute(reading, sync=True)
    monkeypatch.setattr(builtins, "martlet_is_broken", True, raising=False)
    doubts = client.check(reading, sample=1.0)
    assert doubts and "FileNotFoundError" in doubts.failing[0]
    assert "failed: FileNotFoundError" in str(doubts)


def test_a_check_of_nothing_says_so(client):
    doubts = client.check(graph(), sample=1.0)
    assert doubts.checked == 0 and not doubts
    assert str(doubts) == "no kept step was computed again"


def test_explain_finds_an_earlier_session_behind_many_others(open_client):
    first = open_client()
    first.compute(graph(), sync=True)
    for number in range(60):
        first.submit(steps.total, number).result()
    because = {why.label: why.reasons for why in open_client().explain(graph(5)).steps}
    assert because["steps.load"] == ("argument 1 changed",)
    assert because["steps.total"] == ("input `steps.load` changed",)


def test_questions_of_an_asynchronous_client_are_awaited(cluster, tmp_path, runs):
    async def session():
        options = {"asynchronous": True, "store": tmp_path / "store", "keep": "all"}
        async with martlet.Client(cluster.scheduler_address, **options) as client:
            await client.compute(graph())
            assert not (await client.explain(graph())).steps
            assert not await client.check(graph(), sample=1.0)
            return await client.forget(graph())

    assert asyncio.run(session()) == 2
