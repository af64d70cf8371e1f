"""What a steward can set on every generator that learns column after column."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from synth.make.contract import Settings

ADVANCED: JsonDict = {"advanced": True}
NO_WATCH = (
    " No row is held back from all columns, so how near its rows come to learned ones is told by the report, not while "
    "it learns."
)
"""What the card of every sequential generator says of closeness: rows are held back anew for each column."""


class SequentialSettings(Settings):
    """The order of columns, and from how many others, in how many ranges and levels, each is learned."""

    order: Literal["as in the table", "fewest values first"] = Field(
        "as in the table",
        title="Order of columns",
        description="Columns are learned one after the other, each from those before it.",
        json_schema_extra=ADVANCED,
    )
    most_related: int = Field(
        30,
        ge=1,
        le=1000,
        title="Columns to learn from",
        description="Each column is learned from at most so many of those before it: the most related ones.",
        json_schema_extra=ADVANCED,
    )
    most_states: int = Field(
        15,
        ge=4,
        le=100,
        title="Ranges of a number",
        description="A number or date of more values is learned in two stages: first its range, then its value in it.",
        json_schema_extra=ADVANCED,
    )
    most_levels: int = Field(
        50,
        ge=4,
        le=200,
        title="Levels of a category",
        description="A category of more levels is learned in two stages: first a group of levels, then the level.",
        json_schema_extra=ADVANCED,
    )
    most_rows: int = Field(
        300_000,
        ge=1_000,
        le=100_000_000,
        title="Rows to grow trees on",
        description="A column's trees grow on so many rows in all. Long tables get fewer trees, then fewer rows.",
        json_schema_extra=ADVANCED,
    )
