"""Equalised odds: whether a model trained on the synthetic rows treats groups as equally as one trained on real rows.

Both are tested on the holdout. Each says of as many rows as have the outcome that they have it, those it gives the
highest chances. Of the rows that have it, and of those that have not, the model should say so equally often in every
group; the larger of the two gaps between groups is the equalised odds difference. The synthetic model's less the real
one's is the score. The models are those of usefulness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import Floats
from synth.judge.fairness.groups import Grouping, group
from synth.judge.fairness.outcome import UNKNOWN, Outcome, column_of, outcome
from synth.judge.fairness.sensitive import NONE, subjects
from synth.judge.fairness.tallies import gap, unit_tally
from synth.judge.score import Band, Score
from synth.judge.usefulness.study import Fits, Study, study
from synth.judge.usefulness.trial import band

LEAST = 10
SHUFFLES = 100
CHANGES = (-1.0, 1.0)
_SOURCE = "Equalised odds difference (Hardt et al. 2016), on the holdout"
ODDS = Definition(
    "fairness", "equalised_odds", "nearer", 0.0, f"{_SOURCE}: trained on synthetic less on real.", CHANGES
)
REAL = Definition("fairness", "equalised_odds_real", "lower", 0.0, f"{_SOURCE}: trained on real rows.")
SYNTHETIC = Definition("fairness", "equalised_odds_synthetic", "lower", 0.0, f"{_SOURCE}: trained on synthetic rows.")


@dataclass(frozen=True, eq=False)
class Test:
    """The holdout rows of groups that have rows enough both with and without the outcome.

    `cells`: (rows, 2 × groups), 1 where a row is of that group and, in the first half, lacks the outcome or, in the
    second, has it. `labels` names the groups.
    """

    labels: tuple[str, ...]
    cells: Floats
    rows: NDArray[np.bool_]

    @classmethod
    def of(
        cls, grouping: Grouping, states: NDArray[np.intp], places: NDArray[np.intp], units: NDArray[np.int64]
    ) -> Test:
        """Ten units with the outcome, and ten without it, are enough."""
        groups, states, size = grouping.holdout[places], states[places], len(grouping.labels)
        held = unit_tally(groups, states, units[places], size)[:, :UNKNOWN]
        enough = np.flatnonzero((held >= LEAST).all(axis=1))
        cells = np.hstack([(groups[:, None] == enough) & (states[:, None] == state) for state in (0, 1)])
        return cls(
            tuple(grouping.labels[place] for place in enough), cells.astype(float), np.asarray(cells.any(axis=1))
        )

    def rates(self, said: NDArray[np.bool_], weights: Floats) -> Floats:
        """How often a model says so of rows that lack, and of rows that have the outcome: (weightings, 2, groups)."""
        all_rows = weights @ self.cells
        with np.errstate(invalid="ignore"):
            found = (weights * said) @ self.cells / all_rows
        return np.asarray(found.reshape(len(weights), 2, len(self.labels)))

    def odds(self, said: NDArray[np.bool_], weights: Floats) -> Floats:
        """The larger of the two gaps between groups, for each weighting."""
        return np.asarray(gap(self.rates(said, weights)).max(axis=-1))

    def by_chance(self, said: NDArray[np.bool_], rng: np.random.Generator) -> float:
        """What 95 % of models stay under that know nothing of groups: the rows' groups are shuffled."""
        found = []
        for _ in range(SHUFFLES):
            mixed = said.copy()
            for half in np.hsplit(self.cells.astype(bool), 2):
                rows = np.flatnonzero(half.any(axis=1))
                mixed[rows] = said[rng.permutation(rows)]
            found.append(self.odds(mixed, np.ones((1, len(said))))[0])
        return float(np.quantile(found, 0.95))


def measure(comparison: Comparison) -> list[Score]:
    """For each sensitive column and each pair: the change of the difference, and that of both models."""
    found, name = subjects(comparison), column_of(comparison)
    if not found:
        return [ODDS.not_measured((), NONE)]
    other = comparison.control.fair and comparison.control.fair[0] != comparison.target
    asked = replace(comparison.asked, target=name) if other else comparison.asked
    try:
        falling, learned = outcome(asked, name), study(asked)
    except ReportError as error:
        falling, learned = None, f"Not measured: {error}"
    if falling is None or isinstance(learned, str):
        return [ODDS.not_measured(subject, str(learned)) for subject in found]
    return [score for subject in found for score in _scores(asked, group(asked, subject), falling, learned)]


