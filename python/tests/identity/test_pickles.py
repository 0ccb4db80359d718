"""Pickles among values count by the code that they name."""

from __future__ import annotations

import copyreg
import pickle
from fractions import Fraction

import pytest
from martlet._native import Unidentified
from martlet.identity import Identifier

STEPS = """
    import pickle, cloudpickle
    from dataclasses import dataclass
    import numpy as np
    import cuts

    @dataclass
    class Selection(cuts.Base):
        pt: float = 25.0
        def run(self, x): return cuts.helper(x) + self.pt

    def plain(x): return x * 2
    def other(x): return x * 3

    class Unhashed(dict):
        pass

    BLOB = pickle.dumps(Selection())
    BLOBS = {"a": [BLOB]}
    def use(x): return pickle.loads(BLOB).run(x)
    def use_some(x, blob=BLOB): return pickle.loads(BLOBS["a"][0]).run(x)
"""
CUTS = """
    LIMIT = 5
    class Base:
        def base(self): return 1
    def helper(x): return x + LIMIT
"""
#: Values, and which edits of the code above change what they are: old, new.
EDITED = {
    "pickle.dumps(Selection())": True,
    "cloudpickle.dumps(Selection())": True,
    "pickle.dumps(Selection(), protocol=2)": True,
    "pickle.dumps([{'a': (Selection(), {1, 2})}, np.arange(3)])": True,
    "pickle.dumps(Selection().run)": True,
    "{'state': pickle.dumps(Selection())}": True,
    "pickle.dumps(1) + pickle.dumps(Selection())": True,
    "pickle.dumps(np.arange(10.0))": False,
    "pickle.dumps({'pt': 25.0})": False,
    "pickle.dumps(other)": False,
    "pickle.dumps(Unhashed(a=1))": False,
    "b'\\x80\\x09data.'": False,
    "use": True,
    "use_some": True,
}
EDITS = [("steps.py", "+ self.pt", "- self.pt"), ("cuts.py", "LIMIT = 5", "LIMIT = 6")]
UNIDENTIFIED = {
    "cloudpickle.dumps(lambda x: x)": "code is pickled into its bytes",
    "b'\\x80\\x04nonsense.'": "can't be read",
    "b'\\x80\\x04ccuts\\nnowhere\\n.'": "names `cuts.nowhere`",
    "b'\\x80\\x04cnowhere\\nf\\n.'": "names `nowhere.f`",
    "b'\\x80\\x04cimportlib\\nimport_module\\n.'": "code is pickled into its bytes",
}


@pytest.fixture(scope="module")
def answers(projects):
    """For each edit, none first, what each value is."""
    all_ = [*EDITED, *UNIDENTIFIED]
    found = []
    for file, old, new in [("", "", ""), *EDITS]:
        files = {"steps.py": STEPS, "cuts.py": CUTS}
        if file:
            files[file] = files[file].replace(old, new)
        asked = projects(files).ask(*(f"steps|value:{value}" for value in all_))
        found.append(dict(zip(all_, asked, strict=True)))
    return found


@pytest.mark.parametrize("value", EDITED)
@pytest.mark.parametrize("edit", range(len(EDITS)))
def test_pickled_bytes_count_by_the_code_that_they_name(answers, value, edit):
    before, after = answers[0][value], answers[edit + 1][value]
    assert "unidentified" not in before
    assert (before != after) == EDITED[value]


def test_looking_at_a_pickle_leaves_registered_extensions_alone():
    copyreg.add_extension("fractions", "Fraction", 0x7FFFFF)
    try:
        value = pickle.dumps(Fraction(1, 2))
        with pytest.raises(Unidentified, match="add_extension"):
            Identifier().value(value)
        assert pickle.loads(value) == Fraction(1, 2)
    finally:
        copyreg.remove_extension("fractions", "Fraction", 0x7FFFFF)


@pytest.mark.parametrize("value", UNIDENTIFIED)
def test_pickled_bytes_whose_code_can_not_be_told_are_unidentified(answers, value):
    assert UNIDENTIFIED[value] in answers[0][value]
