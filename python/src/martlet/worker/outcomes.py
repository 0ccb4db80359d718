"""What a check of a step can say; beside the outcomes of :class:`martlet.report.Outcome`."""

__all__ = ["CHANGES_INPUT", "IRREPRODUCIBLE", "REPRODUCED"]

REPRODUCED = "REPRODUCED"
IRREPRODUCIBLE = "IRREPRODUCIBLE"
CHANGES_INPUT = "CHANGES_INPUT"
