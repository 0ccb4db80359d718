class Normalised:
    """A mixin: weights from cross-sections."""

    luminosity = 3378  # /pb

    def event_weight(self, metadata):
        return metadata["xsec"] * self.luminosity / metadata["nevts"]
