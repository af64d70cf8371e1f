"""All models of a trial, each fitted once and shared by the measures that look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from scipy.stats import t as student
from threadpoolctl import threadpool_limits

from synth.judge.comparison import Comparison
from synth.judge.drawn import prediction
from synth.judge.learner import Floats, Predict, fit
from synth.judge.linear import fit_linear
from synth.judge.score import Band
from synth.judge.usefulness.cells import Arm, Figure, Learner
from synth.judge.usefulness.trial import Rows, Trial, prepare
from synth.prepare.suggest import suggest_target

LEAST = 20
SPLITS = 4
PART = 100
"""Rows of a part up to which models learn too little to show how much they would differ."""
LINEAR_ROWS = 10_000


@dataclass(frozen=True, eq=False)
class Fits:
    """The models of one learner, and what they predict of the test rows.

    - `rows`: how many real, and as many synthetic, rows they were trained on; `whole_rows`: how many real rows stood
      beside synthetic ones.
    - `arms`: the models by the rows that each was trained on; `predicted`: what they predict.
    - `whole`: what a model of all real rows predicts: that of the arm `real` unless there are fewer synthetic rows.
    - `unrelated`: what a model of real rows whose columns were shuffled, each by itself, predicts.
    - `pairs`: two models each, trained on two parts of the real rows that have no unit in common, dealt anew for each
      pair; `of_pairs`: what they predict. `part`: the rows of a part over `rows`, 1 at most.
    - `of_fewer`: what models of all real rows predict but for as many as the synthetic ones, or half of them.
    """

    trial: Trial
    rows: int
    whole_rows: int
    arms: Mapping[Arm, Predict]
    predicted: Mapping[Arm, Floats]
    whole: Floats
    unrelated: Floats
    pairs: Sequence[tuple[Predict, Predict]]
    of_pairs: Sequence[tuple[Floats, Floats]]
    part: float
    of_fewer: Sequence[Floats]

    @property
    def last(self) -> int:
        """How many of the real rows those models lack."""
        return min(self.rows, self.whole_rows - self.whole_rows // 2)

    def chance(self, figure: Figure) -> float:
        """Half the width of the band in which two models trained on fresh real rows differ, 95 % of the time."""
        return self.differ(lambda predicted: self.trial.on_all(figure, predicted))

    def differ(self, figure: Callable[[Floats], float]) -> float:
        """The same of any figure of what is predicted, from the pairs; the variance goes with 1 / rows."""
        apart = [figure(first) - figure(second) for first, second in self.of_pairs]
        return float(student.ppf(0.975, len(apart)) * np.sqrt(np.mean(np.square(apart)) * self.part))

    def gained(self, figure: Figure) -> Band:
        """What as many more real rows as the synthetic ones add to the figure of all real rows.

        The value is what the last so many of them added (at most half). The next ones add less, so that the band
        reaches from nothing to there, and beyond both by how much models of fresh rows differ.
        """
        whole = self.trial.on_all(figure, self.whole)
        (last,) = prediction(
            np.array([whole - self.trial.on_all(figure, fewer) for fewer in self.of_fewer]), (None,) * 2
        )
        reach = float(np.hypot(last.high - last.value, self.chance(figure)))
        return Band(value=last.value, low=min(last.value, 0.0) - reach, high=max(last.value, 0.0) + reach)


@dataclass(frozen=True, eq=False)
class Study:
    """The trial of one target, with its models. `why` says why the target was suggested; empty where it was chosen."""

    comparison: Comparison
    target: str
    why: str
    trial: Trial

    @cached_property
    def boosted(self) -> Fits:
        """Boosted trees on all rows of the trial."""
        return self._fitted("boosted", max(len(self.trial.whole), len(self.trial.synthetic)))

    @cached_property
    def linear(self) -> Fits:
        """Linear models, on at most 10,000 rows of each kind."""
        return self._fitted("linear", LINEAR_ROWS)

    def fits(self, learner: Learner) -> Fits:
        """The models of that learner."""
        return self.boosted if learner == "boosted" else self.linear

    def _fitted(self, learner: Learner, most: int) -> Fits:
        """Fit one model after the other: scikit-learn sets the warnings of the whole process while it fits, so that
        fits side by side lose them; and two threads on one fit lose minutes on a busy machine.
        """
        trial, rng = self.trial, self.comparison.rng(f"usefulness {learner}")
        real, synthetic, whole = trial.real.first(most), trial.synthetic.first(most), trial.whole.first(most)
        parts, fewer = _parts(whole, len(real), rng), max(len(whole) - len(real), len(whole) // 2)
        with threadpool_limits(1):
            learn = partial(learned, learner, trial=trial, seed=self.comparison.seed)
            arms: dict[Arm, Predict] = {"real": learn(real), "synthetic": learn(synthetic)}
            arms["both"] = learn(whole.plus(synthetic))
            if learner == "boosted":
                arms["continued"] = continued(arms["synthetic"], whole, trial, self.comparison.seed)
            unrelated = learn(real.unrelated(rng))
            on_whole = arms["real"] if len(whole) == len(real) else learn(whole)
            pairs = [(learn(first), learn(second)) for first, second in parts]
            cells = trial.test.cells
            of_pairs = [(first(cells), second(cells)) for first, second in pairs]
            return Fits(
                trial=trial,
                rows=len(real),
                whole_rows=len(whole),
                arms=arms,
                predicted={arm: model(cells) for arm, model in arms.items()},
                whole=on_whole(cells),
                unrelated=unrelated(cells),
                pairs=pairs,
                of_pairs=of_pairs,
                part=len(parts[0][0]) / len(real),
                of_fewer=(
                    [each for pair in of_pairs for each in pair]
                    if len(parts[0][0]) == fewer >= PART
                    else [learn(_dealt(whole, fewer, rng)[0])(cells) for _ in range(SPLITS)]
                ),
            )


def _parts(whole: Rows, rows: int, rng: np.random.Generator) -> list[tuple[Rows, Rows]]:
    """Pairs of parts of that many rows, or else of half of all, without a common unit.

    Where such parts are too few to learn from, they are drawn with replacement, unit by unit (Efron 1979).
    """
    part = min(rows, len(whole) // 2)
    if part >= PART:
        return [_dealt(whole, part, rng) for _ in range(SPLITS)]
    return [(_resampled(whole, rows, rng), _resampled(whole, rows, rng)) for _ in range(SPLITS)]


def _dealt(whole: Rows, part: int, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Two parts of so many rows, whole units at a time."""
    whose = np.unique(whole.units, return_inverse=True)[1]
    order = np.argsort(rng.permutation(int(whose.max()) + 1)[whose], kind="stable")
    return whole.take(order[:part]), whole.take(order[part : 2 * part])


