"""A hook for some audit events: what it is told, and what it may not do.

It cannot be removed, so each test has a Python of its own.
"""

import subprocess
import sys

import pytest

PREFACE = """
import os
from martlet import _native
told = []
def hook(event, arguments):
    told.append((event, arguments))
"""


def outcome(code):
    """What a program prints, and what it complains of."""
    done = subprocess.run(
        [sys.executable, "-c", PREFACE + code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize(
    ("events", "told"),
    [
        pytest.param(("open",), "['open']", id="the named event"),
        pytest.param(("os.mkdir", "open"), "['os.mkdir', 'open']", id="each of several"),
        pytest.param(("ope", "open.", "Open"), "[]", id="no other that looks alike"),
        pytest.param((), "[]", id="no event"),
    ],
)
def test_a_hook_is_called_at_the_named_events_only(events, told, tmp_path):
    code = f"""
_native.add_audit_hook(hook, {events!r})
os.mkdir({str(tmp_path / "folder")!r})
os.close(os.open({str(tmp_path / "file")!r}, os.O_CREAT))
found = [event for event, arguments in told]
print(found)
"""
    assert outcome(code)[0] == told


def test_a_hook_is_told_the_arguments_of_the_event(tmp_path):
    code = f"""
_native.add_audit_hook(hook, ["os.mkdir"])
os.mkdir({str(tmp_path / "folder")!r}, 0o700)
print(told)
"""
    assert outcome(code)[0] == str([("os.mkdir", (str(tmp_path / "folder"), 0o700, -1))])


def test_a_hook_that_raises_is_named_and_ends_nothing(tmp_path):
    code = f"""
def failing(event, arguments):
    raise ValueError("no")
_native.add_audit_hook(failing, ["os.mkdir"])
os.mkdir({str(tmp_path / "folder")!r})
print(os.path.isdir({str(tmp_path / "folder")!r}))
"""
    printed, complaint = outcome(code)
    assert printed == "True"
    assert "failing" in complaint and "ValueError: no" in complaint


@pytest.mark.parametrize("events", [[1], [None], 1], ids=["a number", "None", "no list"])
def test_events_that_are_no_names_are_refused(events):
    code = f"""
try:
    _native.add_audit_hook(hook, {events!r})
except TypeError:
    print("refused")
"""
    assert outcome(code)[0] == "refused"
