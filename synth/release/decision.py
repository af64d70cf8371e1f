"""A decision: what a person answered for, on which evidence, under which conditions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from synth.errors import ReleaseError
from synth.prepare.schema import Intent
from synth.release.verdict import Verdict

Answer = Literal["approved", "approved with conditions", "refused"]


class Condition(BaseModel):
    """What is asked of whoever uses the table because a check did not pass; `check` names that check."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    text: str


class Hashes(BaseModel):
    """SHA-256 of what the decision rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    synthetic: str
    report: str
    policy: str


class Decision(BaseModel):
    """One person's answer on one run. Never changed: a later decision stands beside it, and the last one counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    answer: Answer
    person: str
    reason: str
    time: datetime
    verdict: Verdict
    hashes: Hashes
    conditions: tuple[Condition, ...] = ()
    expiry: date | None = None

    def allows_export(self, today: date) -> bool:
        """Whether the table may leave on the strength of this decision on that day."""
        return self.answer != "refused" and (self.expiry is None or today <= self.expiry)


def decide(
    verdict: Verdict | None,
    answer: Answer,
    *,
    run: str,
    person: str,
    reason: str,
    time: datetime,
    hashes: Hashes | None,
    conditions: tuple[Condition, ...] = (),
    expiry: date | None = None,
    intent: Intent | None = None,
) -> Decision:
    """Make a decision, or raise `ReleaseError` that says what stands against it.

    No report, no approval. A copied table is only ever refused. An open check is approved only with a condition for it,
    and one that demands a certain condition only with that; such a table never goes where `intent` is publication.
    """
    person, reason = person.strip(), reason.strip()
    if not person:
        raise ReleaseError("A decision needs a name: whoever signs is answerable for it.")
    if not reason:
        raise ReleaseError("A decision needs a reason: one sentence that you would give if asked why.")
    if verdict is None or hashes is None:
        raise ReleaseError("This run has no report yet, so there is nothing to decide on. Wait until it is compared.")
    if answer != "refused":
        _may_approve(verdict, answer, conditions)
        _keeps_inside(verdict, conditions, intent)
    if expiry is not None and expiry < time.date():
        raise ReleaseError(f"The approval would expire on {expiry}, before it is given. Choose a later day.")
    return Decision(
        run=run,
        answer=answer,
        person=person,
        reason=reason,
        time=time,
        verdict=verdict,
        hashes=hashes,
        conditions=conditions,
        expiry=expiry,
    )


def _may_approve(verdict: Verdict, answer: Answer, conditions: tuple[Condition, ...]) -> None:
    if verdict.copied:
        raise ReleaseError("This table copies real rows. It cannot be approved, with or without conditions.")
    named = {condition.check for condition in conditions if condition.text.strip()}
    bare = [check.title for check in verdict.open if check.name not in named]
    if bare and answer == "approved":
        raise ReleaseError(f"'{bare[0]}' did not pass. Approve with conditions that name it, or refuse.")
    if bare:
        raise ReleaseError(f"'{bare[0]}' did not pass and no condition names it. Write what users must keep to.")
    if answer == "approved with conditions" and not named:
        raise ReleaseError("No condition is written. Write one, or approve without conditions.")


def _keeps_inside(verdict: Verdict, conditions: tuple[Condition, ...], intent: Intent | None) -> None:
    """A table that holds real rows stays in the house, and says so."""
    if verdict.internal and intent == "publication":
        raise ReleaseError("This table holds real rows, and its purpose is open publication. It can only be refused.")
    for check in verdict.open:
        written = [each.text.casefold() for each in conditions if each.check == check.name]
        if check.demand and not any(check.demand.casefold() in text for text in written):
            raise ReleaseError(f"'{check.title}' did not pass: its condition must say '{check.demand}'.")
