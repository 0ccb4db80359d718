"""Descriptors of the user's, annotations, registered and derived classes count where code sees them."""

from __future__ import annotations

import pytest

#: Projects (a step's function `f`, and `other.py`), and an edit of either that must be noticed.
NOTICED = {
    "a property of a class of the user's": (
        "class p(property):\n  def __get__(self, o, t=None): return 1\n"
        "class C:\n  @p\n  def k(self): return 0\ndef f(x): return C().k",
        "return 1",
        "return 2",
    ),
    "a cached property of a class of the user's": (
        "import functools\nclass p(functools.cached_property):\n"
        "  def __get__(self, o, t=None): return 1\n"
        "class C:\n  @p\n  def k(self): return 0\ndef f(x): return C().k",
        "return 1",
        "return 2",
    ),
    "what a static method of a class of the user's keeps": (
        "class s(staticmethod):\n  def __init__(self, g): super().__init__(g); self.n = 1\n"
        "class C:\n  @s\n  def k(x): return x\ndef f(x): return C.k(x)",
        "self.n = 1",
        "self.n = 2",
    ),
    "a class method of a class of the user's": (
        "class c(classmethod):\n  def __get__(self, o, t=None): return lambda x: 1\n"
        "class C:\n  @c\n  def k(cls): return 0\ndef f(x): return C.k(x)",
        "x: 1",
        "x: 2",
    ),
    "a static method of a class of the user's outside a class": (
        "class s(staticmethod):\n  k = 1\n@s\ndef h(x): return x\ndef f(x): return h(x) + h.k",
        "k = 1",
        "k = 2",
    ),
    "what is annotated beside a type": (
        "import typing\nclass C:\n  pt: typing.Annotated[float, {'cut': 30}]\n"
        "def f(x): return typing.get_type_hints(C, include_extras=True)",
        "30",
        "40",
    ),
    "a literal type": (
        "import typing\nclass C:\n  n: typing.Literal[1]\ndef f(x): return C()",
        "[1]",
        "[2]",
    ),
    "an annotation of a function whose annotations are read": (
        "def h(x: 'GeV'): return x\ndef f(x): return h.__annotations__",
        "GeV",
        "MeV",
    ),
    "an annotation of a function that another's signature tells": (
        "from inspect import signature as s\ndef h(x: 1): return x\n"
        "def use(g): return s(g)\ndef f(x): return use(h)",
        "x: 1",
        "x: 2",
    ),
    "a class that __subclasses__ finds": (
        "class B: pass\nclass C(B): k = 1\n"
        "def f(x): return [c.k for c in B.__subclasses__()]",
        "k = 1",
        "k = 2",
    ),
    "a class that __subclasses__ of one that it finds finds": (
        "class B:\n  def all(c): return [d.all() for d in c.__subclasses__()]\n"
        "class C(B): pass\nclass D(C):\n  def all(c): return 1\ndef f(x): return B.all()",
        "return 1",
        "return 2",
    ),
    "a class of another module that __subclasses__ finds": (
        "import other\ndef f(x): return other.B.__subclasses__()\n\nclass C(other.B): k = 1\n",
        "k = 1",
        "k = 2",
    ),
    "a class registered with an abstract one": (
        "import abc\nclass B(abc.ABC): pass\nB.register(int)\ndef f(x): return isinstance(x, B)",
        "register(int)",
        "register(str)",
    ),
}
UNNOTICED = {
    "the docstring of a static method of a class of the user's": (
        "class s(staticmethod): pass\nclass C:\n  @s\n  def k(x):\n    'One.'\n    return x\n"
        "def f(x): return C.k(x)",
        "One.",
        "Two.",
    ),
    "an annotation of a function": ("def h(x: int): return x\ndef f(x): return h(x)", "int", "str"),
    "a derived class": (
        "class B: pass\nclass C(B): k = 1\ndef f(x): return B()",
        "k = 1",
        "k = 2",
    ),
    "the order of derived classes": (
        "import dataclasses\nclass B: pass\n@dataclasses.dataclass(slots=True)\nclass C(B): k: int\n"
        "class D(B): pass\ndef f(x): return len(B.__subclasses__())",
        "k: int\nclass D(B): pass\n",
        "k: int\n\nclass D(B): pass\n",
    ),
}


@pytest.fixture(scope="module")
def answers(projects):
    """Identities in two sessions before the edit, and in one after it."""
    rows = {**NOTICED, **UNNOTICED}
    for name, (text, old, _) in rows.items():
        assert text.count(old) == 1, name
    steps = {name: f"steps_{number}" for number, name in enumerate(rows)}
    before, after = {"other.py": "class B: pass\n"}, {"other.py": "class B: pass\n"}
    for name, (text, old, new) in rows.items():
        before[f"{steps[name]}.py"] = text
        after[f"{steps[name]}.py"] = text.replace(old, new)
    questions = [f"{module}|f" for module in steps.values()]
    sessions = (projects(files).ask(*questions) for files in (before, before, after))
    return dict(zip(rows, zip(*sessions, strict=True), strict=True))


@pytest.mark.parametrize("name", NOTICED)
def test_what_code_may_see_of_a_class_counts(answers, name):
    first, again, edited = answers[name]
    assert first == again != edited and "unidentified" not in first + edited


@pytest.mark.parametrize("name", UNNOTICED)
def test_what_no_code_sees_of_a_class_does_not_count(answers, name):
    first, again, edited = answers[name]
    assert first == again == edited and "unidentified" not in first
