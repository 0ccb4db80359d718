"""Builds the extension with Swift when a wheel is made or the package is installed in place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "_martlet.abi3.so"


class ExtensionHook(BuildHookInterface):
    """Puts ``martlet/_martlet.abi3.so`` into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the extension; of an editable install, beside the Python files."""
        if self.target_name != "wheel":
            return
        here = Path(self.root)
        editable = version == "editable"
        folder = here / "src" / "martlet" if editable else here / "build"
        output = folder / NAME
        script = next(
            path
            for path in (here / "../scripts/build-extension.sh", here / "swift/scripts/build-extension.sh")
            if path.exists()
        )
        subprocess.run(
            ["sh", str(script.resolve()), str(output)],
            check=True,
            env={**os.environ, "PYTHON": sys.executable},
        )
        build_data["pure_python"] = False
        build_data["tag"] = "cp311-abi3-manylinux_2_34_x86_64"
        if not editable:
            build_data["force_include"][str(output)] = f"martlet/{NAME}"
