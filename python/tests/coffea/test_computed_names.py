"""What a processor looks up by a computed name counts, wherever it leads."""

from __future__ import annotations

import pytest

#: The name of a weight's function, and how the processor finds it.
BY_NAME = (
    "ttbar.py",
    """for source, shift in utils.systematics.WEIGHTS.items():
                        shifts""",
    """for source in ("btag", "pileup"):
                        shift = getattr(utils.systematics, f"{source}_weight")
                        shifts""",
)
IN_SETTINGS = (
    "ttbar.py",
    """for source, shift in utils.systematics.WEIGHTS.items():
                        shifts""",
    """for source in utils.config["global"]:
                        source = {"NUM_BINS": "btag"}.get(source, "pileup")
                        shift = vars(utils.systematics)[f"{source}_weight"]
                        shifts""",
)
#: A method that coffea calls on the client, which the processor calls by itself.
POSTPROCESS = (
    "ttbar.py",
    "weight = self.event_weight(events.metadata) * efficiency",
    """finish = getattr(self, "post" + events.metadata["treename"][:0] + "process")
        weight = self.event_weight(events.metadata) * efficiency * finish({})["scale"]""",
)
PILEUP = ("utils/systematics.py", "1.0 + 0.01", "1.0 + 0.02")


@pytest.mark.parametrize(
    ("lookup", "edit"),
    [
        (BY_NAME, PILEUP),
        (IN_SETTINGS, PILEUP),
        (POSTPROCESS, ("ttbar.py", '["scale"] = 1.0', '["scale"] = 2.0')),
    ],
    ids=["getattr", "vars", "postprocess"],
)
def test_what_is_looked_up_by_a_computed_name_counts(analysis, lookup, edit):
    analysis.edit(*lookup)
    assert len(analysis.session().ran) == 4
    analysis.edit(*edit)
    outcome, plain = analysis.session(), analysis.session(store="")
    assert outcome.differs_from(plain) == [] and outcome.ran == plain.ran
    assert analysis.session().ran == []
