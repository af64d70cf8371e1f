"""The pair measure: how much of the joint distribution of two binned columns real and synthetic share.

1 less the total variation distance of the two tables of counts, to which is added back the distance that sampling alone
would make, so that a fresh real sample scores 1 on average at any number of rows. It is not cut for a pair, which may
stand a little above 1 by chance; the table's score is the mean of all pairs, cut at 1. The raw figure, to which nothing
is added back, stands beside it. The floor is what real rows score whose columns have been shuffled one by one. Where
the bands of the floor and of fresh samples overlap and the score may lie in both, the table's score is not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Drawn, Floats, drift, prediction, side_by_side
from synth.judge.draws import Rows
from synth.judge.pairs.chance import expected_gap
from synth.judge.pairs.tables import Bins, PairTables, binned
from synth.judge.score import Band, Score

_SOURCE = "1 − (total variation of binned pairs − what sampling alone makes)"
PAIR = Definition("pairs", "pair", "higher", 1.0, f"{_SOURCE}.", (0.0, None))
TABLE = Definition("pairs", "pair", "higher", 1.0, f"{_SOURCE}; the mean of all pairs, cut at 1.")
RAW = Definition("pairs", "pair_raw", "higher", 1.0, "1 − total variation of binned pairs; the mean of all pairs.")


class Overlap(NamedTuple):
    """The pair measure and its raw figure, for each pair."""

    pair: Floats
    raw: Floats


class Over(NamedTuple):
    """All pairs in all draws: the pair measure, its raw figure, and the measure of shuffled columns."""

    pair: Drawn
    raw: Drawn
    shuffled: Floats


def measure(comparison: Comparison) -> list[Score]:
    """The table's score, its raw figure, then one score for each pair of columns."""
    columns = list(comparison.coded.values())
    if len(columns) < 2:
        reason = "Not measured: a relation needs two columns, and the tables share one."
        return [TABLE.not_measured((), reason), RAW.not_measured((), reason)]
    tables = PairTables.of(columns)
    over = _over_draws(comparison, columns, tables)
    each = _each(comparison, tables, over)
    return [_table(comparison, columns, tables, over, each), _raw(comparison, over), *each]


def overlap(tables: PairTables, real: Counts, other: Counts, sizes: tuple[int, int]) -> Overlap:
    """Score the counts of all tables, real and other, over as many rows as `sizes` says."""
    raw = 1 - tables.total(np.abs(real / sizes[0] - other / sizes[1])) / 2
    return Overlap(raw + tables.total(expected_gap(*sizes)[real + other]), raw)


def _over_draws(comparison: Comparison, columns: Sequence[Coded], tables: PairTables) -> Over:
    made = binned(columns, [column.synthetic for column in columns])
    pool = binned(columns, [column.pool for column in columns])
    whole, rows = tables.count(pool), len(comparison.real)
    real = tables.count(pool, np.arange(rows))

    def synthetic(drawn: Rows) -> Overlap:
        return overlap(tables, real, tables.count(made, drawn), (rows, len(drawn)))

    def fresh(place: int) -> tuple[Overlap, Floats]:
        drawn = comparison.fresh[place]
        sizes = pool.shape[1] - len(drawn), len(drawn)
        counts = tables.count(pool, drawn)
        rest = whole - counts
        shuffled = _shuffled(pool.take(drawn, axis=1), comparison.rng(f"shuffled columns {place}"))
        return overlap(tables, rest, counts, sizes), overlap(tables, rest, tables.count(shuffled), sizes).pair

    takes = side_by_side(synthetic, comparison.takes)
    halves = takes if comparison.halves is comparison.takes else side_by_side(synthetic, comparison.halves)
    drawn, shuffled = zip(*side_by_side(fresh, range(len(comparison.fresh))), strict=True)

    def draws(figure: str) -> Drawn:
        parts = [np.array([getattr(found, figure) for found in part]) for part in (takes, halves, drawn)]
        return Drawn(parts[0], parts[1], 1 - comparison.fresh_scale * (1 - parts[2]))

    return Over(draws("pair"), draws("raw"), np.array(shuffled))


