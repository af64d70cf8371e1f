"""The riskiest synthetic rows: those that lie nearer to one training row than fresh rows do, by number, with a reason.

A row counts if its distance to the nearest training row, or that distance over the one to the second nearest, is as
small as only the nearest 1 % of fresh rows have it. Copies of rows that stand alone go first, the most lonely before
the others; then those that are most clearly attached to one row.
"""

from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.draws import Rows
from synth.judge.exhibits import RiskyRow, RiskyRows
from synth.judge.privacy.near import fresh, too_near
from synth.judge.privacy.sides import closest

MOST = 20
NAMED = 3


def risky_rows(comparison: Comparison) -> RiskyRows:
    """At most twenty of them. There must be a holdout."""
    order = ranked(comparison)
    usual = float(np.median(fresh(comparison).distances[:, 0]))
    return RiskyRows(rows=tuple(_row(comparison, place, usual) for place in order[:MOST].tolist()), found=len(order))


def ranked(comparison: Comparison) -> Rows:
    """Places, among the synthetic rows that were asked, of those at risk, the riskiest first."""
    made, held = closest(comparison), fresh(comparison)
    near, second = made.distances[:, 0], made.distances[:, -1]
    at_risk = (near <= too_near(held.distances[:, 0])) | (made.ratios <= too_near(held.ratios))
    at_risk &= second > 0  # equal to several training rows, a row gives no single one away
    order = np.lexsort((made.rows, -second, made.ratios))
    return order[at_risk[order]]


def _row(comparison: Comparison, place: int, usual: float) -> RiskyRow:
    made = closest(comparison)
    row, nearest = int(made.rows[place]), int(made.nearest[place, 0])
    differs = [name for name, coded in comparison.coded.items() if coded.synthetic[row] != coded.real[nearest]]
    distance = float(made.distances[place, 0])
    given = comparison.synthetic_rows
    return RiskyRow(
        row=row if given is None else int(given[row]),
        nearest=int(comparison.real_rows[nearest]),
        distance=distance,
        usual=usual,
        columns_equal=len(comparison.coded) - len(differs),
        why=_why(differs, len(comparison.coded), distance, float(made.distances[place, -1])),
    )


def _why(differs: list[str], columns: int, distance: float, second: float) -> str:
    if not differs:
        return f"Equals one training row, and no other, on all {columns} columns."
    if len(differs) <= NAMED:
        *others, last = differs
        said = f"Equals one training row but for {', '.join(others)}{' and ' if others else ''}{last}"
    else:
        said = f"Equals one training row on {columns - len(differs)} of {columns} columns and lies near it on the rest"
    return f"{said}; the second nearest is {second / distance:.1f} times as far." if distance > 0 else f"{said}."
