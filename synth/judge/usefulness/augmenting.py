"""Real and synthetic together: does a model gain by synthetic rows beside the real ones?"""

from __future__ import annotations

from synth.judge.comparison import Comparison
from synth.judge.drawn import clipped
from synth.judge.score import Band, Score
from synth.judge.usefulness.cells import Arm
from synth.judge.usefulness.study import Fits, Study, study
from synth.judge.usefulness.trial import band
from synth.judge.usefulness.usefulness import not_measured, suggested

SOURCE = (
    "Figure of boosted trees trained with the synthetic rows less that without them, on the same resampled holdout "
    "rows; reference: from nothing to what as many of the real rows gained over the rest"
)
ARMS: tuple[Arm, ...] = ("both", "continued")


def measure(comparison: Comparison) -> list[Score]:
    """What is gained by adding the synthetic rows, and by training on them first: ROC AUC or R²; above 0 it pays.

    Between −1 and 1 for classes, unbounded for numbers; paired 95 % intervals over resampled test rows (whole units).
    The reference is what as many more real rows would gain: from nothing to what the last of them did gain.
    """
    found = study(comparison)
    if isinstance(found, str):
        return [not_measured(comparison, f"gain_{arm}", found) for arm in ARMS]
    return [_score(found, arm) for arm in ARMS]


def _score(found: Study, arm: Arm) -> Score:
    fits, figure = found.boosted, found.trial.figures[0]
    alone, together = (found.trial.taken(figure, each) for each in (fits.whole, fits.predicted[arm]))
    gain = band(together - alone)
    limits = (-1.0, 1.0) if found.trial.classes else (None, None)
    added = clipped(fits.gained(figure), limits)
    return Score(
        group="usefulness",
        measure=f"gain_{arm}",
        subject=(found.target,),
        **gain.model_dump(),
        range=limits,
        better="higher",
        ideal=limits[1],
        reference=added,
        rows=len(found.trial.test),
        note=_way(fits, arm)
        + f" moves {figure.title} for {found.target} from {alone[0]:.3f} to {together[0]:.3f} on rows never seen: "
        + meaning(gain, fits.chance(figure))
        + f" The last {fits.last:,} of the real rows moved it by {added.value:+.3f}."
        + suggested(found),
        source=SOURCE,
    )


def _way(fits: Fits, arm: Arm) -> str:
    if arm == "both":
        return f"Adding {fits.rows:,} synthetic rows to {fits.whole_rows:,} real ones"
    return f"Training on {fits.rows:,} synthetic rows first and going on with {fits.whole_rows:,} real ones"


def meaning(gain: Band, chance: float) -> str:
    """Whether it pays: only a gain that its interval and the chance of training on other rows leave standing does."""
    interval = f"({gain.low:+.3f} to {gain.high:+.3f})"
    if gain.low > 0 and gain.value > chance:
        return f"it pays, by {gain.value:.3f} {interval}."
    if gain.high < 0 and gain.value < -chance:
        return f"it costs {-gain.value:.3f} {interval}, so train on the real rows alone."
    if gain.low <= 0 <= gain.high:
        return f"no clear change {interval}, so the synthetic rows add nothing that can be told here."
    return f"{gain.value:+.3f} {interval}, but other real rows to train on would change it by up to {chance:.3f} too."
