"""DCR share: do synthetic rows lie nearer to the rows they were learned from than to rows never seen?

Each synthetic row's closest real row is a training or a holdout row. With p the share of synthetic rows whose closest
is a training row (ties split by the number of rows on each side), T training and H holdout rows,
share = (p / T) / (p / T + (1 − p) / H): .5 for a fresh sample at any split, 1 for a copy. Alone it proves no privacy:
tables that pass it have fallen to membership attacks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.draws import content_keys
from synth.judge.privacy.nearest import nearest, place
from synth.judge.rows import number_rows
from synth.judge.score import Band, Score

QUERIES = 20_000
SOURCE = (
    "Distance to the closest record: Euclid over rank-scaled numbers and one-hot categories / √2, missing as its own "
    "state; interval over synthetic rows, band by dealing the real rows anew"
)


def measure(comparison: Comparison, queries: int = QUERIES) -> list[Score]:
    """The DCR share, against all real rows; of more than `queries` synthetic rows that many are drawn by the seed."""
    if comparison.holdout is None:
        note = "Without a holdout there is nothing to compare distances with: hold rows out before generating."
        return [Score(group="privacy", measure="dcr_share", status="not measured", note=note, source=SOURCE)]
    columns, rows = list(comparison.coded.values()), len(comparison.synthetic)
    drawn = _draw(columns, queries, comparison.rng("dcr_share")) if rows > queries else np.arange(rows)
    found, band = dcr_share(columns, drawn, len(comparison.real), comparison.units)
    bounded = f" Taken on {queries:,} of {rows:,} synthetic rows, standard error {_error(found):.4f}."
    return [
        Score(
            group="privacy",
            measure="dcr_share",
            value=found.value,
            low=found.low,
            high=found.high,
            better="nearer",
            ideal=0.5,
            reference=band,
            rows=len(drawn),
            note=_meaning(found, band, len(drawn)) + (bounded if rows > queries else ""),
            source=SOURCE,
        )
    ]


def dcr_share(
    columns: Sequence[Coded], drawn: NDArray[np.intp], training: int, units: NDArray[np.int64]
) -> tuple[Band, Band]:
    """The DCR share of the drawn synthetic rows with its interval, and the band of a fresh real sample around .5.

    The first `training` real rows are the training rows; `units` says of each real row whose it is. The band is the
    spread of the share if the real rows were dealt anew to training and holdout, whole units at a time.
    """
    in_training, load = _closest(columns, drawn, training)
    chance = training / len(load)
    error = float(in_training.std() / np.sqrt(len(drawn)))
    return _band(float(in_training.mean()), error, chance), _band(chance, _spread(load, units, chance), chance)


def _closest(
    columns: Sequence[Coded], drawn: NDArray[np.intp], training: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each drawn row the share of its closest real rows that are training rows; for each real row its load.

    A row's load is the share of drawn rows that it is closest to; loads add up to 1. Equal real rows are one point.
    """
    _, first, number = np.unique(number_rows(column.pool for column in columns), return_index=True, return_inverse=True)
    twins = np.bincount(number).astype(float)
    of_training = np.bincount(number[:training], minlength=len(twins)) / twins
    points, queries = place(columns)
    in_training, load = np.zeros(len(drawn)), np.zeros(len(twins))
    for query, reference in nearest(queries.take(drawn), points.take(first)):
        tied = twins[reference]
        weight = tied / np.bincount(query, tied)[query]
        in_training += np.bincount(query, weight * of_training[reference], len(drawn))
        load += np.bincount(reference, weight, len(twins))
    return in_training, (load / twins)[number] / len(drawn)


def _spread(load: NDArray[np.float64], units: NDArray[np.int64], chance: float) -> float:
    """The standard deviation of p when units are dealt to training with that chance, the number dealt being fixed."""
    excess = np.bincount(units, load - 1 / len(load))
    return float(np.sqrt(chance * (1 - chance) * len(excess) / max(len(excess) - 1, 1) * (excess**2).sum()))


def _band(part: float, error: float, chance: float) -> Band:
    """p with its 95 % interval, turned into the share; `chance` is T / (T + H)."""
    low, value, high = np.clip([part - 1.96 * error, part, part + 1.96 * error], 0, 1)
    return Band(value=_share(value, chance), low=_share(low, chance), high=_share(high, chance))


def _share(part: float, chance: float) -> float:
    return float(part * (1 - chance) / (part * (1 - chance) + (1 - part) * chance))


def _error(share: Band) -> float:
    return (share.high - share.low) / (2 * 1.96)


def _draw(columns: Sequence[Coded], rows: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw synthetic rows in an order that depends on what they hold, so that their order in the table is no matter."""
    keys = content_keys(len(columns[0].synthetic), ((column.column.name, column.synthetic) for column in columns))
    return np.argsort(keys, kind="stable")[rng.choice(len(keys), rows, replace=False)]


def _meaning(found: Band, band: Band, rows: int) -> str:
    said = (
        f"With training and holdout weighed alike, {found.value:.1%} of the synthetic rows lie closest to a training "
        "row, where a fresh sample has 50.0%"
    )
    if found.low > band.high:
        return f"{said}: rows lean towards those they were learned from. Make the table again with stronger protection."
    if found.high < band.low:
        return f"{said}: they lean towards the holdout. Check that the first table holds the generator's training rows."
    if found.value > band.high:
        return f"{said} and up to {band.high:.1%} by chance: not clearly nearer, {rows:,} rows cannot tell."
    return f"{said}: no nearer than chance. This alone does not prove privacy."
