"""A worker's code is checked against the manifest of what the client fingerprinted."""

from __future__ import annotations

import sys

import pytest

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


def test_a_default_that_differs_is_named_as_one(projects):
    folder = projects().folder.parent
    _run(projects, WRITE, helpers=HELPERS.replace("(x)", "(x, n=1)"))
    (folder / "old").write_bytes((folder / "manifest").read_bytes())
    _run(projects, WRITE, helpers=HELPERS.replace("(x)", "(x, n=2)"))
    assert _run(projects, DIFFER) == "['default of `n` of `helpers.helper` changed']"


#: State that a step changes as it runs, with a use of it: `f` and `g` share it.
SHARED = {
    "a lazy global": ("T = None\ndef use():\n  global T\n  if T is None: T = [1]\n  return T"),
    "a lazy global that is not there yet": (
        "def use():\n  global T\n  try: return T\n  except NameError: T = [1]\n  return T"
    ),
    "a lazy object": (
        "class M:\n  t = None\n  def use(self):\n    if self.t is None: self.t = [1]\n    return self.t\n"
        "m = M()\ndef use(): return m.use()"
    ),
    "a cached property": (
        "import functools\nclass M:\n  @functools.cached_property\n  def t(self): return [1]\n"
        "m = M()\ndef use(): return m.t"
    ),
    "a memo in a class": (
        "class M:\n  c = {}\n  @classmethod\n  def use(cls): cls.c[1] = 1; return cls.c\n"
        "def use(): return M.use()"
    ),
    "a counter in a class": "class M: n = 0\ndef use():\n  M.n += 1\n  return M.n",
    "a random generator": "import random\nR = random.Random(1)\ndef use(): return R.random()",
    "lists in a table": (
        "import collections\nD = collections.defaultdict(list)\ndef use(): D[1].append(1); return D"
    ),
    "an attribute of a function": (
        "def use():\n  if not hasattr(use, 'cache'): use.cache = {}\n  use.cache[1] = 1"
    ),
}
TWO_STEPS = "\ndef f(x): return x, use()\ndef g(x): return use(), x\n"
WRITE_TWO = (
    START
    + """
with identifier.submission():
    for name in "fg":
        function = identifier.function(getattr(steps, name), (), {})
        open("../" + name, "wb").write(identifier.manifest(function.checks[0]))
"""
)
CHECK_TWO = (
    START
    + """
print(identifier.verify(open("../f", "rb").read()))
steps.f(1)
{}
print(identifier.verify(open("../g", "rb").read()))
"""
)


@pytest.mark.parametrize("name", SHARED)
def test_steps_that_ran_here_may_have_changed_what_another_shares_with_them(projects, name):
    steps = SHARED[name] + TWO_STEPS
    _run(projects, WRITE_TWO, steps)
    assert _run(projects, CHECK_TWO.format(""), steps).split() == ["[]", "[]"]


@pytest.mark.parametrize(
    "change",
    [
        "steps.CUT = 2",
        "steps.m = type(steps.m)(2)",
        "steps.use = lambda: 2",
        "type(steps.m).use = lambda self: 2",
        "open('helpers.py', 'a').write('def helper(): return 22'); importlib.reload(steps.helpers)",
        "open('steps.py', 'a').write('def use(): return 22'); importlib.reload(steps)",
    ],
)
def test_what_was_bound_anew_or_reloaded_after_another_step_ran_is_named(projects, change):
    steps = (
        "import helpers\nCUT = 1\nclass M:\n  def __init__(self, n): self.n, self.t = n, None\n"
        "  def use(self):\n    self.t = self.n\n    return self.t\n"
        "m = M(1)\ndef use(): return m.use() + CUT + helpers.helper()" + TWO_STEPS
    )
    helpers = "def helper(): return 1\n"
    _run(projects, WRITE_TWO, steps, helpers)
    found = _run(projects, CHECK_TWO.format("import importlib; " + change), steps, helpers)
    assert found.splitlines() == ["[]", "['`steps.g`']"]


def test_what_a_value_is_now_counts_as_well_as_what_it_was(projects):
    steps = "C = {'cut': 1}\ndef use(): return C['cut']" + TWO_STEPS
    _run(projects, WRITE_TWO.replace("with ident", "steps.C['cut'] = 2\nwith ident"), steps)
    change = "steps.C['cut'] = 2"
    assert _run(projects, CHECK_TWO.format(change), steps).splitlines() == ["['`steps.f`']", "[]"]


def test_a_reload_of_any_module_that_a_step_leads_to_is_noticed(projects):
    files = {
        "steps.py": "import deep, settings\ndef f(x):\n  import late\n  return deep.g(x)",
        "deep.py": "import deeper\nimport numpy\ndef g(x): return numpy.abs(deeper.h(x))",
        "deeper.py": "import settings\ndef h(x): return x + settings.CUT",
        "settings.py": "CUT = 1",
        "late.py": "",
        "unused.py": "",
    }
    ask = WRITE + "print(identifier.modules(open('../manifest', 'rb').read()))"
    ask = ask.replace("pickle.dumps([steps.P(1), steps.Q(1, 2)])", "")
    found = projects(files).run([sys.executable, "-c", ask]).strip()
    assert found == "['deep', 'deeper', 'late', 'settings', 'steps']"
