"""Membership inference by distance: are training rows nearer to a synthetic row than fresh rows are?

The attacker holds a person's row and asks whether it was among the training rows: the nearer its nearest synthetic row,
the surer the guess. The score is the ROC AUC, the chance that a training row is nearer than a holdout row: .5 for a
generator that never saw the rows, 1 for a copy. Rows that equal another real row are not asked about: nobody can tell
natural twins apart.
"""

from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.privacy.auc import SOURCE, told
from synth.judge.privacy.near import NO_HOLDOUT, targets
from synth.judge.score import Score

DEFINITION = Definition(
    group="privacy",
    measure="membership",
    better="nearer",
    ideal=0.5,
    source="Membership inference by distance to the closest synthetic row (Chen et al. 2020)" + SOURCE,
)


def measure(comparison: Comparison) -> list[Score]:
    """The AUC over training and holdout rows that equal no other."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    asked = targets(comparison)
    rows = len(asked.rows)
    all_of_them = [np.ones(rows, dtype=bool)]
    return [told(DEFINITION, asked, comparison.units[asked.rows], np.ones(rows), all_of_them, len(comparison.real))]
