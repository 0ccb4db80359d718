"""Helpers in other modules, imports inside functions, installed packages."""

from __future__ import annotations

import pytest

HELPERS = "import os\n\ndef helper(x):\n    return x + 1\n\ndef unused(x):\n    return x * 5\n"
PACKAGE = {
    "site-packages/thing/__init__.py": "def g(x):\n    return x + 1\nclass B: pass\n",
    "site-packages/thing-1.0.dist-info/METADATA": "Name: thing\nVersion: 1.0\n",
}
EDITABLE = {"site-packages/thing-1.0.dist-info/direct_url.json": '{"dir_info": {"editable": true}}'}
IN_PACKAGE = {"lib/__init__.py": "from .maths import helper\n", "lib/maths.py": HELPERS}

#: Files beside steps.py, steps.py, the file to edit.
MODULES = {
    "import": (
        {"helpers.py": HELPERS},
        "import helpers\ndef f(x): return helpers.helper(x)",
        "helpers.py",
    ),
    "from": (
        {"helpers.py": HELPERS},
        "from helpers import helper\ndef f(x): return helper(x)",
        "helpers.py",
    ),
    "alias": (IN_PACKAGE, "import lib.maths as m\ndef f(x): return m.helper(x)", "lib/maths.py"),
    "re-export": (IN_PACKAGE, "import lib\ndef f(x): return lib.helper(x)", "lib/maths.py"),
    "inside": (
        {"helpers.py": HELPERS},
        "def f(x):\n  from helpers import helper\n  return helper(x)",
        "helpers.py",
    ),
    "inside, through another": (
        {"helpers.py": HELPERS, "other.py": "import helpers\n"},
        "def f(x):\n  import other\n  return other.helpers.helper(x)",
        "helpers.py",
    ),
    "import_module": (
        {"helpers.py": HELPERS},
        "import importlib\ndef f(x): return importlib.import_module('helpers').helper(x)",
        "helpers.py",
    ),
    "getattr": (
        {"helpers.py": HELPERS},
        "import helpers\ndef f(x): return getattr(helpers, 'hel' + x)()",
        "helpers.py",
    ),
    "handed on": (
        {"helpers.py": HELPERS},
        "import helpers\ndef g(m): return m.helper(1)\ndef f(x): return g(helpers)",
        "helpers.py",
    ),
    "its dictionary": (
        {"helpers.py": HELPERS},
        "import helpers\ndef f(x): return helpers.__dict__['helper'](x)",
        "helpers.py",
    ),
    "its own lookup": (
        {"helpers.py": HELPERS},
        "import helpers\ndef f(x): return helpers.__getattribute__('helper')(x)",
        "helpers.py",
    ),
    "among the builtins": (
        {"mine.py": HELPERS},
        "import builtins, mine\nbuiltins.own = mine.helper\ndef f(x): return own(x)",
        "mine.py",
    ),
    "replaced": (
        {"mine.py": HELPERS},
        "import numpy, mine\nnumpy.own = mine.helper\ndef f(x): return numpy.own(x)",
        "mine.py",
    ),
}


@pytest.mark.parametrize("name", MODULES)
def test_a_helper_counts_however_it_is_imported(projects, name):
    files, steps, edited = MODULES[name]
    before = projects({**files, "steps.py": steps})
    after = projects({**files, "steps.py": steps, edited: files[edited].replace("x + 1", "x + 2")})
    same = projects(
        {**files, "steps.py": steps, edited: files[edited].replace("import os", "# os\nimport os")}
    )
    (one,), (again,), (changed,) = before.ask("steps|f"), same.ask("steps|f"), after.ask("steps|f")
    assert one == again != changed and "unidentified" not in one + changed


def test_what_a_step_does_not_use_of_a_module_does_not_count(projects):
    steps = "import helpers\ndef f(x): return helpers.helper(x)"
    before = projects({"helpers.py": HELPERS, "steps.py": steps})
    after = projects({"helpers.py": HELPERS.replace("x * 5", "x * 6"), "steps.py": steps})
    assert before.ask("steps|f") == after.ask("steps|f")


@pytest.mark.parametrize(
    "steps",
    [
        "import thing\ndef f(x): return thing.g(x)",
        "from thing import g\ndef f(x): return g(x)",
        "from thing import g as f",
        "def f(x):\n  import thing\n  return thing.g(x)",
        "import thing\nclass C(thing.B): pass\ndef f(x): return C()",
    ],
)
def test_a_package_counts_by_its_version_and_not_by_its_code(projects, steps):
    def identity(old: str = "", new: str = "") -> str:
        files = {name: text.replace(old, new) if old else text for name, text in PACKAGE.items()}
        return projects({**files, "steps.py": steps}).ask("steps|f")[0]

    assert identity() == identity("x + 1", "x + 2") != identity("Version: 1.0", "Version: 1.1")


