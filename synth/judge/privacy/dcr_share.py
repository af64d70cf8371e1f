"""DCR share: do synthetic rows lie nearer to the rows they were learned from than to rows never seen?

Each synthetic row's closest real row is a training or a holdout row. With p the share of synthetic rows whose closest
is a training row (ties split by the number of rows on each side), T training and H holdout rows,
share = (p / T) / (p / T + (1 − p) / H): .5 for a fresh sample at any split, 1 for a copy. Alone it proves no privacy:
tables that pass it have fallen to membership attacks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.privacy.near import NO_HOLDOUT, bounded
from synth.judge.privacy.sides import Sides, closest
from synth.judge.privacy.units import dealt, standard_error
from synth.judge.score import Band, Score

DEFINITION = Definition(
    group="privacy",
    measure="dcr_share",
    better="nearer",
    ideal=0.5,
    source="Distance to the closest record: Euclid over rank-scaled numbers and one-hot categories / √2, missing as "
    "its own state; interval over synthetic rows, band by dealing the real rows anew",
)


def measure(comparison: Comparison) -> list[Score]:
    """The DCR share, against all real rows; of more than 20,000 synthetic rows that many are drawn by the seed."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    found = closest(comparison)
    value, band = dcr_share(found, comparison.synthetic.units()[found.rows], comparison)
    note = _meaning(value, band, len(found.rows))
    note += bounded(len(found.rows), len(comparison.synthetic), "synthetic rows", _error(value))
    return [DEFINITION.score((), value, rows=len(found.rows), note=note, reference=band)]


def dcr_share(
    found: Sides, whose: NDArray[np.int64], comparison: Comparison, confidence: float = 0.95
) -> tuple[Band, Band]:
    """The DCR share with its interval, and the band of a fresh real sample around .5.

    `whose` is the unit of each synthetic row. The interval is over resampled synthetic rows. The band is the spread of
    the share if the real rows were dealt anew to training and holdout. Both keep a unit's rows together.
    """
    chance = len(comparison.real) / len(comparison.units)
    reach = float(norm.ppf((1 + confidence) / 2))
    error = standard_error(found.in_training, whose)
    spread = dealt(found.load, comparison.units, chance)
    return _band(float(found.in_training.mean()), reach * error, chance), _band(chance, reach * spread, chance)


def _band(part: float, reach: float, chance: float) -> Band:
    """p with what it reaches to both sides, turned into the share; `chance` is T / (T + H)."""
    low, value, high = np.clip([part - reach, part, part + reach], 0, 1)
    return Band(value=_share(value, chance), low=_share(low, chance), high=_share(high, chance))


def _share(part: float, chance: float) -> float:
    return float(part * (1 - chance) / (part * (1 - chance) + (1 - part) * chance))


def _error(share: Band) -> float:
    return (share.high - share.low) / (2 * 1.96)


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
