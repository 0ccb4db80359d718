"""Objects of a user's subclass count by what they are, their class and what was added to them."""

from __future__ import annotations

import importlib.util

import pytest

HEAD = """
import array, collections, datetime, decimal, enum, fractions, functools, io, pathlib, random, re
import types, uuid, martlet
"""
#: A base, and how to make an object of a subclass `C` of it; what it needs.
BASES = {
    "array.array": ("'d', [1.0]", ""),
    "bytearray": ("b'a'", ""),
    "random.Random": ("1", ""),
    "collections.ChainMap": ("{'a': 1}", ""),
    "collections.OrderedDict": ("a=1", ""),
    "collections.defaultdict": ("int, a=1", ""),
    "collections.Counter": ("'aab'", ""),
    "collections.deque": ("[1], 2", ""),
    "collections.UserDict": ("a=1", ""),
    "datetime.datetime": ("2024, 1, 2", ""),
    "datetime.date": ("2024, 1, 2", ""),
    "datetime.time": ("1", ""),
    "datetime.timedelta": ("1", ""),
    "decimal.Decimal": ("'1.0'", ""),
    "fractions.Fraction": ("1, 3", ""),
    "functools.partial": ("len, 'a'", ""),
    "pathlib.PurePosixPath": ("'a'", ""),
    "uuid.UUID": ("int=1", ""),
    "str": ("'a'", ""),
    "int": ("1", ""),
    "float": ("1.0", ""),
    "complex": ("1", ""),
    "bytes": ("b'a'", ""),
    "tuple": ("[1]", ""),
    "list": ("[1]", ""),
    "dict": ("a=1", ""),
    "set": ("'ab'", ""),
    "frozenset": ("'ab'", ""),
    "types.SimpleNamespace": ("a=1", ""),
    "io.BytesIO": ("b'a'", ""),
    "ValueError": ("'a'", ""),
    "martlet.File": ("'/dev/null'", ""),
    "numpy.float64": ("1.0", "numpy"),
    "numpy.str_": ("'a'", "numpy"),
    "numpy.ma.MaskedArray": ("[1, 2]", "numpy"),
    "numpy.random.RandomState": ("1", "numpy"),
    "numpy.vectorize": ("len", "numpy"),
    "pandas.Series": ("[1]", "pandas"),
    "pandas.DataFrame": ("{'a': [1]}", "pandas"),
    "scipy.sparse.csr_array": ("[[1]]", "scipy"),
}


def _project(base: str, arguments: str, needs: str, text: str = "pass", extra: str = "") -> str:
    imports = f"import {base.rpartition('.')[0]}" if needs else ""
    return f"{HEAD}{imports}\nclass C({base}):\n    {text}\nV = C({arguments})\n{extra}\n"


@pytest.fixture(scope="module")
def answers(projects):
    """By base: the plain object, a subclass's twice, with other code, with an attribute."""
    rows = [
        (base, arguments, needs)
        for base, (arguments, needs) in BASES.items()
        if not needs or importlib.util.find_spec(needs)
    ]
    found = []
    for text, extra in (
        ("pass", ""),
        ("pass", ""),
        ("def own(self): return 2", ""),
        ("pass", "object.__setattr__(V, 'own', 2)"),
        ("pass", "object.__setattr__(V, 'own', 3)"),
        ("__slots__ = ()", f"V = {{base}}({{arguments}})"),
    ):
        files = {
            f"m{n}.py": _project(*row, text, extra.format(base=row[0], arguments=row[1]))
            for n, row in enumerate(rows)
        }
        found.append(projects(files).ask(*(f"m{n}|value:V" for n in range(len(rows)))))
    return dict(zip((row[0] for row in rows), zip(*found, strict=True), strict=True))


@pytest.mark.parametrize("base", BASES)
def test_a_subclass_counts_by_its_class_and_attributes(answers, base):
    if base not in answers:
        pytest.skip("not installed")
    first, again, *others = answers[base]
    assert first == again and not any("unidentified" in each for each in answers[base])
    assert len({first, *others}) == 5, answers[base]


def test_an_attribute_may_lead_back_to_its_array(projects):
    text = "import array\nclass C(array.array): pass\nV = C('d')\nV.me = [V]"
    first, again = (projects({"m.py": text}).ask("m|value:V") for _ in range(2))
    assert first == again and "unidentified" not in first[0]


def test_slots_of_a_subclass_count(projects):
    text = "import decimal\nclass C(decimal.Decimal): __slots__ = ('n',)\nV = C(1)\nV.n = 2"
    before, after = projects({"m.py": text}), projects({"m.py": text.replace("n = 2", "n = 3")})
    assert before.ask("m|value:V") != after.ask("m|value:V")


def test_an_enums_member_counts_by_what_was_added_to_it(projects):
    text = "import enum\nclass C(enum.Enum):\n  A = 1\nC.A.n = 2\nV = C.A"
    before, after = projects({"m.py": text}), projects({"m.py": text.replace("n = 2", "n = 3")})
    assert before.ask("m|value:V") != after.ask("m|value:V")


def test_a_subclass_of_ndarray_counts_by_its_attributes(projects):
    pytest.importorskip("numpy")
    text = "import numpy\nclass C(numpy.ndarray): pass\nV = numpy.arange(3).view(C)\nV.n = 2"
    before, after = projects({"m.py": text}), projects({"m.py": text.replace("n = 2", "n = 3")})
    one, same, other = before.ask("m|value:V"), before.ask("m|value:V"), after.ask("m|value:V")
    assert one == same != other
