"""Whom an attack is tried on: people who are unique among all real rows on what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.draws import Rows
from synth.judge.privacy.near import real_keys
from synth.judge.rows import number_rows

Names = tuple[str, ...]

TARGETS, LEAST_TARGETS = 2_000, 1_000
PAIRS = 100_000_000
"""Targets are as many as make so many pairs with synthetic rows, within those bounds."""

FEWEST, FEWEST_CONTROLS = 50, 20
MAJORITY = 0.5


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


def targets(comparison: Comparison, known: Names) -> Targets:
    """People on either side that are unique on the known columns, as many as the bounds allow, drawn by the seed."""
    return comparison.once(("attack targets", known), lambda: _bounded(comparison, *_unique(comparison, known)))


def balanced(comparison: Comparison, known: Names, easy: NDArray[np.bool_]) -> Targets | None:
    """Of those people, on either side as many who are easy to guess a secret of as others; `easy` says it of each real
    row. None where the easy are no majority, or where so few are left that nothing can be told.

    Of a secret that nearly everybody shares, hardly a guess is better than that one value: other people tell more.
    """
    if easy.mean() <= MAJORITY:
        return None
    most = _most(comparison) // 2
    found = Targets(*(_even(rows, easy[rows], most) for rows in _unique(comparison, known)))
    return None if found.too_few else found


def _even(rows: Rows, easy: NDArray[np.bool_], most: int) -> Rows:
    """The first of the easy ones and of the others, as many of each: sides of another mixture could not be compared."""
    many = min(int(easy.sum()), int((~easy).sum()), most)
    return rows[(easy & (np.cumsum(easy) <= many)) | (~easy & (np.cumsum(~easy) <= many))]


def _unique(comparison: Comparison, known: Names) -> tuple[Rows, Rows]:
    """One row of each person who is unique on the known columns: of training, and of the holdout."""
    order = comparison.once("attack order", lambda: _order(comparison))
    numbers, units = number_rows(comparison.coded[name].pool for name in known), comparison.units
    alone = order[holders(numbers, units)[numbers[order]] == 1]
    if comparison.by_unit:
        alone = alone[np.sort(np.unique(units[alone], return_index=True)[1])]
    trained = alone < len(comparison.real)
    return alone[trained], alone[~trained]


def _bounded(comparison: Comparison, training: Rows, control: Rows) -> Targets:
    """As many of both as the bounds allow."""
    most = _most(comparison)
    return Targets(training[:most], control[:most])


def _most(comparison: Comparison) -> int:
    return int(np.clip(PAIRS // len(comparison.synthetic), LEAST_TARGETS, TARGETS))


def _order(comparison: Comparison) -> Rows:
    """The real rows in an order that the seed draws, whatever their order in the table."""
    return comparison.rng("attacks").permutation(np.argsort(real_keys(comparison), kind="stable"))


def holders(numbers: NDArray[np.integer[Any]], units: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each number how many units have a row of that number."""
    whose = int(units.max(initial=0)) + 1
    if whose == len(units):
        return np.bincount(numbers)
    held = np.unique(numbers.astype(np.int64) * whose + units)
    return np.bincount(held // whose, minlength=int(numbers.max(initial=-1)) + 1)
