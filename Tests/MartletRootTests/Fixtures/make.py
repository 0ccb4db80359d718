"""Makes the fixtures, with uproot 5.7.7 and numpy: ``python make.py``."""

import uuid
from pathlib import Path

import numpy as np
import uproot

HERE = Path(__file__).parent


def write(name, seed, **options):
    with uproot.recreate(HERE / name, **options) as file:
        values = np.random.default_rng(seed).normal(size=20).astype("f4")
        file.mktree("Events", {"Muon_pt": "f4"}).extend({"Muon_pt": values})
        file["plots/mass"] = np.histogram(values, bins=4)


write("small.root", 1, uuid_function=lambda: uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
(HERE / "updated.root").write_bytes((HERE / "small.root").read_bytes())
with uproot.update(HERE / "updated.root") as file:
    file["Runs"] = {"run": np.arange(3)}
with uproot.recreate(HERE / "ntuple.root") as file:
    file.mkrntuple("Events", {"Muon_pt": np.float32}).extend({"Muon_pt": np.ones(5, "f4")})
with uproot.recreate(HERE / "empty.root"):
    pass
