"""What makes two functions one step, and what does not: edits, each in a process of its own."""

from __future__ import annotations

import pytest

BODY = """
    CUT = 1
    LIMITS = {"low", "high", "middle"}

    def helper(x):
        return x + CUT

    def f(x, scale=1.0):
        return helper(x) * scale if "low" in LIMITS else None
"""

SAME = {
    "nothing": ("", ""),
    "a comment": ("return helper", "# why\n        return helper"),
    "a docstring": ("        return helper", '        "Words."\n        return helper'),
    "a docstring of a helper": ("return x + CUT", '"Words."\n        return x + CUT'),
    "formatting": ('helper(x) * scale if "low" in LIMITS',
                   '(\n            helper(x)\n            * scale\n        ) if "low" in LIMITS'),
    "another line": ("CUT = 1", "CUT = 1\n    UNUSED = 2\n    import json"),
    "the order of definitions": ("    CUT = 1\n", ""),
    "the order in a set": ('{"low", "high", "middle"}', '{"middle", "low", "high"}'),
}  # fmt: skip

DIFFERENT = {
    "the body": ("* scale", "+ scale"),
    "a default": ("scale=1.0", "scale=2.0"),
    "a default's type": ("scale=1.0", "scale=1"),
    "a default's sign": ("scale=1.0", "scale=-0.0"),
    "a constant's type": ('"low" in', 'b"low" in'),
    "a helper": ("x + CUT", "x - CUT"),
    "a global of a helper": ("CUT = 1", "CUT = 2"),
    "a global's type": ("CUT = 1", "CUT = True"),
    "a set": ('"middle"}', '"centre"}'),
    "an argument's name": ("def f(x, scale", "def f(y, scale"),
    "a missing name": ("    CUT = 1\n", "    X = 1\n"),
}


def _edited(old: str, new: str) -> str:
    text = BODY.replace(old, new) if old else BODY
    return text + "\n    CUT = 1\n" if old == "    CUT = 1\n" and not new else text


@pytest.mark.parametrize("name", SAME)
def test_an_edit_that_changes_nothing_leaves_the_identity(project, name):
    project.write({"steps.py": BODY})
    before = project.ask()
    project.write({"steps.py": _edited(*SAME[name])})
    assert project.ask() == before


@pytest.mark.parametrize("name", DIFFERENT)
def test_an_edit_of_what_a_function_can_reach_changes_the_identity(project, name):
    project.write({"steps.py": BODY})
    before = project.ask()
    project.write({"steps.py": _edited(*DIFFERENT[name])})
    assert project.ask() != before
