"""Writes the input files of the readers' tests: of each kind as many as there are contents."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

#: Rows in each file.
ROWS = 40


def columns(content: int) -> dict[str, np.ndarray]:
    """The columns of a file; their texts are of one length whatever the content."""
    random = np.random.default_rng(content)
    return {"x": random.integers(100, 1000, ROWS), "y": random.integers(100, 1000, ROWS)}


def write(folder: Path, number: int, content: int) -> None:
    """Write file `number` of every kind, in place where it is there."""
    frame = pd.DataFrame(columns(content))
    for kind, writer in WRITERS.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        writer(folder / kind, number, frame)


def _csv(folder: Path, number: int, frame: pd.DataFrame) -> None:
    frame.to_csv(folder / f"{number}.csv", index=False)


def _json(folder: Path, number: int, frame: pd.DataFrame) -> None:
    frame.to_json(folder / f"{number}.json", orient="records", lines=True)


def _text(folder: Path, number: int, frame: pd.DataFrame) -> None:
    (folder / f"{number}.txt").write_text("".join(f"{x}\n" for x in frame["x"]))


def _gzip(folder: Path, number: int, frame: pd.DataFrame) -> None:
    text = "".join(f"{x}\n" for x in frame["x"]).encode()
    (folder / f"{number}.txt.gz").write_bytes(gzip.compress(text, compresslevel=0, mtime=0))


def _parquet(folder: Path, number: int, frame: pd.DataFrame) -> None:
    frame.to_parquet(folder / f"{number}.parquet", compression=None)


def _partitioned(folder: Path, number: int, frame: pd.DataFrame) -> None:
    inner = folder / f"sample={number}"
    inner.mkdir(exist_ok=True)
    frame.to_parquet(inner / "part.parquet", compression=None)


def _npy(folder: Path, number: int, frame: pd.DataFrame) -> None:
    np.save(folder / f"{number}.npy", frame["x"].to_numpy())


def _stack(folder: Path, number: int, frame: pd.DataFrame) -> None:
    import pickle

    _npy(folder, number, frame)
    count = len(list(folder.glob("*.npy")))
    info = {"chunks": ((ROWS,) * count,), "dtype": np.dtype("int64"), "axis": 0}
    (folder / "info").write_bytes(pickle.dumps(info))


def _raw(folder: Path, number: int, frame: pd.DataFrame) -> None:
    frame["x"].to_numpy().tofile(folder / f"{number}.dat")


def _hdf5(folder: Path, number: int, frame: pd.DataFrame) -> None:
    import h5py

    with h5py.File(folder / f"{number}.h5", "w") as file:
        file["x"] = frame["x"].to_numpy()


def _zarr(folder: Path, number: int, frame: pd.DataFrame) -> None:
    import zarr

    where = str(folder / f"{number}.zarr")
    chunks = {"shape": (ROWS,), "chunks": (ROWS // 2,), "dtype": "int64", "compressors": None}
    zarr.create_array(where, overwrite=True, **chunks)[:] = frame["x"].to_numpy()


def _root(folder: Path, number: int, frame: pd.DataFrame) -> None:
    """NanoAOD's way: flat columns, and jagged ones with a counter."""
    import awkward as ak
    import uproot

    counts = frame["x"].to_numpy() % 4
    momenta = ak.unflatten(np.resize(frame["y"].to_numpy().astype("float32"), counts.sum()), counts)
    jets = {"pt": momenta, "eta": momenta / 500 - 1, "phi": momenta / 300 - 1, "mass": momenta / 10}
    flat = {
        "x": frame["x"].to_numpy(),
        "y": frame["y"].to_numpy(),
        "run": np.ones(ROWS, "uint32"),
        "luminosityBlock": np.ones(ROWS, "uint32"),
        "event": np.arange(ROWS, dtype="uint64"),
    }
    types = {name: values.dtype for name, values in flat.items()}
    types["Jet"] = ak.type(ak.zip(jets)).content
    with uproot.recreate(folder / f"{number}.root", compression=None) as file:
        tree = file.mktree("Events", types)
        tree.extend({**flat, "Jet": ak.zip(jets)})


WRITERS = {
    "csv": _csv,
    "json": _json,
    "text": _text,
    "gzip": _gzip,
    "parquet": _parquet,
    "partitioned": _partitioned,
    "npy": _npy,
    "stack": _stack,
    "raw": _raw,
    "hdf5": _hdf5,
    "zarr": _zarr,
    "root": _root,
}


def remove(folder: Path, number: int) -> None:
    """Remove file `number` of every kind that readers are given by a list or a pattern."""
    for kind in WRITERS.keys() - {"stack"}:
        for path in (folder / kind).glob(f"*{number}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
