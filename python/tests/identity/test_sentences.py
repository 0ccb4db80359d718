"""The specification's sentences on what makes a key, each with an edit that tries to break it."""

from __future__ import annotations

import pytest

#: A project's steps.py (with a step `f`), and an edit after which it is another step.
DIFFER = {
    "a setting under a key that it names": (
        "S = {'a': {'x': 1}, 'b': 3}\ndef f(x): return S['a']['x']",
        "'x': 1",
        "'x': 2",
    ),
    "any setting if a helper gets all of them": (
        "S = {'a': 1, 'b': 2}\ndef g(s): return s['b']\ndef f(x): return S['a'] + g(S)",
        "'b': 2",
        "'b': 3",
    ),
    "a setting under a key that is computed": (
        "S = {'a': 1, 'b': 2}\ndef f(x): return S['a'] + S['b'[:1]]",
        "'b': 2",
        "'b': 3",
    ),
    "a setting of a class of the user's": (
        "class D(dict):\n  def __missing__(self, k): return self['b']\n"
        "S = D(a=1, b=2)\ndef f(x): return S['c']",
        "b=2",
        "b=3",
    ),
    "a setting that is a function": (
        "S = {'a': lambda x: x + 1}\ndef f(x): return S['a'](x)",
        "x + 1",
        "x + 2",
    ),
    "a keyword-only default": ("def f(x, *, k=1): return x * k", "k=1", "k=2"),
    "an annotation of a dataclass": (
        "import dataclasses\n@dataclasses.dataclass\nclass C:\n  a: int = 1\n  b: int = 2\n"
        "def f(x): return C(x)",
        "b: int",
        "c: int",
    ),
    "a metaclass": (
        "class M(type):\n  n = 1\nclass C(metaclass=M): pass\ndef f(x): return C.n",
        "n = 1",
        "n = 2",
    ),
    "a base class in another place of the order": (
        "class A: n = 1\nclass B: n = 2\nclass C(A, B): pass\ndef f(x): return C.n",
        "(A, B)",
        "(B, A)",
    ),
    "a property": (
        "class C:\n  @property\n  def n(self): return 1\ndef f(x): return C().n",
        "return 1",
        "return 2",
    ),
    "a staticmethod": (
        "class C:\n  @staticmethod\n  def n(): return 1\nf = C.n",
        "return 1",
        "return 2",
    ),
    "a classmethod": (
        "class C:\n  k = 1\n  @classmethod\n  def n(cls, x): return cls.k\nf = C.n",
        "k = 1",
        "k = 2",
    ),
    "a descriptor": (
        "class D:\n  def __get__(self, o, t): return 1\nclass C: n = D()\ndef f(x): return C().n",
        "return 1",
        "return 2",
    ),
    "what __init_subclass__ does": (
        "class B:\n  def __init_subclass__(cls): cls.n = 1\nclass C(B): pass\ndef f(x): return C.n",
        "n = 1",
        "n = 2",
    ),
    "a method of a base of a base": (
        "class A:\n  def n(self): return 1\nclass B(A): pass\nclass C(B): pass\n"
        "def f(x): return C().n()",
        "return 1",
        "return 2",
    ),
    "the state of a bound method of a class with slots": (
        "class C:\n  __slots__ = ('n',)\n  def m(self, x): return self.n\nc = C()\nc.n = 1\nf = c.m",
        "n = 1",
        "n = 2",
    ),
    "a function in a partial in a list in a dictionary": (
        "import functools\ndef g(x): return x + 1\nT = {'a': [functools.partial(g)]}\n"
        "def f(x): return T['a'][0](x)",
        "x + 1",
        "x + 2",
    ),
    "a default that is a function": (
        "def g(x): return x + 1\ndef f(x, h=g): return h(x)",
        "x + 1",
        "x + 2",
    ),
    "one of many closures of one code": (
        "fs = [(lambda n: lambda x: x + n)(n) for n in (1, 2, 3)]\nf = fs[1]",
        "fs[1]",
        "fs[2]",
    ),
    "a nonlocal that is filled": (
        "def m():\n  n = 1\n  def g(x): return x + n\n  return g\nf = m()",
        "n = 1",
        "n = 2",
    ),
    "mutual recursion of two classes": (
        "class A:\n  def g(self): return B\nclass B:\n  def g(self): return A\n  n = 1\n"
        "def f(x): return A().g().n",
        "n = 1",
        "n = 2",
    ),
    "an async generator": (
        "async def g():\n  yield 1\ndef f(x): return g()",
        "yield 1",
        "yield 2",
    ),
    "a handler of exceptions": (
        "def f(x):\n  try: return x\n  except KeyError: return 1",
        "KeyError",
        "IndexError",
    ),
    "a nested set of constants": ("def f(x): return x in {1, (2, 3)}", "(2, 3)", "(2, 4)"),
    "a constant's sign": ("def f(x): return 0.0 * x", "0.0", "-0.0"),
    "an operator": ("def f(x): return x < 3", "<", "<="),
    "an f-string's format": ("def f(x): return f'{x:.1f}'", ".1f", ".2f"),
    "an f-string's conversion": ("def f(x): return f'{x!r}'", "!r", "!s"),
    "a slice": ("def f(x): return x[1:3]", "1:3", "1:4"),
    "a keyword's name in a call": ("def f(x): return dict(a=x)", "a=x", "b=x"),
    "the order of a dictionary among globals": (
        "D = {'a': 1, 'b': 2}\ndef f(x): return list(D)",
        "{'a': 1, 'b': 2}",
        "{'b': 2, 'a': 1}",
    ),
    "a global of a global's class": (
        "N = 1\nclass C:\n  def n(self): return N\nc = C()\ndef f(x): return c.n()",
        "N = 1",
        "N = 2",
    ),
    "a compiled pattern": (
        "import re\nP = re.compile('a')\ndef f(x): return P.match(x)",
        "'a'",
        "'a', re.I",
    ),
    "a match statement": (
        "def f(x):\n  match x:\n    case {'a': 1}: return 1\n    case [a, *b]: return 2",
        "'a': 1",
        "'a': 2",
    ),
    "a walrus": ("def f(x): return (y := x + 1) * y", "x + 1", "x + 2"),
    "a decorator's argument": (
        "def d(n):\n  def w(g):\n    def h(x): return g(x) * n\n    return h\n  return w\n"
        "@d(1)\ndef f(x): return x",
        "@d(1)",
        "@d(2)",
    ),
    "a singledispatchmethod": (
        "import functools\nclass C:\n  @functools.singledispatchmethod\n  def m(self, x): return 0\n"
        "  @m.register\n  def _(self, x: int): return 1\ndef f(x): return C().m(x)",
        "return 1",
        "return 2",
    ),
    "a wrapped builtin": ("def f(x): return sorted(x, key=len)", "key=len", "key=str"),
    "a function in an enum's member": (
        "import enum, functools\ndef g(x): return x + 1\n"
        "class E(enum.Enum):\n  A = functools.partial(g)\ndef f(x): return E.A.value(x)",
        "x + 1",
        "x + 2",
    ),
    "a default factory": (
        "import dataclasses\ndef new(): return [1]\n@dataclasses.dataclass\n"
        "class C:\n  a: list = dataclasses.field(default_factory=new)\ndef f(x): return C()",
        "[1]",
        "[2]",
    ),
}
#: An edit after which it is the same step.
SAME = {
    "a setting under a key that it does not name": (
        "S = {'a': {'x': 1, 'y': 2}, 'b': 3}\ndef f(x): return S['a']['x']",
        "'y': 2}, 'b': 3",
        "'y': 4}, 'b': 5",
    ),
    "the order of definitions": (
        "def g(x): return x\ndef h(x): return x + 1\ndef f(x): return g(x) + h(x)",
        "def g(x): return x\ndef h(x): return x + 1",
        "def h(x): return x + 1\ndef g(x): return x",
    ),
    "the order of a set among globals": (
        "S = frozenset(['a', 'b', ('c', 1)])\ndef f(x): return x in S",
        "['a', 'b', ('c', 1)]",
        "[('c', 1), 'b', 'a']",
    ),
    "the order of methods": (
        "class C:\n  def a(self): return 1\n  def b(self): return 2\ndef f(x): return C().a()",
        "  def a(self): return 1\n  def b(self): return 2",
        "  def b(self): return 2\n  def a(self): return 1",
    ),
    "a class's docstring": ("class C:\n  n = 1\ndef f(x): return C.n", "  n", "  'Words.'\n  n"),
    "a nested function's docstring": (
        "def f(x):\n  def g():\n    return x\n  return g()",
        "    return x",
        "    'Words.'\n    return x",
    ),
    "an unused global of a module": ("A = 1\ndef f(x): return x", "A = 1", "A = object()"),
    "an unused import": ("import os\ndef f(x): return x", "import os", "import json as os"),
    "how a number is written": ("def f(x): return x + 1000", "1000", "1_000"),
    "quotes": ("def f(x): return x + 'a'", "'a'", '"a"'),
    "parentheses": ("def f(x): return x + 1", "x + 1", "(x +\n 1)"),
    "another function's edit": (
        "def g(x): return x\ndef f(x): return x",
        "def g(x): return x",
        "def g(x): return eval(x)",
    ),
}


@pytest.fixture(scope="module")
def answers(projects):
    """Identities before and after each edit, and those of another session."""
    rows = {**DIFFER, **SAME}
    files: list[dict[str, str]] = [{}, {}, {}]
    for number, (name, (text, old, new)) in enumerate(rows.items()):
        assert text.count(old) == 1 or name == "quotes", name
        for place, each in zip(files, (text, text, text.replace(old, new)), strict=True):
            place[f"m{number}.py"] = each
    found = [projects(f).ask(*(f"m{n}|f" for n in range(len(rows)))) for f in files]
    return dict(zip(rows, zip(*found, strict=True), strict=True))


@pytest.mark.parametrize("name", DIFFER)
def test_what_decides_a_result_counts(answers, name):
    first, again, edited = answers[name]
    assert first == again and "unidentified" not in first
    assert edited != first and "unidentified" not in edited


@pytest.mark.parametrize("name", SAME)
def test_what_decides_nothing_does_not_count(answers, name):
    first, again, edited = answers[name]
    assert first == again == edited and "unidentified" not in first
