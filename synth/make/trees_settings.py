"""What a steward can set on `trees`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from synth.make.contract import Settings

ADVANCED: JsonDict = {"advanced": True}


class TreesSettings(Settings):
    """How trees grow, in which order columns are learned, and from how many others."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Closer to the data": {"min_leaf": 10, "trust": 3.0},
        "More private": {"min_leaf": 50, "trust": 0.0},
    }

    min_leaf: int = Field(
        20,
        ge=2,
        le=100_000,
        title="Smallest leaf (rows)",
        description="A value is drawn among at least so many real rows that look alike. More is more private.",
    )
    trust: float = Field(
        1.0,
        ge=0,
        le=20,
        title="Benefit of the doubt",
        description="How readily a relation is kept that rows held back do not clearly confirm. 0 is the most private.",
    )
    trees: int = Field(
        5,
        ge=1,
        le=50,
        title="Trees for each column",
        description="Each value comes from one of so many trees by lot. More of them learn better, and take longer.",
        json_schema_extra=ADVANCED,
    )
    max_depth: int = Field(
        25,
        ge=1,
        le=100,
        title="Deepest tree (questions)",
        description="How many questions a tree may ask before it draws a value.",
        json_schema_extra=ADVANCED,
    )
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

    def trees_for(self, rows: int) -> int:
        """Trees for each column of a table of so many rows: where rows are many, all of them beat more trees."""
        return max(1, min(self.trees, self.most_rows // max(rows, 1)))