@pytest.mark.parametrize("extra", [EDITABLE, {"site-packages/thing-1.0.dist-info/METADATA": ""}])
def test_an_editable_install_and_a_folder_without_metadata_are_the_users_code(projects, extra):
    files = {**PACKAGE, **extra, "steps.py": "import thing\ndef f(x): return thing.g(x)"}
    if "" in extra.values():
        del files["site-packages/thing-1.0.dist-info/METADATA"]
    module = "site-packages/thing/__init__.py"
    edited = {**files, module: files[module].replace("x + 1", "x + 2")}
    assert projects(files).ask("steps|f") != projects(edited).ask("steps|f")


def test_an_absent_package_does_not_unidentify_a_step(projects):
    text = "def f(x):\n  try:\n    import nowhere\n  except ImportError: pass\n  return x"
    (answer,) = projects({"steps.py": text}).ask("steps|f")
    assert "unidentified" not in answer


LATE = '''
    """Words."""
    from __future__ import annotations
    import math
    SCALE = 1.5
    LIMITS: tuple = (1, -2)
    TABLE = {"a": [1]}
    FILLED = {}
    FILLED["a"] = 1
    TWICE = 1
    TWICE = TWICE + 1
    LAZY = None
    BIG = 10 * 10
    def helper(x):
        "Words."
        return [x for _ in range(2)]
    def lazy():
        global LAZY
        LAZY = 1
    class C:
        "Words."
        n: int = 1
        def own(self): return 2
    @staticmethod
    def decorated(): return 1
    for i in range(3):
        pass
'''
STEP_LATE = "def f(x):\n  import late\n  return late.helper(late.SCALE)\n"


@pytest.mark.parametrize(
    "before",
    ["pass", "module.lazy()", "module.SCALE = 3.0 / 2", "__import__('late.nothing')"],
)
def test_a_module_imported_inside_counts_alike_whether_it_is_imported_already(projects, before):
    before = f"import late as module\ntry: {before}\nexcept ImportError: pass"
    (one,) = projects({"late.py": LATE, "steps.py": STEP_LATE}).ask("steps|f")
    (other,) = projects({"late.py": LATE, "steps.py": f"{before}\n{STEP_LATE}"}).ask("steps|f")
    assert one == other and "unidentified" not in one


@pytest.mark.parametrize(
    "change",
    [
        "late.SCALE = 3",
        "late.SCALE = 1",
        "late.LIMITS = (1, 2)",
        "late.LIMITS = [1, -2]",
        "late.TABLE['a'].append(2)",
        "late.NEW = 1",
        "late.helper = lambda x: x",
        "late.helper = print",
        "del late.SCALE",
        "late.SCALE = open('/dev/null')",
    ],
)
def test_what_was_changed_in_a_module_imported_inside_counts(projects, change):
    text = f"import late as module\n{change.replace('late', 'module')}\n{STEP_LATE}"
    (one,) = projects({"late.py": LATE, "steps.py": STEP_LATE}).ask("steps|f")
    other, same = (projects({"late.py": LATE, "steps.py": text}).ask("steps|f")[0] for _ in "12")
    assert one != other and same == other


#: What a user may put into another's module, and a use of it.
PUT = {
    "a value among the builtins": "import builtins\nbuiltins.CUT = 30\ndef f(x): return x > CUT",
    "a builtin of another name": "import builtins\nbuiltins.CUT = abs\ndef f(x): return CUT(x)",
    "a number in a package": "import json\njson.CUT = 30\ndef f(x): return x > json.CUT",
    "the state of an object of a module that is handed on": (
        "import other\nother.CONF.cut = 30\ndef f(x): return getattr(other, x)"
    ),
}


@pytest.mark.parametrize("name", PUT)
def test_what_a_user_puts_into_another_module_counts(projects, name):
    other = "class Conf: cut = 1\nCONF, LOG = Conf(), open('/dev/null')\n"
    edit = ("abs", "round") if "abs" in PUT[name] else ("30", "40")
    before = projects({"other.py": other, "steps.py": PUT[name]})
    after = projects({"other.py": other, "steps.py": PUT[name].replace(*edit)})
    first, again, edited = (each.ask("steps|f")[0] for each in (before, before, after))
    assert first == again != edited and "unidentified" not in first + edited
