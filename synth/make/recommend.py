"""Which generator to start with, and why; and the settings that suit what the table is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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
    """Recommend for a table of training rows and what it is for."""
    rows, columns = len(table), len(table.schema.modelled)
    reason = f"It learns {rows:,} rows of {columns} columns in moments and keeps how columns hang together."
    match intent:
        case "publication":
            more = f" For open publication no value held by fewer than {STRICT_K} people is repeated."
            return Recommendation("trees", reason + more, rows, {"k": STRICT_K})
        case "testing":
            return Recommendation("trees", reason, min(rows, TEST_ROWS))
        case _:
            return Recommendation("trees", reason, rows)
