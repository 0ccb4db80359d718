"""Sessions that race, are killed, lose workers, or run under another hash seed."""

import contextlib
import subprocess

import pytest


def test_eight_sessions_race_on_the_same_steps(sessions):
    processes = [sessions.start("run") for _ in range(8)]
    values = {sessions.finish(process)["value"] for process in processes}
    assert len(values) == 1
    last = sessions.run("run")
    assert (last["value"], last["computed"], last["loaded"]) == (values.pop(), 0, 1)


@pytest.mark.parametrize("whom", ["client", "everything"])
def test_a_session_killed_in_the_middle_leaves_a_store_for_the_next(sessions, whom):
    process = sessions.start("slow", **{"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"})
    assert process.stdout.readline().startswith("begun")
    with contextlib.suppress(subprocess.TimeoutExpired):  # a quick session may be over by then
        process.wait(timeout=0.5)
    if whom == "client":  # the workers, whose nannies see to it later, keep writing
        process.kill()
    else:
        process.terminate()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    first = sessions.run("after_slow")
    again = sessions.run("after_slow")
    assert again["value"] == first["value"]
    assert again["computed"] == 0


def test_a_step_that_failed_is_retried_and_only_its_result_is_kept(sessions, tmp_path):
    assert sessions.run("retries", tmp_path / "marker")["value"] == 7
    assert sessions.run("retries", tmp_path / "marker")["value"] == 7


def test_a_worker_that_dies_is_replaced_and_told_about_the_store(sessions, tmp_path):
    result = sessions.run("killed_worker", tmp_path / "marker")
    assert result["value"] == 8
    assert result["again"] == result["before"]
    assert sessions.run("run")["computed"] == 0


def test_stolen_steps_are_kept_by_the_thief(sessions):
    first = sessions.run("stealing")
    assert len(list(sessions.folder.glob("process-*"))) == 2, "nothing was stolen"
    again = sessions.run("stealing")
    assert again["value"] == first["value"]
    assert (first["computed"], again["computed"]) == (41, 0)


def test_keys_do_not_depend_on_the_hash_seed(sessions):
    first = sessions.run("run", PYTHONHASHSEED="0")
    for seed in ("1", "2", "4242", "random"):
        assert sessions.run("run", PYTHONHASHSEED=seed)["computed"] == 0
    assert first["computed"] == 25
