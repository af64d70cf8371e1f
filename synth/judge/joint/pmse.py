"""pMSE: how far the chances of being synthetic, told from whole rows, are from even (propensity mean squared error).

A single decision tree is grown to tell synthetic from training rows, as many of each. Each row's propensity is the
share of synthetic rows in its leaf; pMSE is the mean squared distance from the overall share: 0 where leaves hold both
alike, .25 where they hold one kind each. Some leaves differ by chance: the same tree grown on labels that are dealt
anew, whole units at a time, gives what a fresh sample would have. The ratio of the two is 1 for a fresh sample, more
for rows that can be told, less for rows that repeat training rows. Unlike detection it is taken on the rows that the
tree was grown on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import NORMAL, prediction, within
from synth.judge.joint import sides
from synth.judge.joint.detection import LEAST, ROWS
from synth.judge.joint.sides import Sample, cells
from synth.judge.joint.trial import mean_error
from synth.judge.score import Band, Score

DEALS = 10
LEAVES = 50
LEAF = 20
FLOOR_ROWS = 2_500
MOST = 0.25

_SOURCE = "Propensity mean squared error of a decision tree, null by dealing labels anew (Snoke et al. 2018)"
PMSE = Definition("joint", "pmse", "lower", 0.0, f"{_SOURCE}.", (0.0, MOST))
RATIO = Definition("joint", "pmse_ratio", "nearer", 1.0, f"{_SOURCE}; the ratio to the null's mean.", (0.0, None))

Floats = NDArray[np.float64]


def measure(comparison: Comparison) -> list[Score]:
    """pMSE, and its ratio to what chance would give."""
    if min(len(comparison.real), len(comparison.synthetic)) < LEAST:
        reason = f"Not measured: a tree needs {LEAST} real and {LEAST} synthetic rows to tell them apart."
        return [PMSE.not_measured((), reason), RATIO.not_measured((), reason)]
    rng, columns = comparison.rng("pmse"), list(comparison.coded.values())
    real, made = sides.pair(comparison, "real", "synthetic", ROWS, rng)
    rows, labels, units = _labelled(columns, real, made)
    null = np.array([pmse(propensity(rows, deal), deal) for deal in _deals(labels, units, rng)])
    chances = propensity(rows, labels)
    found = within(pmse(chances, labels), NORMAL * _error(chances, labels, units), PMSE.range)[0]
    reference, floor = prediction(null, PMSE.range)[0], _floor(comparison, columns, rng)
    if not reference.value:
        reason = "Not measured: the rows are too alike for a tree to part them."
        return [PMSE.not_measured((), reason), RATIO.not_measured((), reason)]
    ratio, band = (_times(each, 1 / reference.value) for each in (found, reference))
    return [
        PMSE.score((), found, reference=reference, floor=floor, rows=len(made), note=_note(found, reference)),
        RATIO.score((), ratio, reference=band, rows=len(made), note=_ratio_note(ratio, band)),
    ]


def propensity(rows: Floats, labels: NDArray[np.bool_]) -> Floats:
    """The share of true labels in each row's leaf, of a tree of at most 50 leaves of at least 20 rows.

    One step of boosting with squared errors and no shrinking is such a tree, and takes missing cells. Levels
    stand in the order of how common they are.
    """
    tree = HistGradientBoostingRegressor(
        max_iter=1,
        learning_rate=1.0,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAF,
        early_stopping=False,
    )
    known = ~np.isnan(rows).all(axis=0)
    filled = np.where(known, rows, 0.0)  # the learner refuses columns without any value
    with threadpool_limits(1, user_api="openmp"):
        return np.asarray(tree.fit(filled, labels.astype(np.float64)).predict(filled))


def pmse(chances: Floats, labels: NDArray[np.bool_]) -> float:
    """The mean squared distance of the propensities from the overall share of true labels."""
    return float(((chances - labels.mean()) ** 2).mean())


def _labelled(columns: list[Coded], real: Sample, made: Sample) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """The rows of both samples, whether each is of the second, and their units, which do not mix."""
    rows = cells(columns, np.concatenate([real.codes, made.codes], axis=1))
    units = np.concatenate([real.units, real.units.max() + 1 + made.units])
    return rows, np.arange(len(rows)) >= len(real), np.unique(units, return_inverse=True)[1]


def _deals(labels: NDArray[np.bool_], units: NDArray[np.int64], rng: np.random.Generator) -> list[NDArray[np.bool_]]:
    """The labels dealt anew among units."""
    of_unit = np.zeros(int(units.max()) + 1, dtype=bool)
    of_unit[units] = labels
    return [rng.permutation(of_unit)[units] for _ in range(DEALS)]


def _error(chances: Floats, labels: NDArray[np.bool_], units: NDArray[np.int64]) -> float:
    """The standard error of pMSE over resampled rows of the second sample, the tree being as it is.

    What one such row adds to n (p − ½)², in a leaf of n rows of which a share p are like it.
    """
    apart = chances[labels] - labels.mean()
    adds = apart**2 + 2 * apart * (1 - chances[labels])
    return mean_error(adds - adds.mean(), units[labels]) * float(labels.mean())


def _floor(comparison: Comparison, columns: list[Coded], rng: np.random.Generator) -> Band:
    """pMSE of real rows whose columns have been shuffled one by one."""
    drawn, rest = sides.fresh(comparison, FLOOR_ROWS, rng)
    rows, labels, units = _labelled(columns, rest, drawn.shuffled(rng))
    chances = propensity(rows, labels)
    return within(pmse(chances, labels), NORMAL * _error(chances, labels, units), PMSE.range)[0]


def _times(band: Band, factor: float) -> Band:
    return Band(value=band.value * factor, low=band.low * factor, high=band.high * factor)


def _note(found: Band, reference: Band) -> str:
    said = f"Chances of being synthetic, told from whole rows, are {found.value:.4f} from even (squared, at most .25)"
    if found.value <= reference.high:
        return f"{said}, as chance makes them for fresh real rows. Nothing to do."
    return f"{said}; chance makes them at most {reference.high:.4f}. See what gives the synthetic rows away."


def _ratio_note(ratio: Band, band: Band) -> str:
    said = f"That is {ratio.value:.1f} times what chance would make it"
    if ratio.high < band.low:
        return f"{said}: less than for fresh rows, since synthetic rows lie near training rows. See the privacy scores."
    if ratio.value <= band.high:
        return f"{said}: no more than for a fresh sample. Nothing to do."
    return f"{said}, where a fresh sample has up to {band.high:.1f}. It grows with the number of rows."