def _scores(comparison: Comparison, grouping: Grouping, falling: Outcome, learned: Study) -> list[Score]:
    trial, fits = learned.trial, learned.boosted
    test = Test.of(grouping, falling.holdout, trial.test.places, comparison.units[len(comparison.real) :])
    if len(test.labels) < 2:
        return [ODDS.not_measured(grouping.subject, _too_few(len(trial.test)))]
    states = falling.holdout[trial.test.places]
    real, synthetic = (_says(fits.predicted[arm], falling, states) for arm in ("real", "synthetic"))
    odds = [test.odds(said, trial.weights) for said in (real, synthetic)]
    usual = test.by_chance(real, comparison.rng("equalised odds"))
    chance = _chance(test, fits, falling, states)
    of_real, change = band(odds[0]), band(odds[1] - odds[0])
    of_synthetic = _beside(of_real.value, change)
    note = f"{_said(test, falling, (real, synthetic))} {_meaning(change, chance, of_real.value > usual)}"
    rows = int(test.rows.sum())
    near = Band(value=of_real.value, low=max(of_real.value - chance, 0), high=min(of_real.value + chance, 1))
    said = "The larger gap between groups in how often a model trained on {} rows finds {}, rightly or wrongly."
    return [
        ODDS.score(grouping.subject, change, reference=Band(value=0, low=-chance, high=chance), note=note, rows=rows),
        REAL.score(grouping.subject, of_real, note=said.format("real", falling.said), rows=rows),
        SYNTHETIC.score(
            grouping.subject, of_synthetic, reference=near, note=said.format("synthetic", falling.said), rows=rows
        ),
    ]


def _beside(real: float, change: Band) -> Band:
    """The synthetic rows' difference, as sure as its change from that of the real ones.

    Resampled by itself, the largest of several gaps grows, so that one which chance made would look certain.
    """
    ends = (min(max(real + end, 0.0), 1.0) for end in (change.value, change.low, change.high))
    return Band(**dict(zip(("value", "low", "high"), ends, strict=True)))


def _says(predicted: Floats, falling: Outcome, states: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Of which rows a model says that they have the outcome: as many as have it, those of the highest chances."""
    chances = predicted[:, falling.label or 0]
    least = np.sort(chances)[::-1][max(int((states == 1).sum()) - 1, 0)]
    return np.asarray(chances >= least)


def _chance(test: Test, fits: Fits, falling: Outcome, states: NDArray[np.intp]) -> float:
    """Half the width of the band in which two models trained on fresh real rows differ (see `Fits.differ`)."""
    ones = np.ones((1, len(states)))
    return min(fits.differ(lambda predicted: float(test.odds(_says(predicted, falling, states), ones)[0])), 1.0)


def _too_few(rows: int) -> str:
    return (
        f"Not measured: of {rows:,} holdout rows, fewer than two groups have {LEAST} units each with and without the "
        "outcome."
    )


def _said(test: Test, falling: Outcome, models: Sequence[NDArray[np.bool_]]) -> str:
    """The two groups that the synthetic model treats least equally, and how the real one treats them."""
    real, synthetic = (test.rates(said, np.ones((1, len(said))))[0] for said in models)
    state = int(np.argmax(gap(synthetic)))
    most, least = int(np.argmax(synthetic[state])), int(np.argmin(synthetic[state]))
    which, how = ("with", "rightly") if state else ("without", "wrongly")
    return (
        f"Of holdout rows {which} {falling.said}, a model trained on synthetic rows {how} finds it in "
        f"{synthetic[state][most]:.1%} of “{test.labels[most]}” and {synthetic[state][least]:.1%} of "
        f"“{test.labels[least]}”, one trained on real rows in {real[state][most]:.1%} and {real[state][least]:.1%}."
    )


def _meaning(change: Band, chance: float, unequal: bool) -> str:
    if change.low > chance:
        return "Synthesis made it worse: a model for decisions about these groups should not be trained on this table."
    if change.high < -chance:
        return "The synthetic table teaches to treat them more equally than the real one does."
    if unequal:
        return "A model of this table treats them as unequally as one of the real table: tell whoever trains one."
    return "Neither model clearly treats a group otherwise than another. Nothing to do."
