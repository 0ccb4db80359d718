"""What makes two functions one step, and what does not."""

from __future__ import annotations

import pytest

from martlet.identity.code import describe

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
    "formatting": (
        'helper(x) * scale if "low" in LIMITS',
        '(\n            helper(x)\n            * scale\n        ) if "low" in LIMITS',
    ),
    "other lines": ("CUT = 1", "CUT = 1\n    UNUSED = 2\n    import json"),
    "the order in a set": ('{"low", "high", "middle"}', '{"middle", "low", "high"}'),
}
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

#: Projects (an import and a step's function `f`), and an edit that must be noticed; with an
#: empty edit, that another session says the same is all that is asked.
REACHED = {
    "a default in a nested tuple": ("def f(x, y=(1, (2, 3))): return y", "(2, 3)", "(2, 3.0)"),
    "a constant in a tuple": ("def f(x): return x in ((1, 2), 3)", "(1, 2)", "(1, True)"),
    "a nested function": ("def f(x):\n  def g(y): return y + 1\n  return g(x)", "y + 1", "y + 2"),
    "a comprehension": ("def f(x): return [i + 1 for i in x]", "i + 1", "i + 2"),
    "a closure": ("def m(n):\n  def f(x): return x + n\n  return f\nf = m(1)", "m(1)", "m(2)"),
    "mutual recursion": (
        "def even(n): return 1 if n == 0 else odd(n - 1)\n"
        "def odd(n): return 2 if n == 0 else even(n - 1)\ndef f(x): return even(x)",
        "2 if",
        "3 if",
    ),
    "a table of functions": (
        "def g(x): return x + 1\nT = {'g': [g]}\ndef f(x): return T['g'][0](x)",
        "x + 1",
        "x + 2",
    ),
    "a set of functions": (
        "def g(x): return x\ndef h(x): return x + 1\nS = {g, h}\n"
        "def f(x): return [k(x) for k in S]",
        "x + 1",
        "x + 2",
    ),
    "a function's attribute": ("def f(x): return f.shift\nf.shift = 1", "= 1", "= 2"),
    "a partial": (
        "import functools\ndef g(x, y): return x\nh = functools.partial(g, y=1)\n"
        "def f(x): return h(x)",
        "y=1",
        "y=2",
    ),
    "a decorator": (
        "import functools\ndef d(g):\n  @functools.wraps(g)\n  def w(x): return g(x) + 1\n"
        "  return w\n@d\ndef f(x): return x",
        "+ 1",
        "+ 2",
    ),
    "what a decorator wraps": (
        "import functools\ndef d(g):\n  @functools.wraps(g)\n  def w(x): return g(x)\n"
        "  return w\n@d\ndef f(x): return x + 1",
        "+ 1",
        "+ 2",
    ),
    "a context manager": (
        "import contextlib\n@contextlib.contextmanager\ndef g(): yield 1\n"
        "def f(x):\n  with g() as y: return y",
        "yield 1",
        "yield 2",
    ),
    "an lru_cache": (
        "import functools\n@functools.lru_cache\ndef g(x): return x + 1\ng(3)\n"
        "def f(x): return g(x)",
        "x + 1",
        "x + 2",
    ),
    "singledispatch": (
        "import functools\n@functools.singledispatch\ndef g(x): return 0\n@g.register\n"
        "def _(x: int): return 1\n@g.register\ndef _(x: str): return 3\ng(1)\n"
        "def f(x): return g(x)",
        "return 1",
        "return 2",
    ),
    "code made by exec": (
        "n = {}\nexec('def f(x): return x + 1', n)\nf = n['f']",
        "x + 1",
        "x + 2",
    ),
    "a ufunc made of a function": (
        "import numpy\nu = numpy.frompyfunc(lambda x: x + 1, 1, 1)\ndef f(x): return u(x)",
        "x + 1",
        "x + 2",
    ),
    "a docstring that is asked for": (
        "def g(x):\n  'Words.'\ndef f(x): return g.__doc__",
        "Words",
        "Other words",
    ),
    "a class's docstring that is asked for": (
        "import inspect\nclass C:\n  'Words.'\ndef f(x): return inspect.getdoc(C)",
        "Words",
        "Other words",
    ),
    "an async function": ("async def f(x): return x + 1", "x + 1", "x + 2"),
    "a generator": ("def g(x): yield x + 1\ndef f(x): return list(g(x))", "x + 1", "x + 2"),
    "one of two lambdas": ("g, f = lambda x: x + 1, lambda x: x + 5", "x + 5", "x + 6"),
    "a name of a builtin": ("def f(x): return min(x, 7)", "min", "max"),
    "an itemgetter": ("import operator\nf = operator.itemgetter(0)", "(0)", "(1)"),
    "a builtin's method": ("f = 'a'.join", "'a'", "'b'"),
    "a class as a step": ("class f:\n  def __init__(self, x): self.y = x + 1", "x + 1", "x + 2"),
    "an annotation in a class": (
        "class C:\n  x: list[int]\n  y: 'Unknown'\ndef f(x): return C()",
        "list[int]",
        "list[str]",
    ),
    "an annotation in words inside another": (
        "import typing\nclass C:\n  x: typing.List['A']\ndef f(x): return C()",
        "'A'",
        "'B'",
    ),
    "a bound method's state": (
        "class C:\n  def __init__(self, n): self.n = n\n"
        "  def m(self, x): return x + self.n\nf = C(1).m",
        "C(1)",
        "C(2)",
    ),
    "a callable object's code": (
        "class C:\n  def __call__(self, x): return x + 1\nf = C()",
        "x + 1",
        "x + 2",
    ),
    "a logger and a lock": (
        "import logging, threading\nlog = logging.getLogger(__name__)\nL = threading.Lock()\n"
        "def f(x):\n  with L: log.info('x')\n  return 1",
        "return 1",
        "return 2",
    ),
    "what a memo table held first": (
        "M = {1: 1}\ndef f(x):\n  if x not in M: M[x] = x\n  return M[x]",
        "{1: 1}",
        "{1: 2}",
    ),
}
UNIDENTIFIED = {
    "eval": "def f(x): return eval('x + 1')",
    "globals()": "def f(x): return globals()['g'](x)",
    "another's globals": "def g(): pass\ndef f(x): return g.__globals__[x]()",
    "a computed import": "import importlib\ndef f(x): return importlib.import_module('a' + x)",
    "a computed import inside": "def f(x):\n  import importlib as i\n  return i.import_module(x)",
    "sys.modules": "import sys\ndef f(x): return sys.modules[x]",
    "an open file": "F = open('/dev/null')\ndef f(x): return F.read()",
    "a generator among globals": "G = (i for i in range(3))\ndef f(x): return next(G)",
}

