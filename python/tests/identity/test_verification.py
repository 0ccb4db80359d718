"""A worker's code is checked against the manifest of what the client fingerprinted."""

from __future__ import annotations

import sys

STEPS = """
    import copyreg, dataclasses, collections
    from helpers import helper

    @dataclasses.dataclass
    class P:
        x: int

    Q = collections.namedtuple("Q", "x y")
    CUT = 1
    MEMO = {}

    def f(x):
        MEMO[x] = helper(x) + CUT
        return P(x), Q(1, 2), MEMO[x]
"""
HELPERS = "def helper(x):\n    return x + 1\n"
START = """
import pickle, sys
import steps
from martlet.identity import Identifier
identifier = Identifier()
"""
WRITE = (
    START
    + """
pickle.dumps([steps.P(1), steps.Q(1, 2)])
with identifier.submission():
    function = identifier.function(steps.f, (), {})
open("../manifest", "wb").write(identifier.manifest(function.checks[0]))
"""
)
CHECK = (
    START
    + """
steps.MEMO[1] = object()
print(identifier.verify(open("../manifest", "rb").read()))
"""
)
DIFFER = (
    START
    + """
print(identifier.differences(open("../old", "rb").read(), open("../manifest", "rb").read()))
"""
)


def _run(projects, code, steps=STEPS, helpers=HELPERS):
    project = projects({"steps.py": steps, "helpers.py": helpers})
    return project.run([sys.executable, "-c", code]).strip()


def test_the_same_code_is_found_the_same_whatever_a_memo_table_holds_there(projects):
    _run(projects, WRITE)
    assert _run(projects, CHECK) == "[]"


def test_other_code_on_the_worker_is_named(projects):
    _run(projects, WRITE)
    assert _run(projects, CHECK, helpers=HELPERS.replace("+ 1", "+ 2")) == "['`steps.f`']"
    assert _run(projects, CHECK, steps=STEPS.replace("CUT = 1", "CUT = 2")) == "['`steps.f`']"


def test_differences_are_named_in_words(projects):
    folder = projects().folder.parent
    _run(projects, WRITE)
    (folder / "old").write_bytes((folder / "manifest").read_bytes())
    _run(
        projects,
        WRITE,
        steps=STEPS.replace("CUT = 1", "CUT = 2"),
        helpers=HELPERS.replace("+ 1", "+ 2"),
    )
    assert _run(projects, DIFFER) == "['helper `helper` changed', 'global `CUT` changed']"
