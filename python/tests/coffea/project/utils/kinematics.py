import awkward as ak
import numpy as np


def in_acceptance(particles, pt, eta=2.4):
    return (particles.pt > pt) & (np.abs(particles.eta) < eta)


def trijet_pt(jets, threshold):
    """The largest sum of three jets' pT, one of them tagged."""
    trijet = ak.combinations(jets, 3, fields=["j1", "j2", "j3"])
    tags = np.maximum(trijet.j1.btagCSVV2, np.maximum(trijet.j2.btagCSVV2, trijet.j3.btagCSVV2))
    total = trijet.j1.pt + trijet.j2.pt + trijet.j3.pt
    return ak.max(total[tags > threshold], axis=1)
