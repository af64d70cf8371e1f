"""What a steward can set on `trees`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from synth.make.sequential import grown
from synth.make.sequential.cart import Growth
from synth.make.sequential.settings import ADVANCED, SequentialSettings


class TreesSettings(SequentialSettings):
    """How trees grow."""

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

    def method(self, rows: int) -> grown.Trees:
        """How a column of so many rows is learned."""
        growth = Growth(self.min_leaf, self.max_depth, self.trust)
        return grown.Trees(self.trees_for(rows), self.most_rows, self.k, growth)

    def trees_for(self, rows: int) -> int:
        """Trees for each column of a table of so many rows: where rows are many, all of them beat more trees."""
        return max(1, min(self.trees, self.most_rows // max(rows, 1)))
