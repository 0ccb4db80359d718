"""A ttbar analysis in the ways of the Analysis Grand Challenge: what the tests edit and run."""

import copy
import json

import awkward as ak
import correctionlib
import hist
import numpy as np
from coffea import processor
from coffea.analysis_tools import PackedSelection

import utils
from utils.kinematics import trijet_pt

B_TAG_THRESHOLD = 0.5


class RegionAnalysis(processor.ProcessorABC):
    """Histograms by region."""

    variations = ("nominal", "pt_res_up")

    def fill(self, histogram, **values):
        histogram.fill(**values)
        return histogram

    def observable(self, region, jets):
        return ak.sum(jets.pt, axis=-1) if region == "4j1b" else trijet_pt(jets, B_TAG_THRESHOLD)


class TtbarAnalysis(utils.normalisation.Normalised, RegionAnalysis):
    """One lepton and at least four jets, in two regions."""

    lepton_pt = 25.0

    def __init__(self, use_triton=False, seed=17):
        self.hist_dict = {
            region: hist.Hist.new.Reg(
                utils.config["global"]["NUM_BINS"],
                utils.config["global"]["BIN_LOW"],
                utils.config["global"]["BIN_HIGH"],
                name="observable",
                label="observable [GeV]",
            )
            .StrCat([], name="process", label="Process", growth=True)
            .StrCat([], name="variation", label="Systematic variation", growth=True)
            .Weight()
            for region in ("4j1b", "4j2b")
        }
        self.cset = correctionlib.CorrectionSet.from_file("corrections.json")
        self.use_triton = use_triton
        self.seed = seed

    @utils.bookkeeping.noted
    def process(self, events):
        if utils.config["benchmarking"]["DISABLE_PROCESSING"]:
            return {"nevents": {events.metadata["dataset"]: len(events)}, "hist_dict": {}}
        if self.use_triton:
            utils.clients.get_triton_client(utils.config["ml"]["TRITON_URL"])
        # 1
        hist_dict = copy.deepcopy(self.hist_dict)
        with open("efficiencies.json") as file:
            efficiency = json.load(file)["trigger"]
        process, variation = events.metadata["process"], events.metadata["variation"]
        weight = self.event_weight(events.metadata) * efficiency
        events["pt_res_up"] = utils.systematics.jet_pt_resolution(events.Jet.pt, self.seed)
        leptons = sum(
            ak.num(collection[utils.selections.good_leptons(collection, self.lepton_pt)])
            for collection in (events.Electron, events.Muon)
        )
        for name in self.variations if variation == "nominal" else ("nominal",):
            jets = events.Jet
            if name != "nominal":
                jets["pt"] = jets.pt * events[name]
            jets = jets[utils.selections.good_jets(jets)]
            selections = PackedSelection(dtype="uint64")
            selections.add("exactly_1l", leptons == 1)
            selections.add("atleast_4j", ak.num(jets) >= 4)
            tagged = ak.sum(jets.btagCSVV2 > B_TAG_THRESHOLD, axis=1)
            for region, cut in utils.selections.REGIONS.items():
                selections.add(region, cut(tagged))
                chosen = selections.all("exactly_1l", "atleast_4j", region)
                if not np.any(chosen):
                    continue
                region_jets = jets[chosen]
                observable = self.observable(region, region_jets)
                weights = np.full(len(region_jets), weight)
                shifts = {name if variation == "nominal" else variation: weights}
                if name == "nominal" and variation == "nominal":
                    for source, shift in utils.systematics.WEIGHTS.items():
                        shifts[source] = weights * shift(self.cset, region_jets)
                for shifted, values in shifts.items():
                    self.fill(
                        hist_dict[region],
                        observable=observable,
                        process=process,
                        variation=shifted,
                        weight=values,
                    )
        return {"nevents": {events.metadata["dataset"]: len(events)}, "hist_dict": hist_dict}

    def postprocess(self, accumulator):
        accumulator["scale"] = 1.0
        return accumulator


if __name__ == "__main__":
    import session

    session.main(TtbarAnalysis)
