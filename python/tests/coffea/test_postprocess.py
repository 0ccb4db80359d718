"""`postprocess` runs on the client: it counts only where something on the workers may call it."""

from __future__ import annotations

import importlib
import sys

import pytest

from martlet.identity import Identifier

PROCESSOR = """
import framework
from coffea.processor import ProcessorABC
class Own(ProcessorABC):
    def process(self, events): return events
class Processor({base}):
    def postprocess(self, accumulator): return {value}
"""
#: A package's base class, which calls what its subclasses define.
FRAMEWORK = """
from coffea.processor import ProcessorABC
class Base(ProcessorABC):
    def process(self, events): return self.postprocess(events)
"""


@pytest.fixture
def identity(tmp_path, monkeypatch):
    """The identity of a processor of the user's, given its bases and what `postprocess` returns."""
    packages = tmp_path / "site-packages"
    (packages / "framework-1.0.dist-info").mkdir(parents=True)
    (packages / "framework-1.0.dist-info/METADATA").write_text("Name: framework\nVersion: 1.0\n")
    (packages / "framework.py").write_text(FRAMEWORK)
    monkeypatch.syspath_prepend(packages)
    monkeypatch.syspath_prepend(tmp_path)
    # Files that are rewritten within a second would be taken for the compiled ones.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def identity(base, value):
        (tmp_path / "processors.py").write_text(PROCESSOR.format(base=base, value=value))
        monkeypatch.delitem(sys.modules, "processors", raising=False)
        importlib.invalidate_caches()
        identifier = Identifier()
        with identifier.submission():
            return identifier.processor(importlib.import_module("processors").Processor())

    return identity


@pytest.mark.parametrize(
    ("base", "counts"), [("Own", False), ("framework.Base", True), ("Own, framework.Base", True)]
)
def test_postprocess_counts_where_a_package_may_call_it(identity, base, counts):
    assert identity(base, 1) == identity(base, 1)
    assert (identity(base, 1) != identity(base, 2)) == counts
