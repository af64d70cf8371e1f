"""On demand: what more and more synthetic rows add to the real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import norm
from threadpoolctl import threadpool_limits

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import prediction, within
from synth.judge.exhibits import Exhibit, LearningCurve, Step
from synth.judge.learner import Floats
from synth.judge.score import Band, Score
from synth.judge.usefulness.cells import LEARNERS, Learner
from synth.judge.usefulness.study import Study, learned, study
from synth.judge.usefulness.trial import Rows, Trial, draw, known_rows
from synth.judge.usefulness.usefulness import suggested

PARTS = (0.25, 0.5, 1.0, 2.0, 4.0)
REPEATS = 10
REAL_ROWS = 20_000
SPLITS = 3
SOURCE = (
    "Figure of a model trained with the most helpful number of synthetic rows less that without, over repeated draws "
    "of them and resampled holdout rows, the interval widened for the choice (Bonferroni); reference: what the second "
    "half of the real rows gained over the first"
)


def learning_curve(
    comparison: Comparison,
    *,
    parts: Sequence[float] = PARTS,
    repeats: int = REPEATS,
    learner: Learner | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Score | Exhibit]:
    """The gain of the most helpful number of added synthetic rows, and the curve over all numbers.

    `parts` of the real rows (at most 20,000) are added, up to as many synthetic rows as there are, `repeats` times with
    other draws of them. The `learner` is by default the one that predicts half of the real rows better from the other
    half. `progress(done, total)` hears of each fitted model, and may raise to stop. The gain is in ROC AUC (between −1
    and 1) or R² (unbounded); above 0 it pays. `ReportError` where there is nothing to measure.
    """
    found = study(comparison.asked)
    if isinstance(found, str):
        raise ReportError(found)
    trial, rng = found.trial, comparison.rng("learning curve")
    real, synthetic, _ = known_rows(found.comparison, found.target)
    real = draw(real, REAL_ROWS, rng)
    added = _steps(len(real), len(synthetic), parts)
    done, total = 0, repeats * (len(added) + 2)

    def predicted(rows: Rows, seed: int) -> Floats:
        nonlocal done
        model = learned(chosen, rows, trial, seed)
        done += 1
        if progress is not None:
            progress(done, total)
        return trial.taken(trial.figures[0], model(trial.test.cells))

    with threadpool_limits(1):
        chosen = learner or better(trial, real, rng)
        figures, halves = [], []
        for repeat in range(repeats):
            seed, drawn = comparison.seed + repeat, draw(synthetic, max(added), rng)
            alone = predicted(real, seed)
            figures.append([alone, *(predicted(real.plus(drawn.first(number)), seed) for number in added)])
            halves.append(float((alone - predicted(draw(real, len(real) // 2, rng), seed))[0]))
    curve = _curve(found, chosen, (len(real), added), np.array(figures), rng)
    return [_score(found, curve, np.array(halves)), curve]


def better(trial: Trial, real: Rows, rng: np.random.Generator) -> Learner:
    """The learner that predicts real rows better from others; the holdout has no say."""
    figure, sums = trial.figures[0], dict.fromkeys(LEARNERS, 0.0)
    for _ in range(SPLITS):
        first, second = (real.take(half) for half in np.array_split(rng.permutation(len(real)), 2))
        for learner in LEARNERS:
            model = learned(learner, first, trial, 0)
            sums[learner] += np.nan_to_num(figure.of(second.target, model(second.cells), np.ones((1, len(second))))[0])
    return max(sums, key=lambda learner: sums[learner])


def _steps(real: int, synthetic: int, parts: Sequence[float]) -> list[int]:
    """How many rows are added: these parts of the real rows, and all that there are where that is less."""
    wanted = {max(1, round(part * real)) for part in parts}
    return sorted({min(number, synthetic) for number in wanted})


def _curve(
    found: Study, learner: Learner, rows: tuple[int, list[int]], figures: Floats, rng: np.random.Generator
) -> LearningCurve:
    """`figures`: (repeats, steps, 1 + resamples), the first step without any synthetic row."""
    again = rng.integers(0, len(figures), (figures.shape[2], len(figures)))
    mixed = np.array([figures[draws, :, place] for place, draws in enumerate(again)]).mean(axis=1).T
    values, gains = figures[:, :, 0].mean(axis=0), mixed - mixed[0]
    errors = np.nanstd(gains[:, 1:], axis=1, ddof=1)
    reach = norm.ppf(1 - 0.025 / len(rows[1])) * errors
    limits = (-1.0, 1.0) if found.trial.classes else (None, None)
    bands = [_band(value, resampled) for value, resampled in zip(values, mixed[:, 1:], strict=True)]
    gained = within(values[1:] - values[0], reach[1:], limits)
    return LearningCurve(
        target=found.target,
        figure=found.trial.figures[0].title,
        learner=LEARNERS[learner],
        real_rows=rows[0],
        test_rows=len(found.trial.test),
        alone=bands[0],
        steps=tuple(
            Step(added=number, figure=figure, gain=gain)
            for number, figure, gain in zip(rows[1], bands[1:], gained, strict=True)
        ),
    )


def _band(value: float, resampled: Floats) -> Band:
    low, high = np.nanpercentile(resampled, [2.5, 97.5])
    return Band(value=value, low=min(low, value), high=max(high, value))


def _score(found: Study, curve: LearningCurve, halves: Floats) -> Score:
    limits = (-1.0, 1.0) if found.trial.classes else (None, None)
    definition = Definition("usefulness", "learning_curve", "higher", limits[1], SOURCE, limits)
    (doubled,) = prediction(halves, limits) if len(halves) > 1 else (None,)
    best = max(curve.steps, key=lambda step: step.gain.value)
    note = finding(curve) + (f" As many more real rows moved it by {doubled.value:+.3f}." if doubled else "")
    return definition.score(
        (found.target,), best.gain, reference=doubled, rows=curve.test_rows, note=note + suggested(found)
    )


def finding(curve: LearningCurve) -> str:
    """Whether adding synthetic rows pays, in words."""
    best = max(curve.steps, key=lambda step: step.gain.value)
    gain, said = best.gain, f"{curve.figure} for {curve.target} ({curve.learner.lower()})"
    interval = f"({gain.low:+.3f} to {gain.high:+.3f})"
    if gain.low > 0:
        return (
            f"Adding synthetic rows pays: {best.added:,} beside {curve.real_rows:,} real ones raise {said} from "
            f"{curve.alone.value:.3f} to {best.figure.value:.3f}, by {gain.value:.3f} {interval}."
        )
    if all(step.gain.high < 0 for step in curve.steps):
        return (
            f"Adding synthetic rows costs {said} {-gain.value:.3f} at least {interval}: train on the real rows alone."
        )
    return (
        f"Adding synthetic rows does not clearly pay: {said} is {curve.alone.value:.3f} on real rows alone, and at "
        f"best {best.figure.value:.3f}, with {best.added:,} added: {gain.value:+.3f} {interval} on {curve.test_rows:,} "
        "test rows."
    )
