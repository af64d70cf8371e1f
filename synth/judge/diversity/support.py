"""α-precision and β-recall: are synthetic rows as typical as real ones, and are real rows typical of synthetic ones?

How far out a row is, is the share of real rows that are nearer to their fifth nearest real row than it is. Synthetic
rows that follow the real ones are spread evenly over all such shares: α-precision is 1 less twice the mean gap between
the share of synthetic rows that are no further out than α and α itself. It falls when rows are too odd, and when they
are too typical. β-recall is the same with the roles exchanged: it falls when the synthetic rows leave out some kinds of
real ones. The nearest rows are looked for on the axes along which real rows differ most, among at most 1,500 of each
table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import NORMAL, prediction, within
from synth.judge.draws import Rows, content_keys, draw_rows
from synth.judge.joint.trial import share_below
from synth.judge.score import Band, Score
from synth.judge.space import Floats, space

ROWS = 1_500
DRAWS = 10
SHUFFLES = 4
NEIGHBOURS = 5
LEAST = 20
GRID = 100

_SOURCE = "after Alaa et al. (2022), supports by the distance to the fifth nearest row on principal axes"
PRECISION = Definition("diversity", "alpha_precision", "higher", 1.0, f"Integrated α-precision, {_SOURCE}.")
RECALL = Definition("diversity", "beta_recall", "higher", 1.0, f"Integrated β-recall, {_SOURCE}.")


class Support(NamedTuple):
    """Both figures, of one sample or of many."""

    precision: Floats
    recall: Floats


def measure(comparison: Comparison) -> list[Score]:
    """Both figures, each the mean over draws of synthetic rows against as many training rows."""
    fresh = min(min(len(rows), len(comparison.units) - len(rows)) for rows in comparison.fresh)
    size = min(ROWS, len(comparison.synthetic) // 2, fresh)
    if size < LEAST:
        reason = f"Not measured: draws of {size} rows are too few to tell what is typical."
        return [PRECISION.not_measured((), reason), RECALL.not_measured((), reason)]
    draws = _Draws(comparison, size)
    synthetic, fresh_rows, shuffled = draws.synthetic(), draws.fresh(DRAWS), draws.fresh(SHUFFLES, shuffled=True)
    return [
        _score(comparison, PRECISION, synthetic.precision, fresh_rows.precision, shuffled.precision, size),
        _score(comparison, RECALL, synthetic.recall, fresh_rows.recall, shuffled.recall, size),
    ]


def support(real: Floats, other: Floats) -> tuple[float, float]:
    """Precision and recall of two equally large samples, given by their places (rows, axes)."""
    return evenness(outlyingness(real, other)), evenness(outlyingness(other, real))


def outlyingness(rows: Floats, others: Floats) -> Floats:
    """For each of the others the share of rows that are nearer to their fifth nearest row than it is, from 0 to 1."""
    tree = cKDTree(rows)
    own = tree.query(rows, k=[NEIGHBOURS + 1])[0][:, 0]  # the first is the row itself
    return share_below(tree.query(others, k=[NEIGHBOURS])[0][:, 0], own)


def evenness(shares: Floats) -> float:
    """1 less twice the mean gap between the distribution of shares and an even one: 1 where they are evenly spread."""
    levels = (np.arange(GRID) + 0.5) / GRID
    upto = np.searchsorted(np.sort(shares), levels, side="right") / len(shares)
    return float(1 - 2 * np.abs(upto - levels).mean())


@dataclass(frozen=True, eq=False)
class _Draws:
    """Samples of `size` rows of each kind, and both figures over them."""

    comparison: Comparison
    size: int

    def synthetic(self) -> Support:
        """Draws of synthetic rows, each against a draw of training rows."""
        comparison, places = self.comparison, space(self.comparison)
        rng, training = comparison.rng("support"), len(comparison.real)
        real = [self._some(np.arange(len(comparison.units)) < training, rng) for _ in range(DRAWS)]
        columns = comparison.coded.items()
        keys = content_keys(len(comparison.synthetic), ((name, column.synthetic) for name, column in columns))
        drawn = draw_rows(keys, comparison.synthetic.units(), self.size, rng=rng, draws=DRAWS)
        pairs = zip(real, drawn, strict=True)
        return _both(side_by_side(lambda pair: support(places.pool[pair[0]], places.synthetic[pair[1]]), pairs))

    def fresh(self, draws: int, *, shuffled: bool = False) -> Support:
        """Draws that play fresh samples, with their columns shuffled or not, against the real rows that each left."""
        comparison, places = self.comparison, space(self.comparison)
        columns = list(comparison.coded.values())

        def one(number: int) -> tuple[float, float]:
            rng = comparison.rng(f"support {number}")
            drawn = np.zeros(len(comparison.units), dtype=bool)
            drawn[comparison.fresh[number]] = True
            real, other = self._some(~drawn, rng), self._some(drawn, rng)
            cells = [rng.permutation(column.pool[other]) for column in columns] if shuffled else None
            return support(places.pool[real], places.place(cells) if cells else places.pool[other])

        return _both(side_by_side(one, range(draws)))

    def _some(self, among: NDArray[np.bool_], rng: np.random.Generator) -> Rows:
        """Draw `size` real rows, whatever their order."""
        return rng.choice(self._by_content[among[self._by_content]], self.size, replace=False)

    @cached_property
    def _by_content(self) -> Rows:
        """The real rows in an order that depends on what they hold."""
        columns = self.comparison.coded.items()
        keys = content_keys(len(self.comparison.units), ((name, column.pool) for name, column in columns))
        return np.argsort(keys, kind="stable")


def _both(found: Sequence[tuple[float, float]]) -> Support:
    return Support(*np.array(found).T)


def _score(
    comparison: Comparison, definition: Definition, draws: Floats, fresh: Floats, shuffled: Floats, size: int
) -> Score:
    error = np.std(draws, ddof=1) * np.sqrt(size / (len(comparison.synthetic) - size))
    found, reference = within(draws.mean(), NORMAL * error, UNIT)[0], _reference(fresh, size / comparison.size)
    note = f"{_note(definition, found, reference)} Means over {DRAWS} draws of {size:,} rows of each table."
    floor = prediction(shuffled, UNIT)[0]
    return definition.score((), found, reference=reference, floor=floor, rows=size, note=note)


def _reference(fresh: Floats, part: float) -> Band:
    """What a fresh sample scores as the mean over as many draws, each a `part` of its rows.

    Such a mean spreads less than one draw does: draws of one sample share what it is, and average out the rest. What
    the mean over fresh samples is itself unsure of is added.
    """
    part, middle = min(part, 1.0), fresh.mean()
    kept = np.sqrt((part + (1 - part) / DRAWS + 1 / DRAWS) / (1 + 1 / DRAWS))
    return prediction(middle + kept * (fresh - middle), UNIT, ideal=1)[0]


def _note(definition: Definition, found: Band, reference: Band) -> str:
    precise = definition is PRECISION
    said = "Synthetic rows are as typical" if precise else "Real rows are as typical of the synthetic table"
    if found.value >= reference.low:
        return f"{said} as fresh real rows are: {found.value:.3f}. Nothing to do."
    where = "synthetic rows are too odd, or all too typical" if precise else "some kinds of real rows are hardly there"
    return (
        f"{where[0].upper()}{where[1:]}: {found.value:.3f}, where fresh real rows have at least {reference.low:.3f}. "
        "See the clusters and what gives the rows away."
    )
