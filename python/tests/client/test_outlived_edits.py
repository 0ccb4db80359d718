"""Workers that are processes of their own, and outlive an edit of the code that they imported."""

from __future__ import annotations

import importlib
import sys

import pytest
from distributed import Client
from process_sessions import use_selected


class Edited:
    """A module and its helper module, that are edited while workers live on."""

    def __init__(self, folder, processes):
        self.folder, self.processes = folder, processes
        self.write("helpers", 1)
        self.write("analysis", 1)

    def write(self, name, number):
        spaces = "\n" * number  # another size: a pyc counts by the second and the size
        code = {
            "analysis": "import edited_helpers\n\n\ndef select(x):\n"
            f"    return 'analysis {number}', edited_helpers.cut(x)\n",
            "helpers": f"def cut(x):\n    return 'helpers {number}', x\n",
        }[name]
        (self.folder / f"edited_{name}.py").write_text(spaces + code)

    def select(self):
        return importlib.import_module("edited_analysis").select


@pytest.fixture
def edited(processes, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    edited = Edited(tmp_path, processes)
    with Client(processes, set_as_default=False) as client:
        client.run(look_into, str(tmp_path))
        yield edited
        client.run(unload, str(tmp_path))
    unload(str(tmp_path))
    sys.path.insert(0, str(tmp_path))  # monkeypatch takes it away


def look_into(folder):
    sys.path.insert(0, folder)


def unload(folder):
    sys.path.remove(folder)
    for name in ("edited_analysis", "edited_helpers", "edited_settings"):
        sys.modules.pop(name, None)


def reload(name):
    import importlib
    import sys

    module = sys.modules.get(name)
    if module is not None:
        importlib.reload(module)


@pytest.mark.parametrize("name", ["analysis", "helpers"])
def test_workers_that_outlive_an_edit_compute_plain_until_they_reload(process_session, edited, name):
    with process_session() as first:
        old = first.client.map(edited.select(), range(2))
        assert first.client.gather(old)[0] == ("analysis 1", ("helpers 1", 0))
        assert first.total()["kept"] == 2 and not first.warnings

    edited.write(name, 2)
    reload(f"edited_{name}")
    new = edited.select()(0)
    with process_session() as second:
        stale = second.client.map(edited.select(), range(2))
        assert second.client.gather(stale)[0] == ("analysis 1", ("helpers 1", 0))
        total = second.total()
        assert (total["computed"], total["kept"], total["not_kept"]) == (2, 0, 2)
        for warning in second.warnings:
            assert "other code runs than was fingerprinted" in warning
            assert "hint: restart the workers, or reload the module there" in warning
        assert 1 <= len(second.warnings) <= 2  # one a worker
        for future in stale:
            future.release()

        second.client.run(reload, f"edited_{name}")
        # Another argument: Dask may still hold what was there.
        assert second.client.submit(edited.select(), 7).result() == (new[0], (new[1][0], 7))
        total = second.total()
        assert (total["computed"], total["kept"]) == (3, 1)

    with process_session() as third:
        assert third.client.gather(third.client.map(edited.select(), range(2)))[0] == new
        assert third.client.submit(edited.select(), 7).result() == (new[0], (new[1][0], 7))
        total = third.total()
        assert (total["computed"], total["kept"], total["loaded"]) == (2, 2, 1)
        assert not third.warnings


def test_what_is_made_of_a_result_of_other_code_is_not_found_later(process_session, edited):
    with process_session() as first:
        first.client.run(importlib.import_module, "edited_analysis")

    edited.write("analysis", 2)
    reload("edited_analysis")
    with process_session() as second:
        stale = second.client.submit(use_selected, second.client.submit(edited.select(), 1))
        assert stale.result()[1][0] == "analysis 1"
        second.client.run(reload, "edited_analysis")

    with process_session() as third:
        fresh = third.client.submit(use_selected, third.client.submit(edited.select(), 1))
        assert fresh.result()[1][0] == "analysis 2"


WAYS = {
    "a number": "edited_settings.PT",
    "an entry": "edited_settings.CUTS['pt']['least']",
    "a table": "sum(edited_settings.NUMBERS.values())",
    "an object": "edited_settings.POINT.x",
}


@pytest.mark.parametrize("way", WAYS)
def test_settings_that_workers_have_of_their_own_are_checked(process_session, edited, way):
    def write(number):
        path.write_text(
            "\n" * number + f"PT = {number}\nCUTS = {{'pt': {{'least': {number}}}}}\n"
            f"NUMBERS = {{'a': {number}}}\nclass Point:\n    x = 0\nPOINT = Point()\nPOINT.x = {number}\n"
        )
        importlib.invalidate_caches()

    def session():
        names = {"__name__": "__main__", "edited_settings": importlib.import_module("edited_settings")}
        exec(f"def select(x): return {WAYS[way]} + x", names)  # travels by value
        with process_session() as now:
            results = now.client.gather(now.client.map(names["select"], range(3)))
            total = now.total()
            return results[0], total["kept"], total["loaded"], now.warnings

    path = edited.folder / "edited_settings.py"
    write(1)
    assert session() == (1, 3, 0, [])
    write(2)
    importlib.reload(sys.modules["edited_settings"])
    result, kept, loaded, warned = session()
    assert (result, kept, loaded) == (1, 0, 0) and "`edited_settings." in "".join(warned)
    with Client(edited.processes, set_as_default=False) as client:
        client.run(reload, "edited_settings")
    assert session() == (2, 3, 0, [])
    assert session() == (2, 0, 3, [])
