#!/usr/bin/env python3
"""Write the toy collision data that the ttbar example analyses."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from generator.nanoaod import VERSION, write_file
from generator.samples import SAMPLES, file_names, sample_of

__all__ = ["generate"]


def generate(folder: Path, event_count: int) -> bool:
    """Write all samples' files, unless they are there already.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; made if missing.
    event_count : int
        Events in each file.

    Returns
    -------
    bool
        Whether anything had to be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp_file = folder / "stamp.json"
    stamp = {"generator": VERSION, "events": event_count, "samples": list(SAMPLES)}
    names = [name for sample in SAMPLES for name in file_names(sample)]
    if stamp_file.exists() and json.loads(stamp_file.read_text()) == stamp:
        if all((folder / name).exists() for name in names):
            return False
    stamp_file.unlink(missing_ok=True)
    start = time.perf_counter()
    for index, name in enumerate(names):
        write_file(folder / name, *sample_of(name), event_count)
        size = (folder / name).stat().st_size / 1e6
        print(f"  [{index + 1:2}/{len(names)}] {name:38} {size:5.1f} MB", flush=True)
    stamp_file.write_text(json.dumps(stamp))
    print(f"  written in {time.perf_counter() - start:.0f} s")
    return True


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the files")
    parser.add_argument("--events", type=int, default=50_000, help="events a file (%(default)s)")
    options = parser.parse_args()
    if not generate(options.folder, options.events):
        print(f"{options.folder} has them already")


if __name__ == "__main__":
    main()
