"""The rows of a trial: real and synthetic ones to train on, and real ones to test on that nobody saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.learner import Floats, features, is_class, labels
from synth.judge.score import Band
from synth.judge.usefulness.cells import OF_CLASSES, OF_NUMBERS, Figure

ROWS = 50_000
TEST_ROWS = 20_000
RESAMPLES = 200
DAY = 86_400_000_000
"""Microseconds, in which dates are coded."""
HUGE = 1e100


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows whose target is known: features (rows, columns), and of each row its target, its unit's number and its
    position in its table.
    """

    cells: Floats
    target: Floats
    units: NDArray[np.int64]
    places: NDArray[np.intp]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.target)

    def take(self, rows: NDArray[np.intp]) -> Rows:
        """Some of the rows."""
        return Rows(self.cells[rows], self.target[rows], self.units[rows], self.places[rows])

    def first(self, most: int) -> Rows:
        """At most so many rows from the start."""
        return self if len(self) <= most else self.take(np.arange(most))

    def plus(self, others: Rows) -> Rows:
        """These rows, then others, which are of other units."""
        units = np.concatenate([self.units, others.units + self.units.max(initial=-1) + 1])
        cells, target = np.vstack([self.cells, others.cells]), np.append(self.target, others.target)
        return Rows(cells, target, units, np.append(self.places, others.places))

    def unrelated(self, rng: np.random.Generator) -> Rows:
        """The same rows with each column shuffled by itself: what is left when there is no relation at all."""
        return replace(self, cells=rng.permuted(self.cells, axis=0))


@dataclass(frozen=True, eq=False)
class Trial:
    """All rows of a trial.

    `real` and `synthetic` are equally many; `whole` are all real rows, up to 50,000. `test` are holdout rows, `weights`
    how often each is drawn: (1 + 200 resamples of units, rows), the first line once each. `columns` are the features'
    names.
    """

    real: Rows
    synthetic: Rows
    whole: Rows
    test: Rows
    weights: Floats
    columns: tuple[str, ...]
    categorical: tuple[bool, ...]
    classes: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What can be said of predictions of this target; the first is the headline."""
        return OF_CLASSES if self.classes else OF_NUMBERS

    def taken(self, figure: Figure, predicted: Floats) -> Floats:
        """The figure of what was predicted for the test rows: on all of them, then on each resample of their units."""
        return figure.of(self.test.target, predicted, self.weights)

    def on_all(self, figure: Figure, predicted: Floats) -> float:
        """The figure on all test rows alone."""
        return float(figure.of(self.test.target, predicted, self.weights[:1])[0])


def prepare(comparison: Comparison, target: str) -> Trial:
    """Draw the rows of a trial: at most 50,000 of each kind to train on, and 20,000 to test on."""
    rng = comparison.rng("usefulness")
    real, synthetic, test = known_rows(comparison, target)
    size = min(len(real), len(synthetic), ROWS)
    whole = draw(real, ROWS, rng)
    test = draw(test, TEST_ROWS, rng)
    coded = comparison.coded[target]
    others = [column for column in comparison.coded.values() if column is not coded]
    return Trial(
        real=whole.first(size),
        synthetic=draw(synthetic, size, rng),
        whole=whole,
        test=test,
        weights=resamples(test.units, rng),
        columns=tuple(column.column.name for column in others),
        categorical=tuple(not column.ordered for column in others),
        classes=is_class(coded),
    )


def known_rows(comparison: Comparison, target: str) -> tuple[Rows, Rows, Rows]:
    """The real, synthetic and holdout rows whose target is known, in any order; dates to predict are in days."""
    coded = comparison.coded[target]
    others = [column for column in comparison.coded.values() if column is not coded]
    unit = DAY if coded.column.kind == "datetime" and not is_class(coded) else 1

    def rows(table: Callable[[Coded], Codes], units: NDArray[np.int64]) -> Rows:
        found = Rows(features(others, table), labels(coded, table) / unit, units, np.arange(len(units)))
        return found.take(np.flatnonzero(np.abs(found.target) < HUGE))

    real_units, test_units = np.split(comparison.units, [len(comparison.real)])
    return (
        rows(lambda column: column.real, real_units),
        rows(lambda column: column.synthetic, comparison.synthetic.units()),
        rows(lambda column: column.holdout, test_units),
    )


def draw(rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    """At most so many of the rows, drawn and in an order drawn too."""
    return rows.take(rng.permutation(len(rows))[:most])


def resamples(units: NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """How often each row is drawn: once in the first line, then in each resample as often as its unit is."""
    places = np.unique(units, return_inverse=True)[1]
    number = int(places.max(initial=-1)) + 1
    weights = np.ones((1 + RESAMPLES, number))
    for resample in weights[1:]:
        resample[:] = np.bincount(rng.integers(0, number, number), minlength=number)
    return weights[:, places]


def band(figures: Floats) -> Band:
    """The figure on all test rows, and the interval over the resamples, which holds it."""
    low, high = np.nanpercentile(figures[1:], [2.5, 97.5])
    return Band(value=figures[0], low=min(low, figures[0]), high=max(high, figures[0]))
