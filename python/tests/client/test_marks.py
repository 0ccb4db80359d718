"""What a user says with ``@martlet.step`` and ``martlet.File`` holds in the next session."""

from __future__ import annotations

import os

import martlet
import pytest
import steps
from dask import delayed


def read(path):
    steps.ran("read")
    with open(path) as file:
        return file.read()


@pytest.mark.parametrize("way", ["submit", "delayed", "in a list", "by keyword"])
def test_a_file_edited_under_its_name_is_read_again(open_client, tmp_path, runs, way):
    path = tmp_path / "calibration.json"

    def session():
        client, file = open_client(), martlet.File(path)
        if way == "submit":
            return client.submit(read, file).result()
        if way == "by keyword":
            return client.submit(read, path=file).result()
        if way == "in a list":
            return client.submit(lambda files: read(files[0]), [file]).result()
        return client.compute(delayed(read)(file), sync=True)

    for text, expected in (("1.0", {"read": 1}), ("1.0", {}), ("1.5", {"read": 1}), ("1.0", {})):
        path.write_text(text)
        assert session() == text
        assert runs.taken() == expected


def test_a_file_under_another_name_is_another_argument_since_steps_see_the_name(
    open_client, tmp_path, runs
):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("1.0")
        file = martlet.File(tmp_path / name)
        assert open_client().submit(os.path.basename, file).result() == name


def test_a_plain_path_counts_by_the_file_that_it_names(open_client, tmp_path, runs):
    for name, text in [("a", "1.0"), ("a", "1.5"), ("b", "1.0"), ("a", "1.5")]:
        (tmp_path / f"{name}.json").write_text(text)
        assert open_client().submit(read, str(tmp_path / f"{name}.json")).result() == text
    assert runs.taken() == {"read": 2}


def define(code, **mark):
    """A step ``select`` of the given code, marked."""
    scope = {"ran": steps.ran, "__name__": "analysis"}
    exec(f"def select(x, verbose=False):\n    ran('select')\n    return {code}\n", scope)
    return martlet.step(**mark)(scope["select"])


@pytest.mark.parametrize(
    ("first", "second", "runs_again"),
    [
        (("x + 1", {}), ("x + 1", {}), False),
        (("x + 1", {}), ("1 + x", {}), True),
        (("x + 1", {"version": "1"}), ("1 + x", {"version": "1"}), False),
        (("x + 1", {"version": "1"}), ("x + 1", {"version": "2"}), True),
        (("x + 1", {"version": 1}), ("x + 1", {"version": "1"}), False),
        (("x + 1", {}), ("x + 1", {"version": "1"}), True),
        (("x + 1", {"keep": "never"}), ("x + 1", {"keep": "never"}), True),
        (("x + 1", {"keep": "always"}), ("x + 1", {}), False),
        (("x + 1", {"pure": False}), ("x + 1", {"pure": False}), True),
    ],
)
def test_marks_decide_whether_a_step_runs_again(open_client, runs, first, second, runs_again):
    for code, mark in (first, second):
        assert open_client().submit(define(code, **mark), 1).result() == 2
    assert runs.taken() == {"select": 1 + runs_again}


@pytest.mark.parametrize(
    ("mark", "arguments", "runs_again"),
    [
        ({}, {"verbose": True}, True),
        ({"ignore": ("verbose",)}, {"verbose": True}, False),
        ({"ignore": "verbose"}, {"verbose": True}, False),
        ({"ignore": ("verbose",)}, {"x": 1.0}, True),
    ],
)
def test_ignored_arguments_do_not_count(open_client, runs, mark, arguments, runs_again):
    select = define("x + 1", **mark)
    for given in ({"x": 1, "verbose": False}, {"x": 1, "verbose": False, **arguments}):
        assert open_client().submit(select, **given).result() == 2
    assert runs.taken() == {"select": 1 + runs_again}


def test_a_mark_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="it can be 'always', 'never' or None"):
        martlet.step(keep="sometimes")


def test_a_function_that_takes_no_mark_says_what_to_do():
    with pytest.raises(TypeError, match="(?s)can't be marked.*hint: mark a function of yours"):
        martlet.step(len)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"pure": "no"}, "pure is 'no'; it can be True or False"),
        ({"version": [1]}, "version is"),
        ({"ignore": 3}, "ignore is 3; it can be names of arguments"),
        ({"ignore": (3,)}, "ignore is"),
        ({"ignore": ("dbg",)}, "`function` has no argument `dbg` to be ignored; it has `x`, `debug`"),
        ({"keep": "sometimes"}, "keep is 'sometimes'"),
    ],
)
def test_marks_that_make_no_sense_are_refused_with_a_reason(options, words):
    def function(x, debug=False):
        return x

    function.__qualname__ = "function"
    with pytest.raises(ValueError) as caught:
        martlet.step(**options)(function)
    assert words in str(caught.value)


def test_an_option_without_its_name_is_refused_with_a_hint():
    with pytest.raises(TypeError, match="(?s)'3' is no function.*hint: .*version='3'"):
        martlet.step("3")
