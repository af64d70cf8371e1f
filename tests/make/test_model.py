"""Fitting and the envelope: what is refused, set aside, left empty, kept and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import psutil
import pytest

from synth.errors import ModelError, SettingsError, TableError
from synth.make import Model, fit, forecast, registry
from synth.make.contract import Peek, Progress, silent
from synth.make.sequential.engine import FittedSteps
from synth.make.trees import Trees
from synth.prepare.control import Control
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table, visits


def small(rows: int, **columns: Any) -> Table:
    """A number from 0 to 9 in `x`, and columns given as (Column, cells)."""
    cells = {"x": np.arange(rows) % 10} | {name: content for name, (_, content) in columns.items()}
    schema = Schema(columns=(Column(name="x", kind="number", decimals=0), *(column for column, _ in columns.values())))
    return table(cells, schema)


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_rows_are_refused(rows: int) -> None:
    with pytest.raises(TableError, match=f"A table of {rows} row"):
        fit(visits(60).take(np.arange(rows)), "trees")


def test_nothing_to_model_is_refused() -> None:
    keys = visits(60).select(["patient", "visit"])
    with pytest.raises(TableError, match="No column has the treatment 'model'"):
        fit(keys, "trees")
    with pytest.raises(TableError, match="No column has the treatment 'model'"):
        forecast(keys, "trees")
    with pytest.raises(TableError, match="no modelled column holds two values that at least 50 people"):
        fit(small(60), "trees", settings={"k": 50})


def test_an_unknown_generator_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no generator 'magic'.*trees"):
        fit(visits(60), "magic")


def test_a_column_that_protection_empties_is_noted() -> None:
    codes = Column(name="code", kind="category")
    real = small(100, code=(codes, [f"only {number}" for number in range(100)]))
    model = fit(real, "trees")
    assert len(model.notes) == 1
    assert "'code' is left empty: too few people (units) share its values" in model.notes[0]
    made = model.sample(20)
    assert made.frame["code"].isna().all()
    assert made.reading.notes == model.notes
    labelled = fit(real, "trees", settings={"rare_label": "other"})
    assert set(labelled.sample(20).frame["code"]) == {"other"}


@pytest.mark.parametrize(
    ("kind", "cells", "held"),
    [
        ("number", [7.5] * 40, 7.5),
        ("category", ["NL"] * 40, "NL"),
        ("boolean", [True] * 39 + [None], True),
        ("datetime", [np.datetime64("2024-02-29", "us")] * 40, pd.Timestamp("2024-02-29")),
    ],
)
def test_a_constant_is_the_same_in_every_row(kind: Any, cells: list[Any], held: object) -> None:
    column = Column(name="c", kind=kind, treatment="constant", format="%Y-%m-%d" if kind == "datetime" else None)
    made = fit(small(40, c=(column, cells)), "trees").sample(9).frame["c"]
    assert (made == held).all()


def test_a_constant_that_too_few_hold_is_left_out() -> None:
    column = Column(name="c", kind="category", treatment="constant")
    real = small(40, c=(column, ["secret"] * 3 + [None] * 37))
    assert fit(real, "trees").sample(9).frame["c"].isna().all()


@pytest.mark.parametrize("treatment", ["key", "fake"])
@pytest.mark.parametrize("kind", ["number", "datetime", "category", "text", "key"])
def test_any_kind_can_be_remade_or_invented(kind: Any, treatment: Any) -> None:
    days = np.datetime64("1950-01-01", "us") + np.arange(60) * np.timedelta64(99, "D")
    cells: dict[str, Any] = {"number": np.arange(60) * 37 + 5001, "datetime": days}
    written = "%Y-%m-%d" if kind == "datetime" else None
    column = Column(name="c", kind=kind, treatment=treatment, decimals=0, format=written)
    real = small(60, c=(column, cells.get(kind, [f"some words {one}" for one in range(60)])))
    made = fit(real, "trees").sample(30)
    assert made.frame["c"].notna().all()
    if kind != "datetime":
        assert made.frame["c"].is_unique
        assert not set(made.frame["c"]) & set(real.frame["c"])


def test_yes_or_no_cannot_be_invented() -> None:
    column = Column(name="c", kind="boolean", treatment="fake")
    with pytest.raises(TableError, match="'c' is yes or no"):
        fit(small(40, c=(column, [True, False] * 20)), "trees")


def test_what_a_unit_shares_is_shared_by_a_made_unit() -> None:
    made = fit(visits(400), "trees").sample(400).frame
    assert (made.groupby("patient")["name"].nunique(dropna=False) == 1).all()
    assert made["name"].isna().mean() == pytest.approx(0.1, abs=0.06)
    assert made["patient"].nunique() == pytest.approx(visits(400).frame["patient"].nunique(), rel=0.1)


def test_a_peek_shows_only_what_may_be_emitted(monkeypatch: pytest.MonkeyPatch) -> None:
    real = visits(300)
    peeked: list[pd.DataFrame] = []

    def note(
        stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Peek | None = None
    ) -> float | None:
        if peek is not None:
            peeked.append(peek(50))
        return 0.5

    class Peekable(Trees):
        """Trees that show real rows on the way, as no generator should."""

        def fit(
            self, table: Table, settings: Any, *, rng: np.random.Generator, progress: Progress = silent
        ) -> FittedSteps:
            assert progress("Learning", 1, 2, {}, real.frame[table.schema.names].head) == 0.5
            return super().fit(table, settings, rng=rng, progress=progress)

    monkeypatch.setattr(registry, "GENERATORS", (Peekable(),))
    fit(real, "trees", progress=note)
    assert list(peeked[0].columns) == [column.name for column in real.schema.modelled]
    assert not peeked[0]["ward"].str.startswith("Rare").any()


def test_rows_must_be_asked_for() -> None:
    with pytest.raises(ModelError, match="0 rows"):
        fit(small(40), "trees").sample(0)


def test_a_recipe_is_plain_json(tmp_path: Path) -> None:
    model = fit(small(40), "trees", settings={"k": 3}, seed=8)
    recipe = model.recipe(rows=10, seed=2, control=Control(given={"x": 3}))
    assert json.loads(json.dumps(recipe)) == recipe
    assert recipe["generator"] == "trees"
    assert recipe["settings"]["k"] == 3
    assert (recipe["fit_seed"], recipe["seed"], recipe["rows"]) == (8, 2, 10)
    assert recipe["control"]["given"] == {"x": 3}
    assert {"numpy", "pandas", "faker"} <= set(recipe["versions"])


def test_a_folder_is_written_once_and_read_with_care(tmp_path: Path) -> None:
    model = fit(small(40), "trees")
    model.save(tmp_path / "a" / "model")
    with pytest.raises(ModelError, match="not empty"):
        model.save(tmp_path / "a" / "model")
    with pytest.raises(ModelError, match="no readable model"):
        Model.load(tmp_path / "nowhere")
    (tmp_path / "a" / "model" / "model.json").write_text('{"format": 2}')
    with pytest.raises(ModelError, match="no readable model"):
        Model.load(tmp_path / "a" / "model")
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        model.save(tmp_path / "file" / "model")


def test_a_fit_for_which_memory_will_not_do_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    real = visits(60)
    assert not any("GB are free here" in warning for warning in forecast(real, "fitted").warnings)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1e6))
    assert any("GB are free here" in warning for warning in forecast(real, "fitted").warnings)
