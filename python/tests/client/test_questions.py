"""explain, check, forget, refresh and report."""

from __future__ import annotations

import asyncio
import itertools

import martlet
import steps
from dask import delayed

ODD = itertools.count()


def unsteady(x):
    return next(globals()["ODD"])


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


def test_a_report_counts_every_step(open_client):
    for outcome in ("computed", "loaded"):
        client = open_client()
        client.compute(graph(), sync=True)
        report = client.report()
        assert f"steps.total  {outcome}" in " ".join(str(report).split("\n")).replace("   ", " ")


def test_questions_of_an_asynchronous_client_are_awaited(cluster, tmp_path, runs):
    async def session():
        options = {"asynchronous": True, "store": tmp_path / "store", "keep": "all"}
        async with martlet.Client(cluster.scheduler_address, **options) as client:
            await client.compute(graph())
            assert not (await client.explain(graph())).steps
            assert not await client.check(graph(), sample=1.0)
            return await client.forget(graph())

    assert asyncio.run(session()) == 2
