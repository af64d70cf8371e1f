"""Which generator to start with, and why; and the settings that suit what the table is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from synth.make.fitting import check, forecast
from synth.prepare.schema import Intent
from synth.prepare.table import Table

STRICT_K = 10
TEST_ROWS = 1_000
BOOST_ROWS = 1_000
"""Fewer rows than this are too few to hold some back for each column's booster."""
PATIENCE_SECONDS = 900
MEASURED = {"trees": (0.526, 0.516), "boost": (0.506, 0.512)}
"""Median detection AUC and DCR share of nine tables (benchmarks/QUALITY.md, goal 2): of both .5 is best."""


@dataclass(frozen=True)
class Recommendation:
    """A generator's name, the plain reason, settings that differ from its defaults, and how many rows."""

    generator: str
    reason: str
    rows: int
    settings: dict[str, Any] = field(default_factory=dict)


def recommend(table: Table, intent: Intent) -> Recommendation:
    """Recommend for a table of training rows and what it is for; `TableError` where there is nothing to learn."""
    check(table)
    rows = len(table)
    match intent:
        case "publication":
            more = f" For open publication no value held by fewer than {STRICT_K} people is repeated."
            name, reason = _closest(table, STRICT_K)
            return Recommendation(name, reason + more, rows, {"k": STRICT_K})
        case "training":
            return Recommendation(*_closest(table, 5), rows)
        case "testing":
            return Recommendation("trees", _quick(table), min(rows, TEST_ROWS))
        case "augmenting":
            more = " Say below which rare class to grow: its rows come from all columns, not from two neighbours."
            return Recommendation("trees", _quick(table) + more, rows)
        case _:
            return Recommendation("trees", _quick(table), rows)


def _quick(table: Table) -> str:
    """Why trees are a good first look."""
    return f"It learns {_size(table)} in moments and keeps how columns hang together."


def _closest(table: Table, k: int) -> tuple[str, str]:
    """The method that comes nearest to fresh real rows and hardly repeats them, where it has the rows and the time."""
    if len(table) < BOOST_ROWS:
        return "trees", f"{_quick(table)} Boosting would need {BOOST_ROWS:,} rows or more."
    if not _worth_it(table, k):
        return "trees", f"{_quick(table)} Boosting comes closer still, but takes long on so large a table."
    (found, other) = sorted(MEASURED, key=lambda name: sum(abs(figure - 0.5) for figure in MEASURED[name]))
    (told, near), (beside, _) = MEASURED[found], MEASURED[other]
    return found, (
        f"It comes closest to {_size(table)} and hardly repeats any. On nine real tables a learner, shown one of its "
        f"rows and a real one, picked the made one {told:.0%} of the time ({other}: {beside:.0%}), and {near:.0%} of "
        "its rows lay nearer to a row learned from than to one never seen; chance makes both 50%."
    )


def _worth_it(table: Table, k: int) -> bool:
    return forecast(table, "boost", {"k": k}).seconds <= PATIENCE_SECONDS


def _size(table: Table) -> str:
    columns = len(table.schema.modelled)
    return f"{len(table):,} rows of {'1 column' if columns == 1 else f'{columns} columns'}"
