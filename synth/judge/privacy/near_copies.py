"""Near copies: synthetic rows that lie nearer to a training row than nearly all fresh real rows do.

How near is too near is learned from the holdout: the distance at which its nearest 1 % (at least three rows) lie from
the training rows. A fresh sample has that share of its rows so near; a copy with a cell changed here and there has far
more. From 0 to 1, lower is better. It also grows where a table crowds where real rows are dense, as one does that lost
its rare cases. What tells the two apart is the DCR share of the synthetic rows that lie that near to any real row:
where they crowd, they are as near to rows never seen (.5).
"""

from __future__ import annotations

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.draws import Rows
from synth.judge.exhibits import Distances, RiskyRows
from synth.judge.interval import proportion
from synth.judge.privacy.dcr_share import dcr_share
from synth.judge.privacy.distances import distances
from synth.judge.privacy.near import LEAST, NO_HOLDOUT, bounded, fresh, points, too_near
from synth.judge.privacy.risky_rows import risky_rows
from synth.judge.privacy.sides import closest, sides
from synth.judge.privacy.units import fresh_share, independent_rows, standard_error
from synth.judge.score import Band, Score

DEFINITION = Definition(
    group="privacy",
    measure="near_copies",
    better="lower",
    ideal=0.0,
    source="Distance to the closest training row, against a threshold from the holdout's; interval after Wilson "
    "(1927), band of a fresh sample beta-binomial, as for any order statistic (Wilks 1941)",
)
LEAN = Definition(
    group="privacy",
    measure="near_copies_lean",
    better="nearer",
    ideal=0.5,
    source="DCR share of the synthetic rows that lie within the threshold of near copies of any real row",
)


def measure(comparison: Comparison) -> list[Score | Distances | RiskyRows]:
    """The share of synthetic rows that lie too near to a training row, which side rows that near to a real row lean to,
    all distances, and the riskiest rows.
    """
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT), LEAN.not_measured((), NO_HOLDOUT)]
    made, held = closest(comparison), fresh(comparison)
    limit = too_near(held.distances[:, 0])
    whose = comparison.synthetic.units()[made.rows]
    near, usual = made.distances[:, 0] <= limit, held.distances[:, 0] <= limit
    rows = independent_rows(near, whose)
    found = proportion(float(near.mean()), rows)
    band = fresh_share(float(usual.mean()), independent_rows(usual, comparison.units[held.rows]), rows)
    note = (
        f"{int(near.sum()):,} of {len(near):,} synthetic rows lie as near to a training row as only the nearest "
        f"{int(usual.sum()):,} of {len(usual):,} fresh real rows do; by chance up to {band.high:.1%}. "
        f"{_meaning(found, band)}"
    )
    note += bounded(len(near), len(comparison.synthetic), "synthetic rows", standard_error(near, whose))
    score = DEFINITION.score((), found, rows=len(near), note=note, reference=band)
    return [score, _lean(comparison, made.rows[made.least <= limit]), distances(comparison), risky_rows(comparison)]


def _lean(comparison: Comparison, rows: Rows) -> Score:
    """The DCR share of those synthetic rows."""
    if len(rows) < LEAST:
        return LEAN.not_measured(
            (), f"Not measured: hardly a synthetic row lies very near to a real one ({len(rows)})."
        )
    near = sides(list(comparison.coded.values()), rows, len(comparison.real), points(comparison))
    found, band = dcr_share(near, comparison.synthetic.units()[rows], comparison)
    said = (
        f"Of {len(rows):,} synthetic rows that lie very near to a real one, {found.value:.1%} lie nearest to a "
        "training row, both sides weighed alike"
    )
    meaning = (
        "they are drawn from the rows that were learned from."
        if found.value > band.high
        else "no nearer to those that were learned from than so few rows are by chance."
    )
    return LEAN.score(
        (), found, rows=len(rows), note=f"{said}; by chance up to {band.high:.1%}: {meaning}", reference=band
    )


def _meaning(found: Band, band: Band) -> str:
    if found.low > band.high:
        return (
            "The generator leans on single real rows: look at the riskiest rows, then drop or remake them, or make the "
            "table again with stronger protection."
        )
    return "So few rows cannot tell this from chance." if found.value > band.high else "That is no more than chance."
