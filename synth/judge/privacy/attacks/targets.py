"""Whom an attack is tried on: people who are unique among all real rows on what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.draws import Rows, content_keys
from synth.judge.rows import number_rows

TARGETS, LEAST_TARGETS = 2_000, 1_000
PAIRS = 100_000_000
"""Targets are as many as make so many pairs with synthetic rows, within those bounds."""

FEWEST, FEWEST_CONTROLS = 50, 20


@dataclass(frozen=True, eq=False)
class Targets:
    """Rows to attack, one of each person, by position among the real rows: `training`, and `control` of the holdout."""

    training: Rows
    control: Rows

    @property
    def rows(self) -> Rows:
        """All of them, those of training first."""
        return np.concatenate([self.training, self.control])

    @property
    def too_few(self) -> str:
        """Why there are not enough to tell anything; empty if there are."""
        if len(self.training) < FEWEST:
            return f"only {len(self.training)} people in the table are unique on that, where {FEWEST} are needed"
        if len(self.control) < FEWEST_CONTROLS:
            return f"only {len(self.control)} people in the holdout are unique on that, of {FEWEST_CONTROLS} needed"
        return ""


@dataclass(frozen=True, eq=False)
class Crowd:
    """All people of a comparison, from whom targets are drawn."""

    comparison: Comparison

    @cached_property
    def order(self) -> Rows:
        """The real rows in an order that the seed draws, whatever their order in the table."""
        coded = self.comparison.coded
        keys = content_keys(len(self.comparison.units), ((name, column.pool) for name, column in coded.items()))
        return self.comparison.rng("targets").permutation(np.argsort(keys, kind="stable"))

    def columns(self, names: Iterable[str]) -> list[Coded]:
        """The columns of those names."""
        return [self.comparison.coded[name] for name in names]

    def targets(self, known: Sequence[Coded]) -> Targets:
        """People on either side that are unique on the known columns, as many as the bounds allow."""
        numbers, units = number_rows(column.pool for column in known), self.comparison.units
        alone = self.order[holders(numbers, units)[numbers[self.order]] == 1]
        drawn = alone[np.sort(np.unique(units[alone], return_index=True)[1])]
        trained = drawn < len(self.comparison.real)
        most = int(np.clip(PAIRS // len(self.comparison.synthetic), LEAST_TARGETS, TARGETS))
        return Targets(drawn[trained][:most], drawn[~trained][:most])


def holders(numbers: NDArray[np.integer[Any]], units: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each number how many units have a row of that number."""
    whose = int(units.max(initial=0)) + 1
    if whose == len(units):
        return np.bincount(numbers)
    held = np.unique(numbers.astype(np.int64) * whose + units)
    return np.bincount(held // whose, minlength=int(numbers.max(initial=-1)) + 1)
