"""Where a package makes a dictionary of a set, its order does not count; its content does."""

from __future__ import annotations

import pytest
from coffea.processor.executor import WorkItem

from martlet.identity import Identifier
from martlet.identity.unordered import UNORDERED


def work_item(usermeta):
    return WorkItem("ttbar", "ttbar.root", "Events", 0, 10, b"", usermeta)


MAKERS = {("coffea.processor.executor.WorkItem", "usermeta"): work_item}


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
