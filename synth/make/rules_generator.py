"""`rules`: a table from a spec alone, without any data; or from the profile of a table, which is made into one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from pydantic import Field

from synth.errors import ModelError
from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.spec.draft import spec_of_modelled
from synth.make.spec.draw import DrawnSpec, hashed
from synth.make.spec.dressed import dress_of, shield_of
from synth.make.spec.text import read_spec, text_or_file
from synth.make.unaided import Unaided
from synth.prepare.schema import Schema
from synth.prepare.table import Table

START, READ, DRAWN = 0.1, 1e-6, 1.5e-6
"""Seconds to begin, for each cell that a spec is drafted from, and for each that is drawn: they tell what heart303,
penguins, shoppers, taxis and magic took (242 to 15,216 rows) within a factor of two."""


class RulesSettings(Settings):
    """The spec, as its text."""

    spec: str = Field(
        "",
        title="Spec",
        description="The spec as YAML, or the name of a file that holds it. Empty: it starts from the table's profile.",
        json_schema_extra={"elsewhere": True},
    )

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """As for all settings; a file's name is taken for what it holds, and the spec must be one."""
        values = dict(values)
        if isinstance(values.get("spec"), str | Path) and str(values["spec"]):
            values["spec"] = text_or_file(str(values["spec"]))
            read_spec(values["spec"])
        return super().read(values)


class Rules(Generator):
    """Made from a spec."""

    card: ClassVar[Card] = Card(
        name="rules",
        title="Rules",
        approach="rule based, no data needed",
        what="Draws every column as a spec states it: distributions, weights, formulas, conditions, correlations, rare "
        "scenarios. The spec is a file that a person can read, and may start from a table's profile.",
        good_for="Test data before there is any real data; cases that must occur; tables that nobody's data went into.",
        not_for="Analyses: it holds only the relations that somebody has stated.",
        cost="Seconds.",
        licence="MIT",
        paper="Nelsen (2006), An Introduction to Copulas; Pearson (1907), Drapers' Company Research Memoirs 4",
    )
    settings: ClassVar[type[Settings]] = RulesSettings
    packages: ClassVar[tuple[str, ...]] = ("scipy",)

    def unaided(self, settings: RulesSettings) -> Unaided | None:
        """The model that the spec states; None where there is no spec."""
        if not settings.spec:
            return None
        spec = read_spec(settings.spec)
        if not spec.kinds:
            raise ModelError("The spec has keys and invented text only. State a number, category, boolean or date too.")
        fitted = DrawnSpec(spec, hashed(settings.spec))
        return Unaided(
            spec.table_schema, shield_of(fitted), dress_of(spec), fitted, (*spec.notes, *fitted.copula.notes)
        )

    def forecast(self, table: Table, settings: RulesSettings, rows: int) -> Forecast:
        """Estimate time and memory from rows and columns."""
        width = len(table.schema.columns)
        seconds = START + width * (READ * min(len(table), 20_000) + DRAWN * rows)
        return Forecast(seconds=seconds, megabytes=200 + 60 * rows * width / 1e6)

    def fit(
        self, table: Table, settings: RulesSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> DrawnSpec:
        """Make the table's profile into a spec."""
        progress("Stating each column", 0, 1)
        spec = spec_of_modelled(table, rng)
        return DrawnSpec(spec, hashed(spec.model_dump_json()))

    def load(self, folder: Path, schema: Schema) -> DrawnSpec:
        """Read the spec back; `ModelError` where the file is not whole."""
        return DrawnSpec.load(folder)
