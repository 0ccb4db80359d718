"""Graphs of Dask's own readers, and of files handed to functions of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import analysis
import dask
import dask.array as da
import dask.bag as db
import dask.dataframe as dd
import fsspec
import numpy as np
import pandas as pd
from inputs import each, files


def summed(frame: Any) -> Any:
    """The sum of a data frame after a function of the user's."""
    return frame.map_partitions(analysis.scaled).sum()


def totals(bag: Any) -> Any:
    """The sum of a bag of lines."""
    return bag.map_partitions(analysis.numbers).sum()


def read_csv(folder: str) -> Any:
    return summed(dd.read_csv(f"{folder}/csv/*.csv"))


def read_csv_in_blocks(folder: str) -> Any:
    return summed(dd.read_csv(files(folder, "csv"), blocksize=200))


def read_json(folder: str) -> Any:
    return summed(dd.read_json(f"{folder}/json/*.json", lines=True))


def read_parquet_folder(folder: str) -> Any:
    return summed(dd.read_parquet(f"{folder}/parquet"))


def read_parquet_glob(folder: str) -> Any:
    return summed(dd.read_parquet(f"{folder}/parquet/*.parquet", split_row_groups=True))


def read_parquet_columns(folder: str) -> Any:
    return summed(dd.read_parquet(files(folder, "parquet"), columns=["x"]))


def read_parquet_filters(folder: str) -> Any:
    return summed(dd.read_parquet(files(folder, "parquet"), filters=[("x", ">", 300)]))


def read_parquet_by_arrow(folder: str) -> Any:
    return summed(dd.read_parquet(str(Path(folder, "parquet").absolute()), filesystem="arrow"))


def read_partitioned(folder: str) -> Any:
    frame = dd.read_parquet(f"{folder}/partitioned")
    return frame[["x", "y"]].map_partitions(analysis.scaled).sum()


def from_map(folder: str) -> Any:
    return summed(dd.from_map(pd.read_parquet, files(folder, "parquet")))


def frames_from_delayed(folder: str) -> Any:
    frames = [dask.delayed(pd.read_parquet)(path) for path in files(folder, "parquet")]
    return summed(dd.from_delayed(frames, meta=pd.DataFrame({"x": [0], "y": [0]})))


def read_text_in_blocks(folder: str) -> Any:
    return totals(db.read_text(files(folder, "text"), blocksize=100))


def bag_from_delayed(folder: str) -> Any:
    return totals(db.from_delayed([dask.delayed(lines)(path) for path in files(folder, "text")]))


def lines(path: str) -> list[str]:
    with open(path) as file:
        return file.readlines()


def from_npy_stack(folder: str) -> Any:
    return da.from_npy_stack(f"{folder}/stack").map_blocks(analysis.scaled, dtype="int64").sum()


def memory_maps(folder: str) -> Any:
    maps = [np.load(path, mmap_mode="r") for path in files(folder, "npy")]
    arrays = [da.from_array(each, chunks=-1) for each in maps]
    return da.concatenate(arrays).map_blocks(analysis.scaled, dtype="int64").sum()


def memory_maps_of_raw_files(folder: str) -> Any:
    return each(analysis.total, [np.memmap(path, dtype="int64") for path in files(folder, "raw")])


def from_zarr(folder: str) -> Any:
    arrays = [da.from_zarr(path) for path in files(folder, "zarr")]
    return da.concatenate(arrays).map_blocks(analysis.scaled, dtype="int64").sum()


def paths_of_hdf5(folder: str) -> Any:
    return each(analysis.of_hdf5, files(folder, "hdf5"))


def paths_of_parquet(folder: str) -> Any:
    return each(analysis.of_parquet, files(folder, "parquet"))


def paths_of_numpy(folder: str) -> Any:
    return each(analysis.of_numpy, [Path(path) for path in files(folder, "npy")])


def pathlib_paths(folder: str) -> Any:
    return each(analysis.of_path, [Path(path) for path in files(folder, "text")])


def fsspec_open(folder: str) -> Any:
    return each(analysis.of_file, [fsspec.open(path, "r") for path in files(folder, "text")])


def fsspec_open_files(folder: str) -> Any:
    return each(analysis.of_file, fsspec.open_files(f"{folder}/text/*.txt", "r"))


def fsspec_file_system(folder: str) -> Any:
    system = dask.delayed(fsspec.filesystem("file"))
    read = dask.delayed(analysis.of_system)
    return dask.delayed(sum)([read(system, path) for path in files(folder, "text")])


def fsspec_urls(folder: str) -> Any:
    urls = [Path(path).absolute().as_uri() for path in files(folder, "text")]
    return each(analysis.of_url, urls)


def read_text(folder: str) -> Any:
    return totals(db.read_text(f"{folder}/text/*.txt"))


def read_gzip(folder: str) -> Any:
    return totals(db.read_text(f"{folder}/gzip/*.gz"))


def bag_of_paths(folder: str) -> Any:
    return db.from_sequence(files(folder, "text"), npartitions=3).map(analysis.of_path).sum()
