"""Membership inference by density: is a training row's place fuller of synthetic rows than of real ones?

Like `membership`, but near synthetic rows count for less where real rows crowd too: the distance to the nearest
synthetic row is taken over the mean distance to the nearest three rows of a reference that the generator never saw.
The holdout is cut in two halves, by unit; each is once the reference, while the other plays those who are no members.
No shadow generator is trained. The score is the ROC AUC: .5 for a generator that never saw the rows, 1 for a copy.
"""

from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.draws import Rows
from synth.judge.privacy.auc import SOURCE, told
from synth.judge.privacy.near import NO_HOLDOUT, Floats, deal, points, real_keys, targets
from synth.judge.privacy.nearest import neighbours
from synth.judge.score import Score

NEAREST = 3

DEFINITION = Definition(
    group="privacy",
    measure="membership_density",
    better="nearer",
    ideal=0.5,
    source="Membership inference by synthetic over real density, DOMIAS (van Breugel et al. 2023), densities by "
    "distances to nearest rows" + SOURCE,
)


def measure(comparison: Comparison) -> list[Score]:
    """The AUC over training and holdout rows that equal no other, in two halves."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    asked = targets(comparison)
    half = _halves(comparison)
    parts = [half[asked.rows] == each for each in (0, 1)]
    usual = np.ones(len(asked.rows))
    for part, each in zip(parts, (1, 0), strict=True):
        reference = len(comparison.real) + np.flatnonzero(half[len(comparison.real) :] == each)
        if part.any() and len(reference):
            usual[part] = _usual(comparison, asked.rows[part], reference)
    return [told(DEFINITION, asked, comparison.units[asked.rows], usual, parts, len(comparison.real))]


def _halves(comparison: Comparison) -> Rows:
    """One of two halves for each training row and each holdout row, dealt by unit."""
    keys, training, rng = real_keys(comparison), len(comparison.real), comparison.rng("membership_density")
    sides = (slice(None, training), slice(training, None))
    return np.concatenate([deal(keys[side], comparison.units[side], 2, rng) for side in sides])


def _usual(comparison: Comparison, rows: Rows, reference: Rows) -> Floats:
    """The mean distance of real rows to the nearest few of the reference, which none of them equals."""
    real, _ = points(comparison)
    distances = neighbours(real.take(rows), real.take(reference), NEAREST)[1]
    return np.asarray(distances.mean(axis=1))
