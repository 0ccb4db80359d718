"""What a user puts into a package counts; what packages fill in themselves does not."""

from __future__ import annotations

import pytest

PACKAGE = {
    "site-packages/thing-1.0.dist-info/METADATA": "Name: thing\nVersion: 1.0\n",
    "site-packages/other-1.0.dist-info/METADATA": "Name: other\nVersion: 1.0\n",
    "site-packages/other/__init__.py": "def helper(): pass\nclass Helper: pass\n",
    "site-packages/thing/__init__.py": """
        class Base:
            def hook(self): pass
        class A(Base):
            def run(self): return self.hook()
        class Descriptor:
            def __init__(self, made): self.made = made
        def run(x): return x
        def __getattr__(name):
            if name != "late": raise AttributeError(name)
            import other
            from . import inner
            globals().update(late=inner, function=other.helper, object=other.Helper())
            A.extra, A.helper = other.helper, other.Helper()
            return inner
    """,
    "site-packages/thing/inner.py": "def deep(): pass\n",
}

#: What is put into the package, and a use of it; ``30`` is what is edited.
PUT = {
    "a function": ("def g(x): return x + 30\nthing.run = g", "thing.run(x)"),
    "a class": ("class C: k = 30\nthing.A = C", "thing.A.k"),
    "a class of a new name": ("class C: k = 30\nthing.C = C", "thing.C.k"),
    "an object": ("class C: pass\nthing.c = C()\nthing.c.k = 30", "thing.c.k"),
    "a partial": (
        "import functools\ndef g(x): return x + 30\nthing.run = functools.partial(g)",
        "thing.run(x)",
    ),
    "a memo": (
        "import functools\ndef g(x): return x + 30\nthing.run = functools.lru_cache(g)",
        "thing.run(x)",
    ),
    "a method": ("def hook(self): return 30\nthing.A.hook = hook", "thing.A().run()"),
    "a method of a base": ("def hook(self): return 30\nthing.Base.hook = hook", "thing.A().run()"),
    "a method, where the class is another's global": (
        "from thing import A\ndef hook(self): return 30\nA.hook = hook",
        "A().run()",
    ),
    "a method, where a class of the user's is derived": (
        "class B(thing.A): pass\ndef hook(self): return 30\nthing.A.hook = hook",
        "B().run()",
    ),
    "a property": ("thing.A.k = property(lambda self: 30)", "thing.A().k"),
    "a static method": ("thing.A.k = staticmethod(lambda: 30)", "thing.A.k()"),
    "a package's descriptor": (
        "class C: k = 30\nthing.A.k = thing.Descriptor(C)",
        "thing.A.k.made.k",
    ),
    "a method of a class of Python's": (
        "import fractions\ndef g(self): return 30\nfractions.Fraction.g = g",
        "fractions.Fraction(x).g()",
    ),
}


@pytest.mark.parametrize("name", PUT)
def test_what_a_user_puts_into_a_package_counts(projects, name):
    text = "import thing\n{}\ndef f(x): return {}\n".format(*PUT[name])
    before = projects({**PACKAGE, "steps.py": text})
    after = projects({**PACKAGE, "steps.py": text.replace("30", "40")})
    first, again, edited = (each.ask("steps|f")[0] for each in (before, before, after))
    assert first == again != edited and "unidentified" not in first + edited


@pytest.mark.parametrize(
    "use",
    [
        *("thing.function", "thing.object", "thing.late.deep", "thing.A.extra", "thing.A()"),
        "numpy.random.default_rng(x)",
    ],
)
def test_what_a_package_fills_in_when_it_is_used_does_not_count(projects, use):
    text = f"import thing, numpy\n{{}}\ndef f(x): return {use}\n"
    untouched = projects({**PACKAGE, "steps.py": text.format("")})
    used = projects({**PACKAGE, "steps.py": text.format("thing.late, numpy.random")})
    assert untouched.ask("steps|f") == used.ask("steps|f")
