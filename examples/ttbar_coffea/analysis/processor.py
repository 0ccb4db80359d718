"""The ttbar analysis as a coffea processor; it knows nothing of Martlet."""

from __future__ import annotations

import copy

import hist
from coffea import processor
from coffea.nanoevents import NanoAODSchema

from .histograms import EDGES, REGIONS
from .observables import ht_4j1b, trijet_mass_4j2b
from .samples import event_weight
from .selection import select_events
from .variations import JET_VARIATIONS

__all__ = ["ToySchema", "TtbarAnalysis"]

OBSERVABLES = {"4j1b": ht_4j1b, "4j2b": trijet_mass_4j2b}
SEED = 2015


class ToySchema(NanoAODSchema):
    """NanoAOD of which only leptons and jets were written, without references between them."""

    warn_missing_crossrefs = False


class TtbarAnalysis(processor.ProcessorABC):
    """Histograms of both regions, by process and systematic variation."""

    def __init__(self) -> None:
        self.histograms = {
            region: hist.Hist(
                hist.axis.StrCategory([], growth=True, name="process"),
                hist.axis.StrCategory([], growth=True, name="variation"),
                hist.axis.Regular(*EDGES, name="observable"),
                storage=hist.storage.Weight(),
            )
            for region in REGIONS
        }

    def process(self, events) -> dict[str, hist.Hist]:
        """Fill one chunk's histograms, by region."""
        histograms = copy.deepcopy(self.histograms)
        process, sample = events.metadata["process"], events.metadata["variation"]
        weight = event_weight(process, events.metadata["nevts"])
        seed = (SEED, int(events.event[0]))
        for variation in ["nominal", *JET_VARIATIONS] if sample == "nominal" else [sample]:
            jets = select_events(events, variation, seed)
            sources = {variation: "nominal"}
            if variation == "nominal":
                sources = {name: name for name in ("nominal", "btag_up", "btag_down")}
            for region, observable in OBSERVABLES.items():
                values = observable(jets)
                for name, source in sources.items():
                    histograms[region].fill(
                        process=process,
                        variation=name,
                        observable=values["value"],
                        weight=weight * values[source],
                    )
        return histograms

    def postprocess(self, accumulator: dict[str, hist.Hist]) -> dict[str, hist.Hist]:
        """Nothing is left to do."""
        return accumulator
