"""Release: Report + Policy → Verdict → Decision (a person's) → evidence pack.

- `policy`: a YAML file of checks, each with its limit and reason. `checks`, `privacy_checks`: what each check does with
  a report; `built_in`: the checks that no policy can leave out; `findings`: what all of them take from a report.
- `verdict`: passed, failed or not measured, check by check. Not measured is never a pass.
- `decision`: approve, approve with conditions, or refuse; a copied table can only be refused, one
  that holds real rows only be used inside the house.
- `card`, `pack`: what leaves the house, and the hash of every file in it.
"""

from synth.release.card import data_card
from synth.release.checks import assess
from synth.release.decision import Answer, Condition, Decision, Hashes, decide
from synth.release.pack import check_pack, write_pack
from synth.release.policy import Policy
from synth.release.verdict import CheckResult, Verdict

__all__ = [
    "Answer",
    "CheckResult",
    "Condition",
    "Decision",
    "Hashes",
    "Policy",
    "Verdict",
    "assess",
    "check_pack",
    "data_card",
    "decide",
    "write_pack",
]
