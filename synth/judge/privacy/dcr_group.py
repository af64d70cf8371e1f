"""DCR share on the worst group of columns: do some columns together repeat training rows, where all of them do not?

A few columns can be copied from one row while the rest is new. So the DCR share is taken on groups of columns that go
together (clustered by their associations, at most twelve groups) and on the columns that outsiders may know; the score
is that of the group that leans most to training. As the worst of several leans by chance too, interval and band are
those of so many tries. A single column leans where its shape follows the training rows' closely; that copies nobody, so
the band reaches as far as the group does when each of its synthetic columns is shuffled on its own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.draws import Rows
from synth.judge.privacy.dcr_share import dcr_share
from synth.judge.privacy.near import NO_HOLDOUT, bounded, draw, real_keys, synthetic_keys
from synth.judge.privacy.sides import closest, sides
from synth.judge.score import Band, Score
from synth.prepare.associations import associate

QUERIES = 3_000
ASSOCIATED = 5_000
COLUMNS, MOST_GROUPS = 4, 12

DEFINITION = Definition(
    group="privacy",
    measure="dcr_group",
    better="nearer",
    ideal=0.5,
    source="Distance to the closest record on groups of columns (average linkage of 1 − association); interval and "
    "band corrected for the number of groups (Bonferroni)",
)

Names = tuple[str, ...]


def measure(comparison: Comparison) -> list[Score]:
    """The DCR share of the group of columns on which synthetic rows lean most to training rows."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    groups = column_groups(comparison)
    if not groups:
        return [DEFINITION.not_measured((), "So few columns make no groups: the share on all of them says it.")]
    keys, asked, rng = synthetic_keys(comparison), closest(comparison).rows, comparison.rng("dcr_group")
    rows = rng.permutation(asked[np.argsort(keys[asked], kind="stable")])[:QUERIES]
    tried = [(*_share(comparison, group, rows, 1 - 0.05 / len(groups), rng), group) for group in groups]
    found, band, worst = max(tried, key=lambda each: _lean(each[0], each[1]))
    named = ", ".join(worst[:5]) + (f" and {len(worst) - 5} more" if len(worst) > 5 else "")
    said = (
        f"On the one group of columns that go together ({named}), {found.value:.1%} of the synthetic rows"
        if len(groups) == 1
        else f"Of {len(groups)} groups of columns, synthetic rows lean most to training rows on {named}: "
        f"{found.value:.1%}"
    )
    note = f"{said} lie closest to a training row, both sides weighed alike; by chance up to {band.high:.1%}. "
    note += _meaning(found, band) + bounded(
        len(rows), len(comparison.synthetic), "synthetic rows", (found.high - found.low) / 4
    )
    return [DEFINITION.score((), found, rows=len(rows), note=note, reference=band)]


def column_groups(comparison: Comparison) -> list[Names]:
    """Groups of two or more columns, not all: those that go together, and those that outsiders may know."""
    names = comparison.names
    groups = _clusters(comparison) if len(names) > 3 else []
    known = comparison.quasi_identifiers
    if known is None:
        known = tuple(column.name for column in comparison.columns if column.quasi_identifier)
    groups.append(tuple(name for name in names if name in known))
    return [group for group in dict.fromkeys(groups) if 1 < len(group) < len(names)]


def _clusters(comparison: Comparison) -> list[Names]:
    """Columns clustered by association, some four to a group; those that go with no other are together."""
    names = comparison.names
    rows = draw(real_keys(comparison), np.arange(len(comparison.real)), ASSOCIATED, comparison.rng("column groups"))
    matrix = np.abs(np.nan_to_num(associate(comparison.real.take(rows), names).matrix))
    apart = squareform(np.clip(1 - matrix, 0, 1), checks=False)
    most = min(max(round(len(names) / COLUMNS), 2), MOST_GROUPS)
    labels = fcluster(linkage(apart, "average"), most, "maxclust")
    sizes = np.bincount(labels)
    labels = np.where(sizes[labels] == 1, 0, labels)
    return [tuple(name for name, own in zip(names, labels, strict=True) if own == label) for label in np.unique(labels)]


def _share(
    comparison: Comparison, group: Names, rows: Rows, confidence: float, rng: np.random.Generator
) -> tuple[Band, Band]:
    """The share on a group of columns, and the band of a table that repeats no row on them."""
    columns, training = [comparison.coded[name] for name in group], len(comparison.real)
    shuffled = [replace(column, synthetic=column.synthetic[rng.permutation(rows)]) for column in columns]
    found, band = dcr_share(sides(columns, rows, training), comparison.synthetic.units()[rows], comparison, confidence)
    each = np.arange(len(rows))
    alone, _ = dcr_share(sides(shuffled, each, training), each, comparison, confidence)
    usual = max(alone.value, band.value)
    reach = float(np.hypot(band.high - band.value, alone.high - alone.value))
    return found, Band(value=usual, low=band.low, high=min(usual + reach, 1.0))


def _lean(found: Band, band: Band) -> float:
    """How far the share lies above what is usual, in units of what chance makes of it."""
    width = np.hypot(found.high - found.low, band.high - band.low)
    return float((found.value - band.value) / width) if width > 0 else found.value - band.value


def _meaning(found: Band, band: Band) -> str:
    if found.low > band.high:
        return "These columns are copied together: make the table again with stronger protection."
    return "Rows this few cannot tell." if found.value > band.high else "No group leans more than chance."
