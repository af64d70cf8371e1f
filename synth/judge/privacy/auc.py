"""How well a figure tells training rows from holdout rows: what both membership attacks share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from synth.judge.definition import Definition
from synth.judge.interval import NORMAL
from synth.judge.privacy.near import Floats, Targets, bounded
from synth.judge.score import Band, Score

LEAST = 20

SOURCE = (
    "; interval over synthetic rows, each of 20 groups left out in turn (jackknife; Tukey 1958); band of a generator "
    "that never saw the rows, by dealing them anew (Mann and Whitney 1947)"
)

Mask = NDArray[np.bool_]


def told(
    definition: Definition, asked: Targets, units: NDArray[np.int64], scale: Floats, parts: list[Mask], training: int
) -> Score:
    """Score the attacker who takes those for members that lie near to a synthetic row, distances being in that scale.

    `units` and `scale` are one for each target; the AUC is the mean over `parts` of the targets, each judged by itself.
    `training`: how many training rows there are.
    """
    member = asked.member
    if min(member.sum(), (~member).sum()) < LEAST or not all(_mixed(member[part]) for part in parts):
        return definition.not_measured(
            (), f"Under {LEAST} training or holdout rows equal no other row: too few to try to tell them apart."
        )

    def reached(distances: Floats) -> float:
        figures = distances / scale
        return float(np.mean([auc(figures[part], member[part]) for part in parts]))

    value = reached(asked.distances[:, 0])
    left_out = [reached(asked.without(group)) for group in np.unique(asked.group)]
    error = float(np.sqrt((len(left_out) - 1) * np.var(left_out)))
    figures = asked.distances[:, 0] / scale
    spread = np.sqrt(sum(chance(figures[part], member[part], units[part]) ** 2 for part in parts)) / len(parts)
    found, band = _band(value, NORMAL * error), _band(0.5, NORMAL * float(spread))
    note = (
        f"An attacker who guesses membership from {definition.measure.partition('_')[2] or 'distance'} reaches an AUC "
        f"of {value:.3f}, where guessing has 0.500 and up to {band.high:.3f} by chance. {_meaning(found, band)}"
    )
    taken = int(member.sum())
    return definition.score(
        (), found, rows=len(member), note=note + bounded(taken, training, "training rows", error), reference=band
    )


def auc(figures: Floats, member: Mask) -> float:
    """The chance that a member's figure is smaller than another's, ties counting half."""
    ranks = rankdata(figures) / len(figures)
    return float(np.clip(0.5 + ranks[~member].mean() - ranks[member].mean(), 0, 1))


def chance(figures: Floats, member: Mask, units: NDArray[np.int64]) -> float:
    """The standard deviation of the AUC if units were members at random, as many rows as are."""
    ranks = rankdata(figures) / len(figures)
    excess = np.bincount(np.unique(units, return_inverse=True)[1], ranks - ranks.mean())
    return float(np.sqrt((excess**2).sum() * len(excess) / max(len(excess) - 1, 1) / (member.sum() * (~member).sum())))


def _mixed(member: Mask) -> bool:
    return bool(member.any() and not member.all())


def _band(value: float, reach: float) -> Band:
    return Band(value=value, low=max(value - reach, 0.0), high=min(value + reach, 1.0))


def _meaning(found: Band, band: Band) -> str:
    if found.low > band.high:
        return (
            "Who holds a person's row can tell better than by chance whether the generator learned from it: make the "
            "table again with stronger protection."
        )
    if found.high < band.low:
        return (
            "Rows of the holdout are taken for members: check that the first table holds the generator's training rows "
            "and that the holdout was kept from it."
        )
    return "So few rows cannot tell this from chance." if found.value > band.high else "That is no more than chance."
