"""What stays the same over all scores of one measure, so that each score says only what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synth.judge.score import Band, Group, Score

UNIT = (0.0, 1.0)


@dataclass(frozen=True)
class Definition:
    """A measure's name, range, direction and source; the fields are those of `Score`."""

    group: Group
    measure: str
    better: Literal["higher", "lower", "nearer"]
    ideal: float | None
    source: str
    range: tuple[float | None, float | None] = UNIT

    def score(
        self,
        subject: tuple[str, ...],
        found: Band,
        *,
        rows: int,
        note: str,
        reference: Band | None = None,
        floor: Band | None = None,
    ) -> Score:
        """One measured score."""
        return Score(
            group=self.group,
            measure=self.measure,
            subject=subject,
            value=found.value,
            low=found.low,
            high=found.high,
            range=self.range,
            better=self.better,
            ideal=self.ideal,
            reference=reference,
            floor=floor,
            rows=rows,
            note=note,
            source=self.source,
        )

    def not_measured(self, subject: tuple[str, ...], reason: str) -> Score:
        """A score that was not taken, and why."""
        return Score(
            group=self.group,
            measure=self.measure,
            subject=subject,
            status="not measured",
            range=self.range,
            better=self.better,
            ideal=self.ideal,
            note=reason,
            source=self.source,
        )
