"""A number or date by itself, drawn from the distribution that fits it best, whatever stands in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from synth.make.marginals import Curve, cells, learn
from synth.make.sequential.alone import Alone, ByItself
from synth.make.sequential.encode import Coding
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words
from synth.make.sequential.levels import Codes
from synth.prepare.schema import Kind


@dataclass(frozen=True)
class Distributed(Learned):
    """The fitted curve, and the column's `values`, of which each drawn one takes the nearest."""

    method: ClassVar[str] = "fitted"
    kind: Kind
    values: NDArray[Any]
    curve: Curve

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row, by where the curve comes nearest."""
        present = rng.random(len(features)) >= self.curve.missing
        drawn = cells(self.curve, self.kind, rng.random(len(features)), present)
        return Coding("", self.kind, self.values, np.arange(len(self.values) + 1, dtype=np.int32)).place(drawn)

    def arrays(self) -> Arrays:
        """The values."""
        return {"values": self.values}

    def words(self) -> dict[str, Any]:
        """The curve."""
        return {"curve": self.curve.model_dump(mode="json")}

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Distributed:
        """The same again."""
        return cls(words["kind"], arrays["values"], Curve.model_validate(words["curve"]))


class ByItsDistribution:
    """Fits a distribution to a number or date; levels have none but how common each is."""

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Distributed | Alone:
        """Fit the curve."""
        found = learn(coding.decode(own), coding.kind, rng) if coding.kind in ("number", "datetime") else None
        if isinstance(found, Curve):
            return Distributed(coding.kind, coding.values, found)
        return ByItself().learn(features, own, coding, sizes=sizes, units=units, rng=rng)
