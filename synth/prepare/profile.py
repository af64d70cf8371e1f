"""What is in a table: one line a column, alerts, associations. Computed once, kept as JSON, drawn elsewhere.

A profile holds no row, and no value that fewer than five units hold: ranges end at the fifth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.prepare.alerts import Alert, find_alerts
from synth.prepare.associations import Associations, associate
from synth.prepare.bins import LARGEST
from synth.prepare.counts import FEWEST_HOLDERS, Counts, count
from synth.prepare.schema import Kind, Treatment
from synth.prepare.spelling import listed, percent, spell
from synth.prepare.suggest import Suggestion, suggest_target, suggest_unit
from synth.prepare.table import Table

__all__ = ["AssociationMatrix", "ColumnProfile", "Profile", "Suggestion", "profile", "suggest_target", "suggest_unit"]

BARS = 12
_NAMED_LEVELS = 3


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnProfile(_Frozen):
    """One column at a glance.

    `missing` is a share of the rows, `distinct` counts different values, `unparsed` cells that did not fit the kind.
    `summary` says the range or the commonest levels in words. `histogram` holds at most twelve shares: for numbers and
    dates, of each value, or of equal parts from the 1st to the 99th hundredth with the rest counting at the ends; else
    of the commonest levels; empty for keys, text and what is faked.
    """

    name: str
    kind: Kind
    treatment: Treatment
    why: str
    personal: str | None
    missing: float
    unparsed: int
    distinct: int
    summary: str
    histogram: tuple[float, ...]


class AssociationMatrix(_Frozen):
    """Associations of the modelled columns, as in `associate`, to four decimals; null where there is none."""

    names: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The values as an array of shape (names, names), NaN for null."""
        return np.array(self.values, dtype=float).reshape(len(self.names), len(self.names))


class Profile(_Frozen):
    """A whole table at a glance. JSON both ways: `model_dump_json`, `model_validate_json`.

    `unit` and `target` are suggestions, whatever the schema has, and say why; None and empty where there is none.
    """

    rows: int
    columns: tuple[ColumnProfile, ...]
    alerts: tuple[Alert, ...]
    headline: str
    associations: AssociationMatrix
    unit: str | None
    unit_why: str
    target: str | None
    target_why: str


def profile(table: Table) -> Profile:
    """Profile a table of any size, an empty one too."""
    counted = [count(table, name) for name in table.schema.names]
    associations = associate(table)
    unit, target = suggest_unit(table), suggest_target(table)
    alerts = find_alerts(table, counted, associations, unit)
    return Profile(
        rows=len(table),
        columns=tuple(_column(table, counts) for counts in counted),
        alerts=alerts,
        headline=_headline(table, alerts),
        associations=_as_tuples(associations),
        unit=unit.column if unit else None,
        unit_why=unit.why if unit else "",
        target=target.column if target else None,
        target_why=target.why if target else "",
    )


def _headline(table: Table, alerts: tuple[Alert, ...]) -> str:
    personal = sum(column.personal is not None for column in table.schema.columns)
    idle = sum(alert.kind in ("constant", "empty") for alert in alerts)
    parts = [_many(len(table.schema.columns), "column")]
    parts.append(f"{personal or 'none'} {'looks' if personal == 1 else 'look'} personal")
    if idle:
        parts.append(f"{idle} {'holds' if idle == 1 else 'hold'} nothing to learn")
    return ", ".join(parts)


def _column(table: Table, counts: Counts) -> ColumnProfile:
    column = counts.column
    return ColumnProfile(
        name=column.name,
        kind=column.kind,
        treatment=column.treatment,
        why=column.why,
        personal=column.personal,
        missing=round(counts.missing, 6),
        unparsed=table.reading.unparsed.get(column.name, 0),
        distinct=len(counts.levels),
        summary=_summary(counts),
        histogram=_histogram(counts),
    )


def _summary(counts: Counts) -> str:
    levels = len(counts.levels)
    if not levels:
        return "no values"
    if counts.measured:
        return _range(counts)
    if counts.column.kind == "key" or counts.column.treatment == "fake":
        most = int(counts.rows[0])
        return f"{_many(levels, 'different value')}, " + ("each in one row" if most == 1 else f"in up to {most:,} rows")
    if counts.column.kind == "text":
        lengths = np.array([len(str(level)) for level in counts.levels])
        return (
            f"{_many(levels, 'different text')}, {np.average(lengths, weights=counts.rows):.0f} characters on average"
        )
    return _top(counts)


def _range(counts: Counts) -> str:
    if counts.ends is None:
        return f"held by fewer than {FEWEST_HOLDERS}"
    low, high = (spell(end, counts.column) for end in counts.ends)
    if low == high:
        return f"{'about ' if counts.cut else ''}{low}"
    about = "about " if counts.cut else ""
    middle = counts.levels[int(np.searchsorted(np.cumsum(counts.rows), counts.present / 2))]
    typical = f", half of them up to {spell(middle, counts.column)}" if counts.present >= 4 * FEWEST_HOLDERS else ""
    return f"{about}{low} to {high}{typical}"


def _top(counts: Counts) -> str:
    shown = counts.holders >= FEWEST_HOLDERS
    top = [
        f"{spell(level, counts.column)} ({percent(rows / counts.present)})"
        for level, rows in zip(counts.levels[shown][:_NAMED_LEVELS], counts.rows[shown], strict=False)
    ]
    rest = len(counts.levels) - len(top)
    if not top:
        return f"{_many(rest, 'different value')}, each held by fewer than {FEWEST_HOLDERS}"
    return listed([*top, _many(rest, "other")]) if rest else listed(top)


def _histogram(counts: Counts) -> tuple[float, ...]:
    if not len(counts.levels) or counts.column.kind in ("text", "key") or counts.column.treatment == "fake":
        return ()
    if not counts.measured:
        shown = counts.rows[counts.holders >= FEWEST_HOLDERS][:BARS]
        return tuple(round(float(share), 4) for share in shown / counts.present)
    if counts.ends is None:
        return ()
    if len(counts.levels) <= BARS:
        return tuple(round(float(share), 4) for share in counts.rows / counts.present)
    reached = np.cumsum(counts.rows) / counts.present
    levels = as_floats(counts.levels).clip(-LARGEST, LARGEST)
    low, high = (float(levels[min(int(np.searchsorted(reached, part)), len(levels) - 1)]) for part in (0.01, 0.99))
    edges = np.linspace(low, high if high > low else low + 1, BARS + 1)
    heights, _ = np.histogram(levels.clip(low, high), edges, weights=counts.rows)
    return tuple(round(float(share), 4) for share in heights / counts.present)


def as_floats(values: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers as they are, dates in microseconds."""
    return values.astype("datetime64[us]").astype(np.int64).astype(float) if values.dtype.kind == "M" else values


def _as_tuples(associations: Associations) -> AssociationMatrix:
    names, matrix = associations
    rows = tuple(tuple(None if np.isnan(cell) else round(float(cell), 4) for cell in row) for row in matrix)
    return AssociationMatrix(names=names, values=rows)


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
