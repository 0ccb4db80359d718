"""Globals that say how a step logs or takes turns count by their type, not what users put there."""

from __future__ import annotations

import pytest

#: A definition of the global `G`, what `f` returns, and an edit that must be noticed.
COUNTS = {
    "a thread's own class": ("class C(threading.local): n = 2\nG = C()", "G.n", "n = 2"),
    "a thread's own value": ("G = threading.local()\nG.n = 2", "G.n", "n = 2"),
    "a context variable's default": ("G = ContextVar('V', default=2)", "G.get()", "=2"),
    "that it has a default": ("G = ContextVar('V', default=2)", "G.get()", ", default=2"),
    "what a context variable holds": ("G = ContextVar('V')\nG.set(2)", "G.get()", "2"),
    "whether an event is set": ("G = threading.Event()\nG.set()", "G.is_set()", "G.set()"),
    "a logger's class": (
        "class C(logging.Logger): n = 2\nlogging.setLoggerClass(C)\nG = logging.getLogger('c')",
        "G.n",
        "n = 2",
    ),
    "a logger made of a class": ("class C(logging.Logger): n = 2\nG = C('c')", "G.n", "n = 2"),
    "a logger's attribute": ("G = logging.getLogger('x')\nG.n = 2", "G.n", "n = 2"),
    "an adapter's words": ("G = logging.LoggerAdapter(logging.root, {'n': 2})", "G.extra", "2"),
    "an adapter's class": (
        "class C(logging.LoggerAdapter): n = 2\nG = C(logging.root, {})",
        "G.n",
        "n = 2",
    ),
    "a handler's class": ("class C(logging.Handler): n = 2\nG = C()", "G.n", "n = 2"),
    "a handler's attribute": (
        "class C(logging.StreamHandler): pass\nG = C()\nG.n = 2",
        "G.n",
        "n = 2",
    ),
    "weak keys": ("class C: pass\nG = weakref.WeakKeyDictionary()\nG[C] = 2", "G[C]", "2"),
    "weak values": ("class C: n = 2\nG = weakref.WeakValueDictionary(c=C)", "G['c'].n", "n = 2"),
    "a weak set": ("class C: n = 2\nG = weakref.WeakSet([C])", "[c.n for c in G]", "n = 2"),
}
#: These may be unidentified; they must not hide the user's class.
COUNTS_OR_UNIDENTIFIED = {
    "an executor": ("class C(ThreadPoolExecutor): n = 2\nG = C(1)", "G.n", "n = 2"),
    "a thread": ("class C(threading.Thread): n = 2\nG = C()", "G.n", "n = 2"),
    "an event": ("class C(threading.Event): n = 2\nG = C()", "G.n", "n = 2"),
    "a text stream": ("class C(io.TextIOBase): n = 2\nG = C()", "G.n", "n = 2"),
    "a condition": ("class C(threading.Condition): n = 2\nG = C()", "G.n", "n = 2"),
}
#: Globals that leave the step identified, whatever was done with them before.
ASIDE = {
    "a logger": ("G = logging.getLogger(__name__)", "G.setLevel(10)"),
    "a handler": ("G = logging.StreamHandler()", "G.setLevel(10)"),
    "a lock": ("G = threading.RLock()", "G.acquire()"),
    "a condition": ("G = threading.Condition()", "G.acquire()"),
    "a thread's own values": ("G = threading.local()", "import json"),
    "weak values that f fills": (
        "G = weakref.WeakValueDictionary()\ndef g(k, v): G[k] = v",
        "import json",
    ),
    "standard error": ("G = sys.stderr", "print(end='', file=G)"),
    "an executor": ("G = ThreadPoolExecutor(1)", "G.submit(len, [])"),
    "a context variable": ("G = ContextVar('V', default=None)", "G.set(1), G.set(None)"),
}
HEAD = """import io, logging, sys, threading, weakref
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
"""


@pytest.fixture(scope="module")
def answers(projects):
    """Identities before and after the edit, and in another session."""
    rows = {**COUNTS, **COUNTS_OR_UNIDENTIFIED}
    files: list[dict[str, str]] = [{}, {}, {}]
    for number, (text, use, old) in enumerate(rows.values()):
        text = f"{HEAD}{text}\ndef f(x): return {use}\n"
        assert old in text
        start = text.rindex(old)
        new = old.replace("2", "3") if old.endswith("2") and old[0] != "," else ""
        edited = text[:start] + (new or "0") + text[start + len(old) :]
        if old[0] == ",":
            edited = text.replace(old, "")
        for place, each in zip(files, (text, text, edited), strict=True):
            place[f"m{number}.py"] = each
    found = [projects(f).ask(*(f"m{n}|f" for n in range(len(rows)))) for f in files]
    return dict(zip(rows, zip(*found, strict=True), strict=True))


@pytest.mark.parametrize("name", COUNTS)
def test_what_a_user_put_into_a_global_that_stands_aside_counts(answers, name):
    first, again, edited = answers[name]
    assert first == again and "unidentified" not in first
    assert edited != first and "unidentified" not in edited


@pytest.mark.parametrize("name", COUNTS_OR_UNIDENTIFIED)
def test_a_class_of_the_users_never_stands_aside(answers, name):
    first, _, edited = answers[name]
    assert edited != first or "unidentified" in first


def test_loggers_and_locks_leave_a_step_identified_however_they_were_used(projects):
    texts = {
        f"m{number}.py": f"{HEAD}{text}\ndef f(x): return G and g(1, 2)\n"
        for number, (text, _) in enumerate(ASIDE.values())
    }
    used = {
        name: text + use + "\n"
        for (name, text), (_, use) in zip(texts.items(), ASIDE.values(), strict=True)
    }
    questions = [f"m{number}|f" for number in range(len(ASIDE))]
    before, after = projects(texts).ask(*questions), projects(used).ask(*questions)
    for name, one, other in zip(ASIDE, before, after, strict=True):
        assert one == other and "unidentified" not in one, name
