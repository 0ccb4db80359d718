"""Arguments count by exact type and value, the same in every session."""

from __future__ import annotations

import importlib.util
import sys

import pytest

STANDARD = """
    import array, collections, dataclasses, datetime, decimal, enum, fractions, functools, io
    import contextlib, pathlib, random, re, struct, types, typing, uuid, zoneinfo
    class Colour(enum.Enum):
        RED = 1
        BLUE = 2
    class Own:
        def __init__(self, n): self.n, self.me, self.more = n, self, {"me": [self]}
    class Token:
        def __init__(self, n): self.n, self.handle = n, open("/dev/null")
        def __dask_tokenize__(self): return ("Token", self.n)
    class Words(set): pass
    class Number(int): pass
    @dataclasses.dataclass(frozen=True, slots=True)
    class Cuts:
        pt: float
        names: list
    Point = collections.namedtuple("Point", "x y")
    class Named:
        def __init__(self, name, n): self.name, self.n = name, n
        def __reduce__(self): return self.name
    NOTHING, EVERYTHING = Named("NOTHING", 1), Named("EVERYTHING", 1)
    @contextlib.contextmanager
    def within(n): yield n
    def plus(x): return x
    def minus(x): return -x
"""

#: Values that all differ from each other, by the modules that they need.
VALUES = {
    "": [
        "1",
        "1.0",
        "True",
        "'1'",
        "b'1'",
        "bytearray(b'1')",
        "0.0",
        "-0.0",
        "None",
        "'None'",
        "...",
        "10**100",
        "1+0j",
        "complex(1, -0.0)",
        "(1, 2)",
        "[1, 2]",
        "{1: 2}",
        "{'a': 1, 'b': 2}",
        "{'b': 2, 'a': 1}",
        "{'a', 'b', 'c'}",
        "frozenset('abc')",
        "range(3)",
        "slice(3)",
        "'\\udc80'",
        "float('nan')",
        "[[1], 2]",
        "[1, [2]]",
        "{1, 'a', (2, 'b'), None, frozenset('xy')}",
    ],
    "standard": [
        "Colour.RED",
        "Colour.BLUE",
        "Own(1)",
        "Own(2)",
        "Token(1)",
        "Token(2)",
        "Words('abcdef')",
        "Words('abcdeg')",
        "Number(1)",
        "Cuts(1.5, [1])",
        "Cuts(1.5, [2])",
        "Point(1, 2)",
        "plus",
        "minus",
        "functools.partial(plus, 1)",
        "functools.partial(plus, 2)",
        "lambda v: v + 1",
        "lambda v: v + 2",
        "pathlib.PurePosixPath('a')",
        "pathlib.PurePosixPath('b')",
        "datetime.date(2024, 1, 2)",
        "datetime.datetime(2024, 1, 2)",
        "datetime.datetime(2024, 1, 2, fold=1)",
        "datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc)",
        "datetime.datetime(2024, 1, 2, tzinfo=zoneinfo.ZoneInfo('UTC'))",
        "datetime.timedelta(1)",
        "re.compile('a')",
        "re.compile('a', re.I)",
        "re.compile(b'a')",
        "decimal.Decimal('1.0')",
        "decimal.Decimal('1.00')",
        "fractions.Fraction(1, 3)",
        "uuid.UUID(int=1)",
        "uuid.UUID(int=2)",
        "collections.OrderedDict(a=1, b=2)",
        "collections.OrderedDict(b=2, a=1)",
        "types.SimpleNamespace(a=1)",
        "collections.defaultdict(list, a=1)",
        "collections.defaultdict(dict, a=1)",
        "collections.Counter('aab')",
        "collections.deque([1], maxlen=2)",
        "collections.deque([1])",
        "collections.ChainMap({'a': 1})",
        "types.MappingProxyType({'a': 1})",
        "array.array('i', [1])",
        "array.array('l', [1])",
        "memoryview(b'ab')",
        "struct.Struct('<i')",
        "struct.Struct('<q')",
        "NOTHING",
        "EVERYTHING",
        "(setattr(NOTHING, 'n', 2), NOTHING)[1]",
        "within(1)",
        "within(2)",
        "random.Random(1)",
        "random.Random(2)",
        "io.BytesIO(b'a')",
        "ValueError('a')",
        "int",
        "float",
        "list[int]",
        "typing.Optional[int]",
        "typing.Optional[str]",
        # Since 3.14 `int | None` is the same as `Optional[int]`.
        *(["int | None"] if sys.version_info < (3, 14) else []),
        "len",
        "sum",
        "functools",
        "Own(1).n.__add__",
        "{Colour.RED: 1}",
        "{Colour.RED, Colour.BLUE}",
        "{plus, minus}",
        "{'a': 1}.keys()",
        "str.upper",
    ],
    "numpy": [
        "np.arange(6)",
        "np.arange(6, dtype='i4')",
        "np.arange(6, dtype='>i8')",
        "np.arange(6).reshape(2, 3)",
        "np.arange(6).reshape(3, 2)",
        "np.arange(12)[::2]",
        "np.broadcast_to(5, 6)",
        "np.frombuffer(bytes(48), int)",
        "np.frombuffer(bytearray(48), int)",
        "np.array([0.0])",
        "np.array([-0.0])",
        "np.array(5)",
        "np.array([5])",
        "np.int64(5)",
        "np.float32(0.5)",
        "np.float64(0.5)",
        "np.zeros((0, 3))",
        "np.zeros((3, 0))",
        "np.array(['a', 'b'])",
        "np.array(['a', 'b'], dtype=object)",
        "np.array([{'a': 1}, None], dtype=object)",
        "np.array([{'a': 2}, None], dtype=object)",
        "np.array(['2024'], 'M8[s]')",
        "np.array(['2024'], 'M8[ms]')",
        "np.zeros(3, [('a', 'i1'), ('b', 'f8')])",
        "np.zeros(3, [('a', 'i1'), ('c', 'f8')])",
        "np.zeros(3, np.dtype([('a', 'i1'), ('b', 'f8')], align=True))",
        "np.ma.array([1, 2], mask=[0, 1])",
        "np.ma.array([1, 2], mask=[1, 0])",
        "np.ma.array([1, 2], mask=[0, 1], fill_value=3)",
        "np.ma.array([1, 2])",
        "np.ma.masked",
        "put(np.ma.array([1, 2]), 1)",
        "put(np.ma.array([1, 2]), 2)",
        "np.matrix([[5]])",
        "np.dtype('f4')",
        "np.dtype('f4', metadata={'a': 1})",
        "np.random.default_rng(1)",
        "np.random.default_rng(2)",
        "np.random.RandomState(1)",
        "np.random.SeedSequence(1)",
        "np.sin",
        "np.cos",
        "np.longdouble(1)",
        "np.ones(3, np.longdouble)",
        "np.sum",
        "np",
    ],
    "pandas": [
        "F",
        "F.iloc[::-1]",
        "F[['b', 'a', 'c', 'd', 'e']]",
        "F.rename(columns={'a': 'z'})",
        "F.astype({'a': 'f4'})",
        "F.set_index('a')",
        "F.assign(c=pd.Categorical(['u', 'v'], categories=['v', 'u']))",
        "F['a']",
        "F['a'].rename('z')",
        "put(1, F.copy())",
        "put(2, F.copy())",
        "put(1, Own(F))",
        "put(2, Own(F))",
        "F.assign(d=[1, None])",
        "F.assign(e=F['e'].dt.tz_localize(None))",
        "pd.RangeIndex(2)",
        "pd.Index([0, 1])",
        "pd.MultiIndex.from_tuples([(1, 'a')])",
        "pd.MultiIndex.from_tuples([(1, 'a')], names=['p', 'q'])",
        "pd.Timestamp('2020', tz='UTC')",
        "pd.Timestamp('2020')",
        "pd.Timestamp('2020').as_unit('ms')",
        "pd.NaT",
        "pd.NA",
        "pd.Timedelta('1s')",
        "pd.interval_range(0, 3)",
        "pd.period_range('2020', periods=2, freq='M')",
        "pd.array([1, None], dtype='Int64')",
        "pd.CategoricalDtype(['a', 'b'])",
        "pd.CategoricalDtype(['b', 'a'])",
        "pd.arrays.SparseArray([0, 1])",
    ],
    "awkward": [
        "ak.Array([[1, 2], [], [3]])",
        "ak.Array([[1, 2], [3], []])",
        "ak.Array([{'x': 1}])",
        "ak.Array([{'y': 1}])",
        "ak.Array([{'x': 1}], with_name='p')",
        "ak.Array([{'x': 1}])[0]",
        "ak.Array([1, None])",
        "ak.Array(['a'])",
        "ak.Array([b'a'])",
        "ak.Array([1, 'a', [1]])",
        "ak.Array([1], attrs={'a': 1})",
        "ak.Array([{'x': 1}], behavior={'p': int})",
    ],
    "hist": [
        "H().Double().fill([.1])",
        "H().Double().fill([.5])",
        "H().Weight().fill([.1])",
        "H('y').Double().fill([.1])",
        "H().Double().fill([5])",
        "H().Double().fill([-5])",
        "H().StrCat(['a']).Int64()",
        "H().StrCat(['b']).Int64()",
        "hist.axis.Regular(3, 0, 1, name='x')",
        "hist.axis.Regular(3, 0, 1, name='y')",
    ],
    "pyarrow": [
        "pa.table({'a': [1, 2]})",
        "pa.table({'a': [1, 3]})",
        "pa.table({'b': [1, 2]})",
        "pa.array(['a', 'b'])",
        "pa.array(['a', 'b']).dictionary_encode()",
        "pa.schema([('a', pa.int32())])",
        "pa.scalar(1)",
    ],
}
SETUP = {
    "": "",
    "standard": STANDARD,
    "numpy": """
        import numpy as np
        def put(array, n):
            array.k = n
            return array
    """,
    "pandas": """
        import pandas as pd
        F = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": pd.Categorical(["u", "v"]),
                          "d": pd.array([1, None], dtype="Int64"),
                          "e": pd.to_datetime(["2020", "2021"], utc=True)})
        F["b"].str.len()
        class Own(pd.DataFrame): pass
        def put(n, frame):
            object.__setattr__(frame, "k", n)
            return frame
    """,
    "awkward": "import awkward as ak",
    "hist": "import hist\ndef H(name='x'): return hist.Hist.new.Reg(3, 0, 1, name=name)",
    "pyarrow": "import pyarrow as pa",
}
UNIDENTIFIED = [
    "(i for i in 'ab')",
    "open('/dev/null')",
    "threading.Lock()",
    "iter([1])",
    "map(str, [1])",
    "socket.socket()",
    "queue.Queue()",
    "threading.local()",
    "weakref.ref(int)",
    "sys._getframe()",
    "[{'a': open('/dev/null')}]",
    "np_like()",
    "entered",
]
RESOURCES = """
    import contextlib, queue, socket, sys, threading, weakref
    @contextlib.contextmanager
    def within(): yield
    entered = within()
    entered.__enter__()
    class np_like:
        def __reduce__(self): raise TypeError("no")
"""