def _resampled(whole: Rows, rows: int, rng: np.random.Generator) -> Rows:
    """So many rows, drawn with replacement, whole units at a time."""
    order = np.argsort(whole.units, kind="stable")
    by_unit = np.split(order, np.flatnonzero(np.diff(whole.units[order])) + 1)
    drawn = [by_unit[unit] for unit in rng.integers(0, len(by_unit), rows)]
    return whole.take(np.concatenate(drawn)[:rows])


def learned(learner: Learner, rows: Rows, trial: Trial, seed: int) -> Predict:
    """A model of that learner, trained on some rows of a trial."""
    if learner == "linear":
        return fit_linear(rows.cells, rows.target, categorical=trial.categorical, classes=trial.classes)
    return fit(rows.cells, rows.target, categorical=trial.categorical, classes=trial.classes, seed=seed)


def continued(before: Predict, rows: Rows, trial: Trial, seed: int) -> Predict:
    """Boosted trees that go on from what an earlier model knows: its predictions stand among their features.

    Going on with the earlier trees themselves is not sound here: the learner cuts numbers and levels anew for other
    rows, and its old trees would be read by the new cuts. The earlier model never saw these rows, so that what it
    predicts of them is as good as what it will predict of others (stacking, Wolpert 1992).
    """

    def with_all(cells: Floats) -> Floats:
        return np.hstack([cells, before(cells)])

    width = before(rows.cells[:1]).shape[1]
    model = fit(
        with_all(rows.cells),
        rows.target,
        categorical=(*trial.categorical, *[False] * width),
        classes=trial.classes,
        seed=seed,
    )
    return lambda cells: model(with_all(cells))


def study(comparison: Comparison) -> Study | str:
    """The study of the chosen or else the suggested target, or why there is none; made once, for all measures."""
    return comparison.once("usefulness", lambda: _study(comparison))


def _study(comparison: Comparison) -> Study | str:
    target, why = comparison.target, ""
    if target is None:
        suggested = suggest_target(comparison.real)
        if suggested is None:
            return "No target is chosen: say on the Profile page which column a model would predict."
        target, why = suggested
    if comparison.holdout is None:
        return "Without a holdout no model can be tested on rows never seen: hold rows out before generating."
    if len(comparison.columns) < 2:
        return "The target is the only modelled column, so there is nothing to predict it from."
    trial = prepare(comparison, target)
    if min(len(trial.real), len(trial.test)) < LEAST:
        return f"Fewer than {LEAST} rows of one of the tables have a known value of {target}, the target."
    if len(np.unique(trial.test.target)) < 2:
        return f"{target}, the target, is the same in all holdout rows, so there is nothing to predict."
    return Study(comparison, target, why, trial)
