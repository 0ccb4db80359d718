"""Systematic variations."""

import awkward as ak
import numpy as np


def jet_pt_resolution(pt, seed):
    smearing = np.random.default_rng(seed).normal(1, 0.05, ak.sum(ak.num(pt)))
    return ak.unflatten(smearing, ak.num(pt))


def btag_weight(cset, jets):
    return cset["event_systematics"].evaluate("btag_var", "up", ak.to_numpy(jets.pt[:, 0]))


def pileup_weight(cset, jets):
    return 1.0 + 0.01 * ak.to_numpy(ak.num(jets))


WEIGHTS = {"btag": btag_weight, "pileup": pileup_weight}


def unused(jets):
    return 2 * jets.pt
