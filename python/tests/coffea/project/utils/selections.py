"""Selections of objects and of events."""

from .kinematics import in_acceptance

REGIONS = {"4j1b": lambda tagged: tagged == 1, "4j2b": lambda tagged: tagged >= 2}
JET_PT = 25.0


def above(threshold):
    def cut(values):
        return values > threshold

    return cut


loose = above(15.0)


def good_jets(jets):
    """Jets that are measured well."""
    return in_acceptance(jets, JET_PT) & (jets.jetId == 6) & loose(jets.pt)


def good_leptons(leptons, pt):
    cap = None
    return in_acceptance(leptons, pt, 2.1) & (leptons.charge != 0 if cap is None else cap)
