"""Bits of what workers are told of a step, as ``StepInfo.Flags`` of the engine has them."""

__all__ = [
    "ALWAYS",
    "CHECK",
    "EPHEMERAL",
    "IMPURE",
    "MAY_CUT_OFF",
    "NEVER",
    "NO_CONTENT",
    "REFRESH",
]

#: Look under the content key before running.
MAY_CUT_OFF = 1
#: The step key is of this run only.
EPHEMERAL = 2
#: Keep it whatever it costs: marked, or an output.
ALWAYS = 4
#: Don't keep it.
NEVER = 8
#: The inputs are not told: no content key can be made.
NO_CONTENT = 16
#: Another run may give another result.
IMPURE = 32
#: What is kept of it may be out of date, and is replaced.
REFRESH = 64
#: Compute it to compare with what is kept.
CHECK = 128
