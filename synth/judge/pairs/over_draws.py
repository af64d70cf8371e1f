"""All pairs in all draws of a comparison: each draw is counted and summed once, for every measure of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.drawn import Drawn, Floats
from synth.judge.draws import Rows
from synth.judge.pairs.chance import expected_gap
from synth.judge.pairs.cramers_v import Contingency
from synth.judge.pairs.moments import Measurable, Sums, correlations
from synth.judge.pairs.tables import Bins, PairTables, binned

STRENGTHS = ("pearson", "spearman", "cramers_v", "correlation_ratio")


class Strengths(NamedTuple):
    """The strengths of all pairs that each measure applies to, in a fixed order; NaN where one does not vary."""

    pearson: Floats
    spearman: Floats
    cramers_v: Floats
    correlation_ratio: Floats


class Overlap(NamedTuple):
    """The pair measure and its raw figure, for each pair."""

    pair: Floats
    raw: Floats


class Draw(NamedTuple):
    """What one draw gives: how far its pairs overlap with the real ones, and how far their strengths lie apart."""

    overlap: Overlap
    gaps: Floats


@dataclass(frozen=True, eq=False)
class Over:
    """All draws: the pair measure, its raw figure, and the mean gap of each kind of strength.

    `shuffled` and `shuffled_gaps`: the same of fresh rows whose columns have been shuffled one by one.
    """

    tables: PairTables
    pair: Drawn
    raw: Drawn
    gaps: Drawn
    shuffled: Floats
    shuffled_gaps: Floats


def over_draws(comparison: Comparison) -> Over:
    """All pairs in all draws, worked out once for a comparison of two columns or more."""

    def make() -> Over:
        with threadpool_limits(1, "blas"):  # products are small, and draws go side by side: more threads only wait
            return _over_draws(comparison, list(comparison.coded.values()))

    return comparison.once("pairs", make)


def overlap(tables: PairTables, real: Counts, other: Counts, sizes: tuple[int, int]) -> Overlap:
    """Score the counts of all tables, real and other, over as many rows as `sizes` says."""
    raw = 1 - tables.total(np.abs(real / sizes[0] - other / sizes[1])) / 2
    return Overlap(raw + tables.total(expected_gap(*sizes)[real + other]), raw)


def strengths(contingency: Contingency, measurable: Measurable, counts: Counts, sums: Sums) -> Strengths:
    """Of all pairs, from the counts and sums of some rows."""
    pearson, spearman = correlations(sums)
    above = np.triu_indices(len(pearson), 1)
    return Strengths(
        pearson[above], spearman[above], contingency.strengths(counts), measurable.ratios(sums).reshape(-1)
    )


def gaps(real: Strengths, other: Strengths) -> Floats:
    """The mean absolute difference of each kind of strength, over the pairs that have one in both; NaN without any."""
    means = []
    for first, second in zip(real, other, strict=True):
        apart = np.abs(first - second)
        known = np.isfinite(apart)
        means.append(float(apart[known].mean()) if known.any() else np.nan)
    return np.array(means)


def _over_draws(comparison: Comparison, columns: Sequence[Coded]) -> Over:
    tables = PairTables.of(columns)
    contingency = Contingency.of(columns, tables)
    made, pool = ([getattr(column, side) for column in columns] for side in ("synthetic", "pool"))
    made_bins, pool_bins = binned(columns, made), binned(columns, pool)
    made_values, pool_values = Measurable.of(columns, made), Measurable.of(columns, pool)
    whole, rows = tables.count_all(pool_bins), len(comparison.real)
    whole_sums, training = pool_values.sums(), np.arange(rows)
    real = tables.count_all(pool_bins[:, :rows])
    known = strengths(contingency, pool_values, real, pool_values.sums(training))

    def synthetic(drawn: Rows) -> Draw:
        everything = len(drawn) == made_bins.shape[1]
        counts = tables.count_all(made_bins) if everything else tables.count(made_bins, drawn)
        found = strengths(contingency, made_values, counts, made_values.sums(drawn))
        return Draw(overlap(tables, real, counts, (rows, len(drawn))), gaps(known, found))

    def fresh(place: int) -> tuple[Draw, Draw]:
        drawn = comparison.fresh[place]
        sizes = pool_bins.shape[1] - len(drawn), len(drawn)
        counts, sums = tables.count(pool_bins, drawn), pool_values.sums(drawn)
        rest = whole - counts
        left = strengths(contingency, pool_values, rest, whole_sums.less(sums))
        found = strengths(contingency, pool_values, counts, sums)
        mixed = tables.count(_shuffled(pool_bins.take(drawn, axis=1), comparison.rng(f"shuffled columns {place}")))
        mixed_sums = pool_values.sums(drawn, comparison.rng(f"shuffled numbers {place}"))
        unrelated = strengths(contingency, pool_values, mixed, mixed_sums)
        return (
            Draw(overlap(tables, rest, counts, sizes), gaps(left, found)),
            Draw(overlap(tables, rest, mixed, sizes), gaps(left, unrelated)),
        )

    takes = side_by_side(synthetic, comparison.takes)
    halves = takes if comparison.halves is comparison.takes else side_by_side(synthetic, comparison.halves)
    drawn, shuffled = zip(*side_by_side(fresh, range(len(comparison.fresh))), strict=True)
    parts, scale = (takes, halves, drawn), comparison.fresh_scale

    def overlaps(figure: str) -> Drawn:
        found = [np.array([getattr(draw.overlap, figure) for draw in part]) for part in parts]
        return Drawn(found[0], found[1], 1 - scale * (1 - found[2]))

    apart = [np.array([draw.gaps for draw in part]) for part in parts]
    return Over(
        tables,
        overlaps("pair"),
        overlaps("raw"),
        Drawn(apart[0], apart[1], scale * apart[2]),
        np.array([draw.overlap.pair for draw in shuffled]),
        np.array([draw.gaps for draw in shuffled]),
    )


def _shuffled(bins: Bins, rng: np.random.Generator) -> Bins:
    """The same columns, each in an order of its own."""
    return rng.permuted(bins, axis=1)
