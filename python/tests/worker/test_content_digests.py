"""A result has one content digest in every session, and another one has another."""

from __future__ import annotations

import collections
import os
import subprocess
import sys

import cloudpickle
import numpy as np
import pytest
from martlet import _native
from martlet.identity import Identifier
from martlet.worker.digests import describe
from martlet.worker.results import to_pickle

DIGESTS = """
import collections, numpy, sys
from martlet import _native
from martlet.identity import Identifier
from martlet.worker.digests import describe
from martlet.worker.results import to_pickle

names = [f"name {n}" for n in range(20)]
word = "".join(["mu", "on"])
values = [
    set(names),
    frozenset(names),
    {"cuts": [set(names)]},
    [word, word],
    ["".join(["mu", "on"]), "".join(["mu", "on"])],
    (1.5, 1.5),
    collections.Counter(names),
    [numpy.arange(3), set(names)],
]
identifier = Identifier()
for value in values:
    pickled = to_pickle(value)
    classes, content = describe(identifier, value, pickled)
    content = content or _native.content_digest(pickled.stream, pickled.buffers, classes)
    print(content.hex())
"""


def test_a_result_has_one_content_digest_in_every_session():
    sessions = [
        subprocess.Popen(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (session.communicate()[0].split() for session in sessions)
    assert len(first) == 8 and first == second
    assert first[3] == first[4], "equal parts are one object here and two there"
    assert len(set(first)) == 7


def digest(value):
    pickled = to_pickle(value)
    classes, content = describe(Identifier(), value, pickled)
    return content or _native.content_digest(pickled.stream, pickled.buffers, classes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        ([1], (1,)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1}, frozenset({1})),
        ({"a": 1}, collections.OrderedDict(a=1)),
        (np.arange(3, dtype="i4"), np.arange(3, dtype="i8")),
        (np.zeros((2, 3)), np.zeros((3, 2))),
    ],
    ids=repr,
)
def test_results_that_differ_in_type_or_value_have_different_digests(one, other):
    assert digest(one) != digest(other)


@pytest.mark.parametrize("size", [1, 100_000], ids=["small", "large"])
def test_the_digest_follows_a_class_that_the_pickle_names(tmp_path, monkeypatch, size):
    monkeypatch.syspath_prepend(tmp_path)
    digests = []
    for scale in ("1", "100", "1"):
        (tmp_path / "edited.py").write_text(
            "import dataclasses\n\n\n@dataclasses.dataclass\nclass Jet:\n    pt: object\n\n"
            f"    def scaled(self):\n        return {scale} * self.pt\n"
        )
        sys.modules.pop("edited", None)
        sys.path_importer_cache.clear()
        module = __import__("edited")
        digests.append(digest(module.Jet(np.arange(size))))
    sys.modules.pop("edited")
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]


@pytest.mark.parametrize("padding", [0, 100_000])
@pytest.mark.parametrize(
    "contained", [lambda it, end: it + end + b".", lambda it, end: [end, {"a": it}]]
)
def test_the_digest_of_pickled_bytes_with_code_inside_is_never_met_again(contained, padding):
    value = contained(cloudpickle.dumps(lambda x: x), padding * b"x")
    contents = {describe(Identifier(), value, to_pickle(value))[1] for _ in range(2)}
    assert len(contents) == 2 and None not in contents
