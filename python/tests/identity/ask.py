"""Run in a process of its own: prints the identity of each of many things as JSON."""

from __future__ import annotations

import importlib
import json
import sys

from martlet.identity import UNIDENTIFIED, Identifier


def of_function(identifier: Identifier, function: object) -> str:
    """The identity of a step's function."""
    with identifier.submission():
        answer = identifier.function(function, (), {})
    return (
        f"unidentified: {answer.reason}" if answer.flags & UNIDENTIFIED else answer.encoding.hex()
    )


def of_value(identifier: Identifier, value: object) -> str:
    """The identity of an argument."""
    import martlet._native as native

    try:
        with identifier.submission():
            return native.encode(value, identifier).hex()
    except native.Unidentified as error:
        return f"unidentified: {error}"


def main() -> None:
    """Answer questions on stdin: ``MODULE|FUNCTION`` or ``MODULE|value:EXPRESSION``."""
    identifier, found = Identifier(), {}
    for question in json.load(sys.stdin):
        module, _, rest = question.partition("|")
        names = vars(importlib.import_module(module))
        if rest.startswith("value:"):
            found[question] = of_value(identifier, eval(rest.removeprefix("value:"), dict(names)))
        else:
            found[question] = of_function(identifier, eval(rest, dict(names)))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
