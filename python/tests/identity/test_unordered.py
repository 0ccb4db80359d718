"""Where a package makes a dictionary of a set, its order does not count; its content does."""

from __future__ import annotations

import pytest
from awkward.forms import NumpyForm, RecordForm
from coffea.nanoevents import BaseSchema
from coffea.nanoevents.factory import _map_schema_uproot
from coffea.processor.executor import WorkItem
from uproot._dask import _UprootOpenAndRead, _UprootRead

from martlet.identity import Identifier
from martlet.identity.unordered import UNORDERED


def work_item(usermeta):
    return WorkItem("ttbar", "ttbar.root", "Events", 0, 10, b"", usermeta)


def schema(behavior):
    return _map_schema_uproot(BaseSchema, behavior=behavior)


def form(table):
    if table is None:
        return None
    fields = [NumpyForm("int64", parameters={"value": value}) for value in table.values()]
    return RecordForm(fields, list(table), parameters={"of": "events"})


def reader_of_open_trees(table):
    return _UprootRead([], (), {}, None, form(table), None, False, None, None)


def reader(table):
    return _UprootOpenAndRead({}, False, {}, (), {}, None, form(table), None, False, None, None)


MAKERS = {
    ("coffea.nanoevents.factory._map_schema_base", "behavior"): schema,
    ("coffea.processor.executor.WorkItem", "usermeta"): work_item,
    ("uproot._dask._UprootOpenAndRead", "expected_form"): reader,
    ("uproot._dask._UprootRead", "expected_form"): reader_of_open_trees,
}


def test_every_exception_has_its_test_and_its_reason():
    assert set(MAKERS) == {(name, row) for name, rows in UNORDERED.items() for row in rows}
    assert all(reason for rows in UNORDERED.values() for reason in rows.values())


@pytest.mark.parametrize("make", MAKERS.values(), ids=map(".".join, MAKERS))
def test_the_order_does_not_count_and_the_content_does(make):
    def encoding(value):
        return Identifier().value(make(value))

    assert encoding({"xsec": 1.0, "nevts": 2}) == encoding({"nevts": 2, "xsec": 1.0})
    others = [{"xsec": 1.0}, {"xsec": 1, "nevts": 2}, {"xsec": 2, "nevts": 1.0}, {}, None]
    assert len({encoding(value) for value in [{"xsec": 1.0, "nevts": 2}, *others]}) == 6
    assert encoding({"a": {"x": 1, "y": 2}}) != encoding({"a": {"y": 2, "x": 1}})