#: Uses of a module, which the compiler writes in another way where it also sees the import.
USES = {
    "a call": "math.sqrt(x)",
    "a call of a call": "math.sqrt(math.fabs(x))",
    "a call with names": "math.isclose(x, x, abs_tol=0.5)",
    "a call in a comprehension": "[math.sqrt(y) for y in x]",
    "a call of what it holds": "math.tau.hex()",
    "a function": "math.sqrt",
    "a called item": "math.x[0](x)",
}


def _edited(old: str, new: str) -> str:
    assert not old or BODY.count(old) == 1
    return BODY.replace(old, new) if old else BODY


@pytest.fixture(scope="module")
def answers(projects):
    """Identities of all of the above, each session with another hash seed and folder."""
    rows = {("body", name): (BODY, _edited(*edit)) for name, edit in {**SAME, **DIFFERENT}.items()}
    for name, (text, old, new) in REACHED.items():
        assert text.count(old) == 1, name
        rows["reached", name] = text, text.replace(old, new)
    for name, text in UNIDENTIFIED.items():
        rows["unidentified", name] = text, text
    names = [f"steps_{number}" for number in range(len(rows))]
    found = []
    for version in (0, 0, 1):
        files = {f"{n}.py": texts[version] for n, texts in zip(names, rows.values(), strict=True)}
        found.append(projects(files).ask(*(f"{n}|f" for n in names)))
    return dict(zip(rows, zip(*found, strict=True), strict=True))


@pytest.mark.parametrize("name", SAME)
def test_an_edit_that_changes_nothing_leaves_the_identity(answers, name):
    first, again, edited = answers["body", name]
    assert first == again == edited and "unidentified" not in first


@pytest.mark.parametrize("name", DIFFERENT)
def test_an_edit_of_what_a_function_does_changes_its_identity(answers, name):
    first, _, edited = answers["body", name]
    assert first != edited and "unidentified" not in edited


@pytest.mark.parametrize("name", REACHED)
def test_what_a_function_reaches_counts_and_is_the_same_in_every_session(answers, name):
    first, again, edited = answers["reached", name]
    assert first == again and "unidentified" not in first
    assert edited != first and "unidentified" not in edited


@pytest.mark.parametrize("name", UNIDENTIFIED)
def test_what_can_not_be_known_is_unidentified_and_says_why(answers, name):
    assert answers["unidentified", name][0].startswith("unidentified: ")


def _codes(use: str) -> tuple[bytes, bytes]:
    """A function's code when compiled with the import of a module, and without."""
    text = f"def f(x):\n  if x:\n    return {use}\n  return x"
    found = []
    for script in (f"import math\n{text}", text):
        names: dict = {}
        exec(script, names)
        found.append(describe(names["f"].__code__).encoding)
    return found[0], found[1]


@pytest.mark.parametrize("name", USES)
def test_code_is_the_same_if_a_cell_of_a_notebook_imports_its_modules(name):
    together, apart = _codes(USES[name])
    assert together == apart


def test_ways_of_using_a_module_are_different_code():
    assert len({_codes(use)[0] for use in USES.values()}) == len(USES)
