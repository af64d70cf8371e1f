"""What columns of very many levels cost every generator, and what should be known of them before it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synth.prepare.table import Table

LEVEL_SECONDS, LEVEL_MEGABYTES = 1e-5, 2e-4
"""For each level of a category, whatever the generator: measured on 300,000 rows with a column of as many levels."""
ORDERED = 1.5e-3
"""Megabytes for each level whose relation to other columns is learned: how often it goes with each of their states."""
MANY, ROWS_A_LEVEL = 1_000, 10


def count_levels(table: Table) -> dict[str, int]:
    """How many levels each category has."""
    return {
        column.name: int(table.frame[column.name].nunique())
        for column in table.schema.columns
        if column.kind == "category"
    }


def ordering(table: Table) -> float:
    """Megabytes that it takes to put all levels in an order that says something of other columns."""
    return ORDERED * sum(count_levels(table).values())


def crowded(levels: Mapping[str, int], rows: int, k: int) -> Iterator[str]:
    """A sentence for each category of more than 1,000 levels with fewer than ten rows to a level."""
    for name, count in levels.items():
        if count > MANY and rows < ROWS_A_LEVEL * count:
            hidden = f" Levels that fewer than {k} people (units) hold are not repeated." if k > 1 else ""
            yield (
                f"Column {name!r} has {count:,} levels in {rows:,} rows: what single ones have to do with other "
                f"columns is lost, and they take time and memory.{hidden} If it names people or things, let it be "
                "remade as a key, invented or dropped on the Profile page."
            )
