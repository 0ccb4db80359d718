"""Puts the Swift sources into an sdist, and the extension built from them into a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

NAME = "_martlet.abi3.so"
#: What Swift builds from; in an sdist it lies in ``swift/``, in a clone one folder up.
SOURCES = ("Package.swift", "Sources", "Tests", "scripts")


def readme(here: Path) -> Path:
    """Where the README lies: in an sdist here, in a clone one folder up."""
    return next(path for path in (here / "README.md", here.parent / "README.md") if path.exists())


class ReadmeHook(MetadataHookInterface):
    """Tells the README, which a clone has outside this folder."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what ``pyproject.toml`` calls dynamic."""
        text = readme(Path(self.root)).read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


class SwiftHook(BuildHookInterface):
    """Carries ``swift/`` in the sdist and builds ``martlet/_martlet.abi3.so`` for the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what hatchling does not find by itself.

        Parameters
        ----------
        version : str
            ``"standard"`` or ``"editable"``; of an editable install the extension is built beside
            the Python files.
        build_data : dict
            What hatchling builds with; changed.

        Raises
        ------
        RuntimeError
            If the interpreter is free-threaded.
        """
        here = Path(self.root)
        swift = here / "swift" if (here / "swift").is_dir() else here.parent
        if self.target_name == "sdist":
            for name in SOURCES:
                build_data["force_include"][str(swift / name)] = f"swift/{name}"
            build_data["force_include"][str(readme(here))] = "README.md"
            return
        if sysconfig.get_config_var("Py_GIL_DISABLED"):
            raise RuntimeError(
                "Martlet does not work in free-threaded Python\n\n"
                "hint: install it into a standard build of CPython 3.11 to 3.14"
            )
        editable = version == "editable"
        output = (here / "src" / "martlet" if editable else here / "build") / NAME
        subprocess.run(
            ["sh", str(swift / "scripts" / "build-extension.sh"), str(output)],
            check=True,
            # A newer compiler may warn of more: that must stop no user.
            env={"MARTLET_STRICT": "0", **os.environ, "PYTHON": sys.executable},
        )
        build_data["pure_python"] = False
        build_data["tag"] = "cp311-abi3-manylinux_2_34_x86_64"
        if not editable:
            build_data["force_include"][str(output)] = f"martlet/{NAME}"
