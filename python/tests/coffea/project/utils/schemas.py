from coffea.nanoevents import NanoAODSchema


class TtbarSchema(NanoAODSchema):
    """NanoAOD without taus."""

    warn_missing_crossrefs = False
    mixins = {**NanoAODSchema.mixins, "Jet": "PtEtaPhiMCollection"}
