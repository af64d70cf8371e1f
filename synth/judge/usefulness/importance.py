"""Do models trained on real and on synthetic rows rest on the same columns?"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import NORMAL, prediction, within
from synth.judge.exhibits import Exhibit, Importance
from synth.judge.learner import Floats, Predict
from synth.judge.score import Band, Score
from synth.judge.usefulness.study import Study, study
from synth.judge.usefulness.trial import RESAMPLES, band
from synth.judge.usefulness.usefulness import not_measured, suggested

LIMITS = (-1.0, 1.0)
LOOKS = 15_000
MOST_COLUMNS = 20
LEAST_COLUMNS = 3
AGREEMENT = Definition(
    "usefulness",
    "importance",
    "higher",
    1.0,
    "Spearman correlation of permutation importances (Breiman 2001; Fisher, Rudin and Dominici 2019) of boosted trees "
    "trained on real and on synthetic rows; reference: of models trained on two parts of the real rows",
    LIMITS,
)


def measure(comparison: Comparison) -> list[Score | Exhibit]:
    """Rank correlation of what each column is worth to both models: 1 the same order, 0 no relation, −1 upside down.

    A column is worth what the model loses of its figure on test rows when the column's cells are shuffled. At most
    the 20 columns that go most with the target are looked at, each on as many test rows as make 15,000 in all.
    """
    found = study(comparison)
    if isinstance(found, str):
        return [not_measured(comparison, "importance", found)]
    if len(found.trial.columns) < LEAST_COLUMNS:
        return [AGREEMENT.not_measured((found.target,), "Fewer than three columns stand beside the target to rank.")]
    trial, fits = found.trial, found.boosted
    places = _strongest(found)
    rows = min(len(trial.test), LOOKS // len(places))
    moved = comparison.rng("importance").permutation(rows)
    with threadpool_limits(1):
        real, synthetic = (_worth(found, fits.arms[arm], places, moved, 1 + RESAMPLES) for arm in ("real", "synthetic"))
        halves = [[_worth(found, half, places, moved, 1)[0] for half in pair] for pair in fits.pairs]
    if not np.ptp(real[0]):
        return [AGREEMENT.not_measured((found.target,), "The model trained on real rows needs none of the columns.")]
    value = band(agreement(real, synthetic))
    (reference,) = prediction(np.array([agreement(*np.array(pair)[:, None])[0] for pair in halves]), LIMITS)
    (floor,) = within(0.0, NORMAL / np.sqrt(len(places) - 1), LIMITS)
    note = _note(found, value, reference, floor, len(places))
    score = AGREEMENT.score((found.target,), value, reference=reference, floor=floor, rows=rows, note=note)
    return [score, _exhibit(found, places, real[0], synthetic[0])]


def agreement(first: Floats, second: Floats) -> Floats:
    """Spearman's rank correlation of each line of two matrices (lines, columns); 0 where one of them does not vary."""
    ranks = [rankdata(lines, axis=1) - (lines.shape[1] + 1) / 2 for lines in (first, second)]
    sizes = np.sqrt((ranks[0] ** 2).sum(axis=1) * (ranks[1] ** 2).sum(axis=1))
    return np.asarray((ranks[0] * ranks[1]).sum(axis=1) / np.where(sizes > 0, sizes, 1.0))


def _worth(found: Study, model: Predict, places: list[int], moved: NDArray[np.intp], lines: int) -> Floats:
    """What is lost of the figure without each of these columns, (lines, columns): on all, then on resamples."""
    trial = found.trial
    test, weights = trial.test.first(len(moved)), trial.weights[:lines, : len(moved)]
    weights = weights[weights.any(axis=1)]
    cells = np.tile(test.cells, (len(places) + 1, 1, 1))  # all at once: the learner takes long to start, not to go on
    for block, place in zip(cells, places, strict=False):
        block[:, place] = block[moved, place]
    predicted = np.split(model(np.concatenate(cells)), len(cells))
    figures = np.column_stack([trial.figures[0].of(test.target, each, weights) for each in predicted])
    return np.nan_to_num(figures[:, -1:] - figures[:, :-1])


def _strongest(found: Study) -> list[int]:
    """Places of the features that go most with the target, by real or by synthetic rows; all where they are few."""
    coded, target = found.comparison.coded, found.comparison.coded[found.target]
    names = found.trial.columns
    if len(names) <= MOST_COLUMNS:
        return list(range(len(names)))
    sides = [
        np.argsort([-_strength(coded[name], target, side) for name in names], kind="stable")
        for side in ("real", "synthetic")
    ]
    in_turn = dict.fromkeys(np.column_stack(sides).ravel().tolist())
    return sorted(list(in_turn)[:MOST_COLUMNS])


def _strength(column: Coded, target: Coded, side: Literal["real", "synthetic"]) -> float:
    """How far a column and the target, in bins, are from going their own ways: chi-squared (Pearson 1900)."""
    first, second = (coded.bins[getattr(coded, side)] for coded in (column, target))
    counts = np.bincount(first * target.width + second, minlength=column.width * target.width)
    table = counts.reshape(column.width, target.width).astype(float)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    return float(((table - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum())


def _exhibit(found: Study, places: list[int], real: Floats, synthetic: Floats) -> Importance:
    order = np.argsort(-real, kind="stable")
    return Importance(
        target=found.target,
        figure=found.trial.figures[0].title,
        columns=tuple(found.trial.columns[places[place]] for place in order),
        real=tuple(real[order].tolist()),
        synthetic=tuple(synthetic[order].tolist()),
    )


def _note(found: Study, value: Band, reference: Band, floor: Band, columns: int) -> str:
    all_columns = len(found.trial.columns)
    which = "the columns" if columns == all_columns else f"the {columns} of {all_columns} columns related to it most"
    said = (
        f"Models for {found.target} trained on real and on synthetic rows rank {which} by importance with a "
        f"correlation of {value.value:.2f}"
    )
    return f"{said}, {meaning(value.value, reference, floor, found.target)}{suggested(found)}"


def meaning(value: float, reference: Band, floor: Band, target: str) -> str:
    """How an agreement stands beside that of parts of the real rows, and whether chance allows to tell."""
    if value < reference.low:
        return (
            f"those trained on two parts of the real rows with one of {reference.value:.2f}: an analyst would explain "
            f"{target} by other columns. Look at its relations."
        )
    if max(value, reference.low) <= floor.high:
        return (
            f"those trained on two parts of the real rows with one of {reference.value:.2f}. Chance alone makes up to "
            f"{floor.high:.2f}: from so few rows or columns it cannot be told."
        )
    return f"as models trained on two parts of the real rows do ({reference.value:.2f})."
