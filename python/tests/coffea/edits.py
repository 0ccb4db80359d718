"""Edits of the analysis, and what has to run after each."""

from __future__ import annotations

import dataclasses

__all__ = ["EDITS", "Edit"]


@dataclasses.dataclass(frozen=True)
class Edit:
    """Texts that are replaced, or other things that a session is asked for.

    Attributes
    ----------
    replacements : tuple of (str, str, str)
        A file of the project, a text in it, and what stands there then.
    runs : bool or str
        Whether all chunks run or none; or the dataset whose chunks do.
    request : dict
        See ``session.py``.
    """

    replacements: tuple[tuple[str, str, str], ...]
    runs: bool | str
    request: dict = dataclasses.field(default_factory=dict)


def runs(*replacement: str) -> Edit:
    """An edit after which all chunks run."""
    return Edit((replacement,), True)


def rests(*replacement: str) -> Edit:
    """An edit after which no chunk runs."""
    return Edit((replacement,), False)


#: What `process` computes may be another thing.
MEANINGFUL = {
    "a constant in `process`": runs(
        "ttbar.py", "np.full(len(region_jets), weight)", "np.full(len(region_jets), 2 * weight)"
    ),
    "a global of the processor's module": runs(
        "ttbar.py", "B_TAG_THRESHOLD = 0.5", "B_TAG_THRESHOLD = 0.6"
    ),
    "a class attribute": runs("ttbar.py", "lepton_pt = 25.0", "lepton_pt = 30.0"),
    "a class attribute of the base class": runs(
        "ttbar.py", '("nominal", "pt_res_up")', '("nominal",)'
    ),
    "a method of the base class": runs(
        "ttbar.py", "return ak.sum(jets.pt, axis=-1)", "return ak.max(jets.pt, axis=-1)"
    ),
    "an attribute of a mixin": runs(
        "utils/normalisation.py", "luminosity = 3378", "luminosity = 3400"
    ),
    "a method of a mixin": runs(
        "utils/normalisation.py", 'self.luminosity / metadata["nevts"]', "self.luminosity"
    ),
    "a decorator": runs(
        "utils/bookkeeping.py", "return process(self, events)", "return process(self, events[:150])"
    ),
    "a global of a second module": runs("utils/selections.py", "JET_PT = 25.0", "JET_PT = 35.0"),
    "a helper in a second module": runs(
        "utils/selections.py", "jets.jetId == 6", "jets.jetId >= 0"
    ),
    "a helper of a helper": runs(
        "utils/kinematics.py", "np.abs(particles.eta) < eta", "particles.eta < eta"
    ),
    "a default argument": runs("utils/kinematics.py", "eta=2.4", "eta=1.4"),
    "the content of a closure": runs("utils/selections.py", "above(15.0)", "above(45.0)"),
    "the code of a closure": runs(
        "utils/selections.py", "values > threshold", "values < threshold"
    ),
    "a lambda in a dictionary": runs("utils/selections.py", "tagged >= 2", "tagged >= 3"),
    "a setting": runs(
        "utils/config.py", '"DISABLE_PROCESSING": False', '"DISABLE_PROCESSING": True'
    ),
    "an axis in the constructor": runs("utils/config.py", '"NUM_BINS": 25', '"NUM_BINS": 30'),
    "a function in a table": runs(
        "utils/systematics.py", "1.0 + 0.01", "1.0 + 0.02"
    ),
    "a seed in the constructor": runs("ttbar.py", "seed=17", "seed=18"),
    "corrections that the constructor reads": runs("corrections.json", "x*0.075", "x*0.085"),
    "a file that `process` opens": runs("efficiencies.json", "0.95", "0.90"),
    "the name of the processor's class": Edit(
        (
            ("ttbar.py", "class TtbarAnalysis(", "class TopAnalysis("),
            ("ttbar.py", "session.main(TtbarAnalysis)", "session.main(TopAnalysis)"),
            ("ttbar.py", "\n\nif __name__", "\n\nTtbarAnalysis = TopAnalysis\n\nif __name__"),
        ),
        True,
    ),
    "the name of a local variable": Edit(
        (
            ("utils/kinematics.py", "total = trijet", "sums = trijet"),
            ("utils/kinematics.py", "ak.max(total[", "ak.max(sums["),
        ),
        True,
    ),
    "constructor arguments": Edit((), True, {"constructor": {"seed": 99}}),
    "a schema of the user's": Edit((), True, {"schema": True}),
    "the code of a schema of the user's": Edit(
        (("utils/schemas.py", '"PtEtaPhiMCollection"', '"Jet"'),), True, {"schema": True}
    ),
    "smaller chunks": Edit((), True, {"runner": {"chunksize": 100}}),
    "a cross-section": Edit(
        (
            (
                "utils/file_input.py",
                "CROSS_SECTIONS[process],",
                'CROSS_SECTIONS[process] * (1.02 if variation == "ME_var" else 1),',
            ),
        ),
        "ttbar__ME_var",
    ),
}

#: What `process` computes is the same.
MEANINGLESS = {
    "nothing": Edit((), False),
    "a comment": rests("ttbar.py", "        # 1", "        # 2"),
    "a docstring": rests("utils/selections.py", "Jets that are measured well.", "Good jets."),
    "a docstring where there was none": rests(
        "utils/selections.py",
        "def good_leptons(leptons, pt):\n",
        'def good_leptons(leptons, pt):\n    """Leptons in acceptance."""\n\n',
    ),
    "formatting": rests(
        "utils/selections.py",
        "return values > threshold",
        "return (values\n                >  threshold)",
    ),
    "the order of functions": Edit(
        (
            ("utils/systematics.py", "def unused(jets):\n    return 2 * jets.pt\n", ""),
            (
                "utils/systematics.py",
                "def jet_pt",
                "def unused(jets):\n    return 2 * jets.pt\n\n\ndef jet_pt",
            ),
        ),
        False,
    ),
    "a function that nobody calls": rests(
        "utils/selections.py", "\n\ndef above", "\n\ndef unused():\n    return 1\n\n\ndef above"
    ),
    "an import that nobody needs": rests("ttbar.py", "import json\n", "import json\nimport math\n"),
    "a global that nobody reads": rests(
        "utils/selections.py", "JET_PT = 25.0", "JET_PT = 25.0\nOLD_JET_PT = 20.0"
    ),
    "a script's own functions": rests(
        "ttbar.py", "\n\nif __name__", "\n\ndef plot():\n    pass\n\n\nif __name__"
    ),
    "what `postprocess` does": rests("ttbar.py", '["scale"] = 1.0', '["scale"] = 2.0'),
    "another chunk size that gives the same chunks": Edit(
        (), False, {"runner": {"chunksize": 250}}
    ),
    "such a chunk size among the settings": rests(
        "utils/config.py", '"CHUNKSIZE": 200', '"CHUNKSIZE": 250'
    ),
    "fewer chunks": Edit((), False, {"runner": {"maxchunks": 1}}),
}

EDITS = {**MEANINGFUL, **MEANINGLESS}