def _shuffled(bins: Bins, rng: np.random.Generator) -> Bins:
    """The same columns, each in an order of its own."""
    return rng.permuted(bins, axis=1)


def _each(comparison: Comparison, tables: PairTables, over: Over) -> list[Score]:
    names = comparison.names
    found, floors = over.pair.values(comparison, PAIR.range), prediction(over.shuffled, PAIR.range)
    return [
        PAIR.score(
            (names[first], names[second]),
            score,
            reference=reference,
            floor=floor,
            rows=comparison.size,
            note=_note(score, raw, reference, floor),
        )
        for (first, second), score, reference, floor, raw in zip(
            tables.pairs,
            found,
            prediction(over.pair.fresh, PAIR.range),
            floors,
            over.raw.takes.mean(axis=0).tolist(),
            strict=True,
        )
    ]


def _table(
    comparison: Comparison, columns: Sequence[Coded], tables: PairTables, over: Over, each: Sequence[Score]
) -> Score:
    mean = over.pair.map(lambda pairs: pairs.mean(axis=1))
    found, reference = mean.value(comparison, UNIT), mean.reference(UNIT)
    floor = prediction(over.shuffled.mean(axis=1), UNIT)[0]
    if cannot_tell(found, reference, floor):
        return TABLE.not_measured((), _blind_note(found, reference, floor, comparison.size))
    note = _table_note(found.value, reference, each) + _drift(comparison, columns, tables, reference)
    return TABLE.score((), found, reference=reference, floor=floor, rows=comparison.size, note=note)


def _raw(comparison: Comparison, over: Over) -> Score:
    mean = over.raw.map(lambda pairs: pairs.mean(axis=1))
    found, reference = mean.value(comparison, UNIT), mean.reference(UNIT)
    note = (
        f"The same without allowing for chance: {found.value:.3f}, where a fresh real sample of {comparison.size:,} "
        f"rows scores {reference.value:.3f}. Use it beside figures of other tools; it falls as rows get fewer."
    )
    return RAW.score((), found, reference=reference, rows=comparison.size, note=note)


def _drift(comparison: Comparison, columns: Sequence[Coded], tables: PairTables, reference: Band) -> str:
    if comparison.holdout is None:
        return ""
    real, held = (
        tables.count(binned(columns, codes))
        for codes in ([column.real for column in columns], [column.holdout for column in columns])
    )
    sizes = len(comparison.real), len(comparison.holdout)
    return drift(float(overlap(tables, real, held, sizes).pair.mean()), reference)


def cannot_tell(found: Band, reference: Band, floor: Band) -> bool:
    """Whether a score may lie where the bands of fresh samples and of no relation at all overlap."""
    return max(reference.low, found.low) <= floor.high and reference.low <= found.high


def _blind_note(found: Band, reference: Band, floor: Band, rows: int) -> str:
    return (
        f"Whether columns go together as in the real table cannot be told from samples of {rows:,} rows: the table "
        f"scores {found.value:.3f}, where fresh real rows score {reference.low:.3f} or more, but columns without any "
        f"relation up to {floor.high:.3f}. Look at the pairs one by one, or take a longer table."
    )


def _note(found: Band, raw: float, reference: Band, floor: Band) -> str:
    value = min(found.value, 1.0)  # for people: a little above 1 is chance
    unrelated = min(floor.value, 1.0)
    said = f"{value:.3f} ({raw:.3f} without allowing for chance; {unrelated:.3f} would be no relation at all)"
    if cannot_tell(found, reference, floor):
        return f"Whether the two go together cannot be told from no relation at all: {said}."
    if value >= reference.low:
        return f"The two go together as in fresh real rows: {said}. Nothing to do."
    return f"The two go together less faithfully than in fresh real rows, {reference.low:.3f} or more: {said}."


def _table_note(value: float, reference: Band, each: Sequence[Score]) -> str:
    if value >= reference.low:
        return f"Columns go together as in fresh real rows: {value:.3f} on average. Nothing to do."
    worst = min(each, key=lambda score: score.value or 0.0)
    return (
        f"Columns go together less faithfully than in fresh real rows: {value:.3f} on average, where those score "
        f"{reference.low:.3f} or more. Start with the worst pair, {' and '.join(map(repr, worst.subject))}."
    )
