"""The extension's functions: digests, canonical encoding, and what hostile values do to it."""

import ast
import gc
import hashlib
import inspect
import os
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from martlet import _martlet, _native

STUB = Path(_native.__file__).with_name("_martlet.pyi")


class Identify:
    """Encodes by name what the extension does not, and refuses `Odd` things."""

    def value(self, obj):
        if type(obj).__name__ == "Odd":
            raise _native.Unidentified("it is odd")
        return type(obj).__name__.encode(), ()

    def function(self, func, args, kwargs):
        return (func.__name__, func.__name__.encode(), (), 0, frozenset(), "", None)


class Odd:
    pass


def encode(value):
    return _native.encode(value, Identify())


def test_sha256_is_hashlibs():
    for count in (0, 1, 55, 56, 64, 1000, 1 << 20):
        data = bytes(range(256)) * (count // 256 + 1)
        assert _native.sha256(data[:count]) == hashlib.sha256(data[:count]).digest()
        assert _native.sha256(memoryview(data)[:count]) == _native.sha256(data[:count])


def test_digest_depends_on_every_byte_of_a_long_buffer():
    data = bytearray(3 << 20)
    first = _native.digest(data)
    data[-1] = 1
    assert _native.digest(data) != first


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (None, b"N"),
        (True, b"T"),
        (False, b"F"),
        (..., b"."),
        (1, b"i" + (1).to_bytes(8, "little")),
        (-(2**63), b"i" + (-(2**63)).to_bytes(8, "little", signed=True)),
        (2**63, b"I\x09" + (2**63).to_bytes(9, "little", signed=True)),
        ("é", b"s\x02" + "é".encode()),
        ("\ud800", b"s\x03" + "\ud800".encode(errors="surrogatepass")),
        (b"ab", b"b\x02ab"),
        (bytearray(b"ab"), b"a\x02ab"),
        ((), b"(\x00"),
        ([None, True], b"[\x02NT"),
        ({None: True}, b"{\x01NT"),
        (slice(None), b":NNN"),
        (Odd, b"x\x04type"),
    ],
)
def test_encodings_are_pinned(value, encoding):
    assert encode(value) == encoding


def test_values_that_differ_in_type_or_value_encode_differently():
    Pair = namedtuple("Pair", "a b")
    values = [
        None, False, True, 0, 1, 1.0, -0.0, 0.0, 1 + 0j, "1", b"1", bytearray(b"1"), (1,), [1], {1: 1},
        {1}, frozenset({1}), (1, 2), Pair(1, 2), {1: 2, 3: 4}, {3: 4, 1: 2}, 2**64, -(2**64), "", b"",
        [], (), {}, set(), slice(1), slice(1, None, 2), [[1], 2], [1, [2]], "x" * 100_000, "x" * 100_001,
    ]  # fmt: skip
    encodings = [encode(value) for value in values]
    assert len(set(encodings)) == len(values)


def test_long_values_encode_briefly():
    for value in ("é" * 10**6, b"x" * 10**6, list(range(10**5)), {i: i for i in range(10**5)}):
        assert len(encode(value)) < 64


def test_sets_do_not_depend_on_their_order():
    words = [f"word{i}" for i in range(100)]
    assert encode(set(words)) == encode(set(reversed(words)))
    assert encode({1, "a", (2, 3)}) == encode({(2, 3), "a", 1})


def test_containers_that_hold_themselves_are_encoded():
    one, other = [1], [1]
    one.append(one)
    other.append([1, other])
    assert encode(one) == encode(one)
    assert encode(one) != encode(other)


def test_deep_nesting_is_unidentified():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises((_native.Unidentified, RecursionError)):
        encode(value)


def test_shared_containers_are_not_walked_again_and_again():
    value = list(range(2000))
    for _ in range(60):
        value = [value, value]
    assert len(encode(value)) < 5000


def test_exceptions_of_the_callback_reach_the_caller():
    with pytest.raises(_native.Unidentified, match="it is odd"):
        encode([1, {2: Odd()}])

    class Interrupted(Identify):
        def value(self, obj):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _native.encode(Odd(), Interrupted())


@pytest.mark.parametrize("answer", [None, (), (b"x",), ("x", ()), (b"x", (b"short",)), (b"x", 3), 7])
def test_a_senseless_answer_of_the_callback_is_an_error(answer):
    class Senseless:
        def value(self, obj):
            return answer

    with pytest.raises((TypeError, ValueError)):
        _native.encode(Odd(), Senseless())


def test_a_container_that_changes_meanwhile_is_not_encoded():
    value = [Odd2(), 1, 2]

    class Changing:
        def value(self, obj):
            value.clear()
            return b"x", ()

    with pytest.raises(_native.Unidentified, match="changed"):
        _native.encode(value, Changing())


class Odd2:
    pass


@pytest.mark.parametrize(
    "call",
    [
        lambda: _native.sha256(),
        lambda: _native.sha256("text"),
        lambda: _native.sha256(b"", b""),
        lambda: _native.sha256(data=b""),
        lambda: _native.encode(1, None),
        lambda: _native.parse_info(b""),
        lambda: _native.parse_info(b"x" * 200),
        lambda: _native.parse_info("x"),
        lambda: _native.content_key(b"", []),
        lambda: _native.content_key(b"x" * 32, [b"y"]),
        lambda: _native.content_key(b"x" * 32, 5),
        lambda: _native.Graph(),
        lambda: _native.Graph(1, 2, 3, 4, 5),
        lambda: _native.Graph.__new__(_native.Graph).counts(),
        lambda: _native.Store.__new__(_native.Store).stats(),
        lambda: _native.Store(),
    ],
)
def test_misuse_is_an_exception(call):
    with pytest.raises((TypeError, ValueError, AttributeError)):
        call()


