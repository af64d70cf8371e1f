"""Hidden cells whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from synth.judge.exhibits import Imputed
from synth.judge.imputed import imputed
from synth.judge.score import Score
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table

SCHEMA = Schema(
    columns=(
        Column(name="ward", kind="category"),
        Column(name="age", kind="number"),
        Column(name="when", kind="datetime", format="%Y-%m-%d"),
    )
)
DAYS = np.datetime64("2024-01-01", "us") + np.arange(100) * np.timedelta64(1, "D")


def cells(ward: Sequence[str | None], age: Sequence[float]) -> Table:
    return table({"ward": ward, "age": age, "when": DAYS}, SCHEMA)


REAL = cells(["heart"] * 60 + ["knee"] * 40, list(range(100)))
HIDDEN = np.arange(100) % 2 == 0  # 30 hearts and 20 knees


def scores(filled: Table) -> dict[str, Score]:
    found = imputed(REAL, filled, dict.fromkeys(REAL.schema.names, HIDDEN))
    return {each.subject[0]: each for each in found if isinstance(each, Score)}


def test_all_right_half_right_and_all_wrong() -> None:
    assert [score.value for score in scores(REAL).values()] == [1, 1, 1]
    swapped = cells(["heart", "knee", None, "heart"] * 15 + ["knee"] * 40, [age + 50 for age in range(100)])
    found = scores(swapped)
    assert found["ward"].value == pytest.approx((15 + 20) / 50)
    assert found["age"].value == 0
    assert found["when"].value == 1


def test_the_baseline_is_the_commonest_level_or_the_middle_number() -> None:
    found = scores(REAL)
    assert found["ward"].floor is not None
    assert found["ward"].floor.value == 0.6
    assert found["age"].floor is not None
    assert found["age"].floor.value == pytest.approx(0.18, abs=0.021)  # a tenth of the range on either side of 50


def test_a_draw_that_is_less_often_right_but_keeps_the_shape_is_said_so() -> None:
    rng = np.random.default_rng(0)
    drawn = cells(rng.permutation(REAL.frame["ward"]).tolist(), list(range(100)))
    score = scores(drawn)["ward"]
    assert score.value is not None
    assert score.value < 0.6
    assert "shape by 40%" in score.note
    exhibit = imputed(REAL, drawn, {"ward": HIDDEN})[-1]
    assert isinstance(exhibit, Imputed)
    [column] = exhibit.columns
    assert (column.hidden, column.gaps) == (50, 0)
    assert column.baseline_off == pytest.approx(0.4)


def test_too_few_hidden_cells_are_not_measured() -> None:
    [score, _] = imputed(REAL, REAL, {"ward": np.arange(100) < 4})
    assert isinstance(score, Score)
    assert score.status == "not measured"
