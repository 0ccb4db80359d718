"""Values of Python and its standard library, of which no two are the same argument."""

from __future__ import annotations

import sys

__all__ = ["SETUP", "VALUES"]

#: Expressions by what they need: nothing, or the standard library.
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
}

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

#: The module in which they are evaluated.
SETUP = {"": "", "standard": STANDARD}