@pytest.mark.parametrize("needs", VALUES)
def test_values_are_told_apart_and_are_the_same_in_every_session(projects, needs):
    if needs not in ("", "standard") and importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    questions = [f"values|value:{expression}" for expression in VALUES[needs]]
    first, again = (projects({"values.py": SETUP[needs]}).ask(*questions) for _ in range(2))
    for expression, one, other in zip(VALUES[needs], first, again, strict=True):
        assert one == other and "unidentified" not in one, expression
    by_identity: dict[str, str] = {}
    for expression, identity in zip(VALUES[needs], first, strict=True):
        assert identity not in by_identity, (expression, by_identity[identity])
        by_identity[identity] = expression


def test_what_belongs_to_a_process_is_unidentified_and_says_why(projects):
    answers = projects({"values.py": RESOURCES}).ask(*(f"values|value:{e}" for e in UNIDENTIFIED))
    for expression, answer in zip(UNIDENTIFIED, answers, strict=True):
        assert answer.startswith("unidentified: ") and len(answer) > 20, expression


#: Arrays of which all in a row are one argument, and those of two rows never are.
LAYOUTS = [
    ["A", "A.copy()", "np.arange(12).reshape(2, 6)[:, :3] - [[0], [3]]", "A[:, :]", "A[None][0]"],
    ["np.asfortranarray(A)", "A.copy('F')", "A.T.copy().T"],
    ["A.T", "A.T.copy('K')", "np.array([[0, 3], [1, 4], [2, 5]], order='F')"],
    ["A.T.copy()", "np.array([[0, 3], [1, 4], [2, 5]])"],
    [
        "B[::2]",
        "np.array([0, 2, 4])",
        "B.reshape(3, 2)[:, 0]",
        "np.array([0, 2, 4])[:, None][:, 0]",
    ],
    ["B[::-2]", "np.array([1, 3, 5])[::-1]"],
    ["B[::-2].copy()", "np.array([5, 3, 1])"],
    ["np.zeros((1, 5))", "np.asfortranarray(np.zeros((1, 5)))", "np.zeros((5, 1)).T"],
    ["np.broadcast_to(np.arange(2), (3, 2)).copy()", "np.array([[0, 1], [0, 1], [0, 1]])"],
]


