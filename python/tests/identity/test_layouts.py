"""What of an array's memory counts: the order of its axes, and not where it lies."""

from __future__ import annotations

import pytest

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