def test_nothing_leaks_from_encoding():
    value = [Odd2(), {"a": (1, 2.5, "x" * 100)}, {1, 2}]
    encode(value)
    before = sys.getrefcount(value[0]), sys.getrefcount(value[1])
    for _ in range(100):
        encode(value)
    assert (sys.getrefcount(value[0]), sys.getrefcount(value[1])) == before


def test_the_stub_names_what_the_extension_has():
    stub = STUB.read_text()
    functions = set(re.findall(r"^def (\w+)", stub, re.M))
    classes = {name for name in re.findall(r"^class (\w+)", stub, re.M) if name[0] != "_"}
    offered = {name for name in vars(_martlet) if not name.startswith("__")}
    assert functions | classes | {"FORMAT"} == offered
    for name in ("Files", "Graph", "Loaded", "Store"):
        body = re.search(rf"^class {name}:.*?(?=^class |\Z)", stub, re.M | re.S)
        methods = set(re.findall(r"^    def (\w+)", body[0], re.M)) - {"__init__"}
        real = {m for m in vars(getattr(_martlet, name)) if not m.startswith("__")}
        assert methods == real, name


def signatures():
    """Names and kinds of the parameters that the stub gives each function, method and class."""
    tree = ast.parse(STUB.read_text())
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, getattr(_martlet, node.name), parameters(node, classes)
    for name in ("Files", "Graph", "Store"):
        for node in classes[name].body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                found = getattr(_martlet, name)
                if node.name != "__init__":
                    found = getattr(found, node.name)
                yield f"{name}.{node.name}", found, parameters(node, classes)


def parameters(node, classes):
    """Name to (kind, whether it may be left out)."""
    args, found = node.args, {}
    given = [(arg.arg, 0) for arg in args.posonlyargs] + [(arg.arg, 1) for arg in args.args]
    for (name, kind), optional in zip(
        given, [False] * (len(given) - len(args.defaults)) + [True] * len(args.defaults)
    ):
        found[name] = kind, optional
    found.pop("self", None)
    for arg, default in zip(args.kwonlyargs, args.kw_defaults):
        found[arg.arg] = 3, default is not None
    if args.kwarg is not None:  # **record: Unpack[_Record]
        for field in classes[args.kwarg.annotation.slice.id].body:
            found[field.target.id] = 3, False
    return found


@pytest.mark.parametrize(
    ("function", "stub"), [pytest.param(real, stub, id=name) for name, real, stub in signatures()]
)
def test_the_stub_gives_each_function_its_parameters(function, stub):
    real = {
        parameter.name: (int(parameter.kind), parameter.default is not parameter.empty)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name != "self"
    }
    assert stub == real
    positional = [[name for name, (kind, _) in each.items() if kind < 3] for each in (stub, real)]
    assert positional[0] == positional[1]


def test_every_function_says_what_it_is_for():
    for name in ("sha256", "digest", "encode", "parse_info", "content_key", "derived"):
        assert inspect.getdoc(getattr(_native, name))


def pythons():
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for path in sorted(root.glob("3.*/bin/python")):
        version = tuple(int(n) for n in path.parts[-3].split(".")[:2] if n.isdigit())
        if (3, 11) <= version <= (3, 14):
            found[version] = path
    return list(found.values())


@pytest.mark.parametrize("python", [Path(sys.executable), *pythons()], ids=str)
def test_the_library_loads_in_every_python_at_hand(python):
    code = (
        "import importlib.util as u, sys;"
        f"s = u.spec_from_file_location('martlet._martlet', {_martlet.__file__!r});"
        "m = u.module_from_spec(s); s.loader.exec_module(m); print(m.sha256(b'').hex())"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == hashlib.sha256().hexdigest(), done.stderr


def test_sub_interpreters_are_refused():
    code = f"""
import sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
script = '''
import importlib.util as u
s = u.spec_from_file_location("martlet._martlet", {_martlet.__file__!r})
try:
    m = u.module_from_spec(s); s.loader.exec_module(m)
except ImportError as error:
    print("refused", error)
'''
interpreters.run_string(interpreters.create(), script)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "refused" in done.stdout, done.stderr


def test_the_collector_runs_again_after_a_walk():
    assert gc.isenabled()
    graph = _native.Graph({}, [], Identify(), {}, b"n" * 16)
    assert gc.isenabled()
    with pytest.raises(TypeError):
        _native.Graph({}, 5, Identify(), {}, b"n" * 16)
    assert gc.isenabled()
    del graph


FREE_THREADED = """
import sys, sysconfig

sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1

class Finder:  # such a Python knows no `.abi3.so`
    def find_spec(self, name, path=None, target=None):
        if name == "martlet._martlet":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Finder())
import martlet
try:
    martlet.Client
except ImportError as error:
    print(error)
"""


def test_free_threaded_python_is_refused_with_what_to_do():
    run = subprocess.run([sys.executable, "-c", FREE_THREADED], capture_output=True, text=True)
    assert "does not work in free-threaded Python" in run.stdout, run.stderr
    assert "hint: use a standard build of CPython" in run.stdout


def test_a_free_threaded_python_builds_no_wheel(tmp_path):
    pytest.importorskip("hatchling")
    hook = Path(__file__).parents[1] / "hatch_build.py"
    code = f"""
import runpy, sysconfig
sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1
hook = runpy.run_path({str(hook)!r})["SwiftHook"]
hook({str(tmp_path)!r}, {{}}, None, None, "", "wheel").initialize("standard", {{}})
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert "RuntimeError: Martlet does not work in free-threaded Python" in run.stderr
