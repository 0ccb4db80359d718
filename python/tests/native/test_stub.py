"""The stub says of the extension what it is: names, parameters; and each function says it too."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from martlet import _martlet, _native

STUB = Path(_native.__file__).with_name("_martlet.pyi")


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
    for name in ("sha256", "digest", "encode", "key_hash", "parse_info", "content_key", "derived"):
        assert inspect.getdoc(getattr(_native, name))
