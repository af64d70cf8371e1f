"""Small tables whose groups and outcomes are known by thought."""

from __future__ import annotations

from synth.prepare.schema import Schema
from synth.prepare.table import Table
from tests.prepare.tables import table


def hired(women: tuple[int, int], men: tuple[int, int], *, sensitive: bool = True) -> Table:
    """So many women and men, of each first those who were hired, then those who were not."""
    made = table(
        category={
            "sex": ["f"] * sum(women) + ["m"] * sum(men),
            "hired": [word for yes, no in (women, men) for word in ["yes"] * yes + ["no"] * no],
        },
        target="hired",
    )
    return marked(made, "sex") if sensitive else made


def marked(made: Table, *names: str) -> Table:
    """The table with these columns marked as sensitive."""
    schema: Schema = made.schema
    for name in names:
        schema = schema.with_column(name, sensitive=True)
    return made.with_schema(schema)
