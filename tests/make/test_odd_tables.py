"""What every generator does with tables that are hardly any: a good table, or a refusal in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.errors import SynthError
from synth.make import GENERATORS, Generator, fit, forecast
from synth.prepare.schema import Column, Kind, Schema
from synth.prepare.table import Table
from tests.make.tables import table

ROWS = 100
DEEP = ("ctgan", "tvae", "vaegan")
QUICK: dict[str, dict[str, Any]] = {
    **{name: {"epochs": 1} for name in DEEP},
    "boost": {"rounds": 3},
    "forest": {"trees": 2},
}
"""Settings under which a slow generator is quick."""


def odd(frame: Mapping[str, Any], *, decimals: int | None = None) -> Table:
    """A table of these columns, whose kinds are told from their cells."""
    cells = {name: pd.Series(values) for name, values in frame.items()}
    columns = [
        Column(name=name, kind=_kind(series), decimals=decimals, format="%Y-%m-%d") for name, series in cells.items()
    ]
    return table(dict(cells), Schema(columns=tuple(columns)))


def _kind(series: pd.Series[Any]) -> Kind:
    kinds: dict[str, Kind] = {"f": "number", "i": "number", "u": "number", "M": "datetime", "b": "boolean"}
    return kinds.get(series.dtype.kind, "category")


def plain(rows: int, seed: int = 0) -> dict[str, Any]:
    """Columns with nothing odd about them."""
    rng = np.random.default_rng(seed)
    age = rng.normal(50, 10, rows).round()
    return {"age": age, "ward": np.where(age > 50, "heart", "knee").astype(object)}


def tables() -> Iterator[tuple[str, Table]]:
    """Each odd table by its name."""
    rng = np.random.default_rng(0)
    few = plain(ROWS)
    for name, column in {
        "constant number": np.full(ROWS, 7.0),
        "constant level": np.full(ROWS, "same", dtype=object),
        "no value": np.full(ROWS, np.nan),
        "no level": np.full(ROWS, None, dtype=object),
        "all unique levels": np.array([f"id {place}" for place in range(ROWS)], dtype=object),
        "all unique numbers": np.arange(ROWS, dtype=float),
        "one level and gaps": ["one", None] * (ROWS // 2),
        "one value and gaps": [3.0, np.nan] * (ROWS // 2),
        "hardly a value": np.where(np.arange(ROWS) < 6, 1.0 + np.arange(ROWS) // 3, np.nan),
        "very large": rng.normal(0, 1, ROWS) * 1e300,
        "very small": rng.normal(0, 1, ROWS) * 1e-300,
        "old dates": np.datetime64("1600-01-01", "us") + rng.integers(0, 9000, ROWS) * np.timedelta64(1, "D"),
        "dates from year 1 to 9999": np.array(["0001-01-01", "9999-12-31"] * (ROWS // 2), dtype="datetime64[us]"),
        "infinities": np.where(
            np.arange(ROWS) % 9 == 0, np.inf, np.where(np.arange(ROWS) % 9 == 1, -np.inf, few["age"])
        ),
        "one date": np.full(ROWS, np.datetime64("2024-02-29", "us")),
    }.items():
        yield name, odd(few | {"odd": column})
    half = rng.integers(0, ROWS // 2, ROWS)
    yield "duplicate rows", odd({name: column[half] for name, column in few.items()})
    yield "duplicate columns", odd(few | {f"{name} again": column for name, column in few.items()})
    yield "only numbers", odd({"x": rng.normal(size=ROWS), "y": rng.normal(size=ROWS)})
    yield "only one column", odd({"ward": few["ward"]})
    yield "only gaps", odd({"x": np.full(ROWS, np.nan), "y": np.full(ROWS, None, dtype=object)})
    for rows in (1, 2, 30):
        yield f"rows: {rows}", odd(plain(rows))


@pytest.fixture(params=GENERATORS, ids=lambda one: one.card.name, scope="module")
def one(request: pytest.FixtureRequest) -> Generator:
    found = request.param
    assert isinstance(found, Generator)
    return found


def made_of(real: Table, one: Generator, rows: int = 50, **settings: Any) -> Table | str:
    """What is made of a table, or why not; the forecast says the same."""
    chosen = QUICK.get(one.card.name, {}) | settings
    try:
        forecast(real, one.card.name, chosen)
        return fit(real, one.card.name, settings=chosen).sample(rows)
    except SynthError as error:
        return str(error)


@pytest.mark.parametrize(("name", "real"), [pytest.param(*each, id=each[0]) for each in tables()])
def test_a_good_table_or_a_refusal_in_words(one: Generator, name: str, real: Table) -> None:
    made = made_of(real, one)
    if isinstance(made, str):
        assert made.endswith(".")
        refused = ["only gaps", "rows: 1", "rows: 2"]
        assert name in ([*refused, "only numbers", "only one column"] if one.card.name == "smote" else refused)
        return
    assert len(made) == 50
    assert made.schema.names == real.schema.names
    for column in real.schema.columns:
        cells, own = made.frame[column.name].dropna(), real.frame[column.name].dropna()
        assert str(cells.dtype) == str(own.dtype)
        if own.empty:
            assert cells.empty
        elif column.kind in ("number", "datetime") and len(cells):
            known = own[np.isfinite(own)] if column.kind == "number" else own
            assert known.min() <= cells.min()
            assert cells.max() <= known.max()
        else:
            assert set(cells) <= set(own)


@pytest.mark.parametrize("name", ["all unique levels", "all unique numbers", "very large", "infinities", "rows: 2"])
def test_also_without_protection(one: Generator, name: str) -> None:
    real = dict(tables())[name]
    made = made_of(real, one, k=1)
    if isinstance(made, str):
        assert made.endswith(".")
        assert name == "rows: 2"
        return
    assert len(made) == 50
    assert made.schema.names == real.schema.names
    numbers = made.frame.select_dtypes("number").to_numpy()
    assert not np.isinf(numbers).any()


def test_infinite_values_are_named_and_learned_as_missing() -> None:
    real = dict(tables())["infinities"]
    model = fit(real, "trees")
    assert "'odd' holds 23 infinite values" in model.notes[0]
    assert model.sample(500).frame["odd"].isna().mean() == pytest.approx(0.23, abs=0.08)


def test_many_levels_are_learned_and_none_is_new(one: Generator) -> None:
    rng = np.random.default_rng(0)
    codes = np.array([f"code {place}" for place in rng.permutation(5_000)], dtype=object)
    made = made_of(odd(plain(5_000) | {"code": codes}), one, k=1)
    assert isinstance(made, Table)
    assert made.frame["code"].nunique() > 40
    assert set(made.frame["code"]) <= set(codes)


def test_many_columns(one: Generator) -> None:
    rng = np.random.default_rng(0)
    columns = {f"column {place}": rng.integers(0, 2, ROWS // 2).astype(float) for place in range(300)}
    made = made_of(odd(plain(ROWS // 2) | columns), one)
    assert isinstance(made, Table)
    assert made.frame.shape == (50, 302)
