"""What a policy says of a report: each check passed, failed or not measured, with its reason."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal["pass", "fail", "not measured"]
Found = Literal["pass", "fail", "not measured", "look", "does not apply"]
"""What a check comes to. `look`: figures alone cannot settle it, so a person must; `does not apply`: there is nothing
that could be given away or lost, as the table has no source.
"""
ANSWERED: frozenset[Found] = frozenset({"pass", "does not apply"})


class CheckResult(BaseModel):
    """One check's outcome. `built_in` checks are in no policy's power, and never approved once failed, unless they name
    in `demand` the condition that must then be written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    outcome: Found
    reason: str
    why: str = ""
    built_in: bool = False
    demand: str = ""


class Verdict(BaseModel):
    """All checks of one policy over one report: failed if any failed, else not measured if any is open, else passed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    policy: str
    policy_sha256: str
    checks: tuple[CheckResult, ...]

    @property
    def open(self) -> tuple[CheckResult, ...]:
        """The checks that stand against a plain approval."""
        return tuple(check for check in self.checks if check.outcome not in ANSWERED)

    @property
    def applying(self) -> tuple[CheckResult, ...]:
        """The checks that this table could have failed."""
        return tuple(check for check in self.checks if check.outcome != "does not apply")

    @property
    def copied(self) -> bool:
        """Whether a built-in check failed: such a table can only be refused."""
        return any(check.built_in and check.outcome == "fail" and not check.demand for check in self.checks)

    @property
    def internal(self) -> bool:
        """Whether the table may be used inside the house alone, because it holds real rows."""
        return any(check.demand for check in self.open)