def test_the_order_of_an_arrays_axes_counts_and_not_where_it_lies_in_memory(projects):
    pytest.importorskip("numpy")
    setup = "import numpy as np\nA = np.arange(6).reshape(2, 3)\nB = np.arange(6)"
    project = projects({"values.py": setup})
    found = [set(project.ask(*(f"values|value:{e}" for e in row))) for row in LAYOUTS]
    assert [len(each) for each in found] == [1] * len(LAYOUTS)
    assert len(set().union(*found)) == len(LAYOUTS)


def test_the_order_in_which_a_frames_cells_lie_counts(projects):
    pytest.importorskip("pandas")
    text = """
        import numpy as np, pandas as pd
        A = np.arange(6.0).reshape(2, 3)
        def frame(array): return pd.DataFrame(array, copy=False)
    """
    asked = ["A", "A.copy('F')", "A.copy()"]
    one, other, same = projects({"v.py": text}).ask(*(f"v|value:frame({a})" for a in asked))
    assert one == same != other


def test_a_method_of_an_arguments_class_counts(projects):
    text = "class C:\n    def low(self): return 1\n"
    before, after = (
        projects({"v.py": text}),
        projects({"v.py": text.replace("return 1", "return 2")}),
    )
    assert before.ask("v|value:C()") != after.ask("v|value:C()")


def test_a_behaviour_of_the_users_counts_wherever_awkward_arrays_go(projects):
    pytest.importorskip("awkward")
    text = """
        import awkward as ak
        class P(ak.Record):
            def mass(self): return 1
        ak.behavior["p"] = P
        def f(x): return ak.zip({"x": x}, with_name="p")[0].mass()
    """
    before, after = (
        projects({"v.py": text}),
        projects({"v.py": text.replace("return 1", "return 2")}),
    )
    array = "v|value:ak.Array([{'x': 1}], with_name='p')"
    first, again, edited = (each.ask("v|f", array) for each in (before, before, after))
    assert first == again and first[0] != edited[0] and first[1] != edited[1]
    assert "unidentified" not in "".join(first)
