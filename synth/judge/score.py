"""A score: never a bare number."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, FiniteFloat

Group = Literal["shapes", "pairs", "joint", "usefulness", "privacy", "fairness", "diversity", "rules"]


class Band(BaseModel):
    """A figure with its 95 % interval."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat


class Score(BaseModel):
    """One measure of one subject, with everything needed to read it.

    - `subject`: no column for a score of the whole table, one for a column, two for a pair; a steward's
      question in words.
    - `value` with `low`, `high`: 95 % over resampled synthetic rows, the real rows held fixed; null where not measured.
    - `range`: the least and greatest it can be; null for no bound. `better`: which way is good; `ideal`: where it ends.
    - `reference`: what a fresh real sample of the same size scores. `floor`: what no relation at all would score.
    - `rows`: how many rows (or test rows) it rests on. `note`: one plain sentence: what it says and what to do
      about it, or why it was not measured. `source`: the paper or definition.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: Group
    measure: str
    subject: tuple[str, ...] = ()
    status: Literal["ok", "not measured"] = "ok"
    value: FiniteFloat | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    range: tuple[FiniteFloat | None, FiniteFloat | None] = (0.0, 1.0)
    better: Literal["higher", "lower", "nearer"] = "higher"
    ideal: FiniteFloat | None = None
    reference: Band | None = None
    floor: Band | None = None
    rows: int = 0
    note: str = ""
    source: str = ""

    @property
    def error_ratio(self) -> float | None:
        """(1 − value) / (1 − reference): 1 is as good as a fresh real sample, 2 twice as far off.

        None unless the score is one of likeness, ideally 1, and 1 − reference exceeds twice its standard error.
        """
        if self.value is None or self.reference is None or self.better != "higher" or self.ideal != 1:
            return None
        distance = 1 - self.reference.value
        standard_error = (self.reference.high - self.reference.low) / (2 * 1.96)
        return (1 - self.value) / distance if distance > 2 * standard_error else None
