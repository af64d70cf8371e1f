"""Which generator to start with, and why; and the settings that suit what the table is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from synth.make.fitting import check
from synth.prepare.schema import Intent
from synth.prepare.table import Table

STRICT_K = 10
TEST_ROWS = 1_000


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
    rows, columns = len(table), len(table.schema.modelled)
    width = "1 column" if columns == 1 else f"{columns} columns"
    reason = f"It learns {rows:,} rows of {width} in moments and keeps how columns hang together."
    match intent:
        case "publication":
            more = f" For open publication no value held by fewer than {STRICT_K} people is repeated."
            return Recommendation("trees", reason + more, rows, {"k": STRICT_K})
        case "testing":
            return Recommendation("trees", reason, min(rows, TEST_ROWS))
        case _:
            return Recommendation("trees", reason, rows)
