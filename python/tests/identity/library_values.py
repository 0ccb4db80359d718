"""Values of the field's libraries, of which no two are the same argument."""

from __future__ import annotations

__all__ = ["SETUP", "VALUES"]

#: Expressions by the library that they need.
VALUES = {
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

#: The module in which they are evaluated.
SETUP = {
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
