"""The pair measure: how much of the joint distribution of two binned columns real and synthetic share.

1 less the total variation distance of the two tables of counts, to which is added back the distance that sampling alone
would make, so that a fresh real sample scores 1 on average at any number of rows. It is not cut for a pair, which may
stand a little above 1 by chance; the table's score is the mean of all pairs, cut at 1. The raw figure, to which nothing
is added back, stands beside it. The floor is what real rows score whose columns have been shuffled one by one. Where
the bands of the floor and of fresh samples overlap and the score may lie in both, the table's score is not measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import drift, prediction
from synth.judge.pairs.over_draws import Over, over_draws, overlap
from synth.judge.pairs.tables import PairTables, binned
from synth.judge.score import Band, Score

_SOURCE = "1 − (total variation of binned pairs − what sampling alone makes)"
PAIR = Definition("pairs", "pair", "higher", 1.0, f"{_SOURCE}.", (0.0, None))
TABLE = Definition("pairs", "pair", "higher", 1.0, f"{_SOURCE}; the mean of all pairs, cut at 1.")
RAW = Definition("pairs", "pair_raw", "higher", 1.0, "1 − total variation of binned pairs; the mean of all pairs.")


def measure(comparison: Comparison) -> list[Score]:
    """The table's score, its raw figure, then one score for each pair of columns."""
    if len(comparison.coded) < 2:
        reason = "Not measured: a relation needs two columns, and the tables share one."
        return [TABLE.not_measured((), reason), RAW.not_measured((), reason)]
    over = over_draws(comparison)
    each = _each(comparison, over)
    return [_table(comparison, over, each), _raw(comparison, over), *each]


def _each(comparison: Comparison, over: Over) -> list[Score]:
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
            over.tables.pairs,
            found,
            prediction(over.pair.fresh, PAIR.range),
            floors,
            over.raw.takes.mean(axis=0).tolist(),
            strict=True,
        )
    ]


def _table(comparison: Comparison, over: Over, each: Sequence[Score]) -> Score:
    mean = over.pair.map(lambda pairs: pairs.mean(axis=1))
    found, reference = mean.value(comparison, UNIT), mean.reference(UNIT)
    floor = prediction(over.shuffled.mean(axis=1), UNIT)[0]
    if cannot_tell(found, reference, floor):
        return TABLE.not_measured((), _blind_note(found, reference, floor, comparison.size))
    note = _table_note(found.value, reference, each) + _drift(comparison, over.tables, reference)
    return TABLE.score((), found, reference=reference, floor=floor, rows=comparison.size, note=note)


def _raw(comparison: Comparison, over: Over) -> Score:
    mean = over.raw.map(lambda pairs: pairs.mean(axis=1))
    found, reference = mean.value(comparison, UNIT), mean.reference(UNIT)
    note = (
        f"The same without allowing for chance: {found.value:.3f}, where a fresh real sample of {comparison.size:,} "
        f"rows scores {reference.value:.3f}. Use it beside figures of other tools; it falls as rows get fewer."
    )
    return RAW.score((), found, reference=reference, rows=comparison.size, note=note)


def _drift(comparison: Comparison, tables: PairTables, reference: Band) -> str:
    if comparison.holdout is None:
        return ""
    columns = list(comparison.coded.values())
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
    unrelated, most = min(floor.value, 1.0), min(floor.high, 1.0)
    if cannot_tell(found, reference, floor):
        return (
            f"Whether the two go together as in fresh real rows cannot be told: {value:.3f} ({raw:.3f} without "
            f"allowing for chance), where no relation at all scores {unrelated:.3f}, and by chance up to {most:.3f}."
        )
    said = f"{value:.3f} ({raw:.3f} without allowing for chance; {unrelated:.3f} would be no relation at all)"
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
