"""A model that learns from no table: what stands in place of all that is otherwise learned."""

from __future__ import annotations

from dataclasses import dataclass

from synth.make.contract import Fitted, Forecast
from synth.make.dress import Dress
from synth.make.protect import Shield
from synth.prepare.schema import Schema


@dataclass(frozen=True)
class Unaided:
    """The schema of what is made, its levels and spellings (an open shield), its makers, and the core that draws."""

    schema: Schema
    shield: Shield
    dress: Dress
    fitted: Fitted
    notes: tuple[str, ...]

    def forecast(self, rows: int) -> Forecast:
        """What drawing so many rows costs."""
        cells = rows * len(self.schema.columns)
        return Forecast(seconds=0.3 + 1.5e-6 * cells, megabytes=200 + 60 * cells / 1e6)
