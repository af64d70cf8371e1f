"""What is the same in all rows of a real unit is so in made ones, in every generator and whatever else is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.make import GENERATORS, Generator, Model, augment, fit, impute
from synth.prepare.control import Control
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table

QUICK: dict[str, dict[str, Any]] = {name: {"epochs": 1} for name in ("ctgan", "tvae", "vaegan")}
SAME = ("type", "age", "limit")
RULES = (Rule(kind="inequality", columns=("amount", "limit")),)


def payments(cards: int = 100, *, together: bool = False, seed: int = 0) -> Table:
    """Payments of cards, 1 to 5 each: a card has one type, one age (known in nine of ten rows) and one limit."""
    rng = np.random.default_rng(seed)
    card = np.repeat(np.arange(cards), rng.choice([1, 2, 5], size=cards))
    card = card if together else rng.permutation(card)
    limit = rng.choice([200.0, 500.0, 900.0], size=cards)[card]
    cells = {
        "card": [f"C{number:04d}" for number in card],
        "type": rng.choice(["debit", "credit", "prepaid"], size=cards, p=[0.5, 0.3, 0.2])[card],
        "age": pd.Series(rng.integers(18, 90, size=cards)[card]).mask(rng.random(len(card)) < 0.1),
        "limit": limit,
        "amount": (limit * rng.random(len(card))).round(2),
        "channel": rng.choice(["chip", "online"], size=len(card)),
    }
    columns = (
        Column(name="card", kind="key", treatment="key"),
        Column(name="type", kind="category"),
        Column(name="age", kind="number", decimals=0),
        Column(name="limit", kind="number", decimals=0),
        Column(name="amount", kind="number", decimals=2),
        Column(name="channel", kind="category"),
    )
    return table(cells, Schema(columns=columns, unit="card", rules=RULES))


@pytest.fixture(scope="module")
def real() -> Table:
    return payments()


@pytest.fixture(scope="module")
def model(real: Table) -> Model:
    return fit(real, "trees", seed=1)


def agreeing(frame: pd.DataFrame) -> pd.Series[float]:
    """The share of units whose known cells are all the same, of each column in which they should be."""
    return (frame.groupby("card")[list(SAME)].nunique() <= 1).mean()


@pytest.mark.parametrize("one", GENERATORS, ids=lambda one: one.card.name)
def test_every_generator_keeps_what_a_unit_has_once(one: Generator, real: Table) -> None:
    made = fit(real, one.card.name, settings=QUICK.get(one.card.name), seed=1).sample(300, seed=2)
    assert made.frame["card"].duplicated().any()
    assert agreeing(made.frame).min() > 0.95
    assert RULES[0].holds(made.frame).all()
    assert any("Rows of one 'card' share the value of 'type', 'age', 'limit'" in note for note in made.reading.notes)


def test_what_differs_within_real_units_does_so_within_made_ones(real: Table, model: Model) -> None:
    made = model.sample(len(real), seed=2).frame
    several = [(frame.groupby("card")["channel"].nunique() > 1).mean() for frame in (real.frame, made)]
    assert several[1] == pytest.approx(several[0], abs=0.15)


def test_units_have_as_many_rows_and_values_are_as_frequent(real: Table) -> None:
    large = payments(600)
    made = fit(large, "trees").sample(len(large), seed=3).frame
    sizes = [frame["card"].value_counts().value_counts(normalize=True) for frame in (large.frame, made)]
    assert (sizes[0] - sizes[1]).abs().max() < 0.06
    for name in ("type", "limit"):
        shares = [frame[name].value_counts(normalize=True) for frame in (large.frame, made)]
        assert (shares[0] - shares[1]).abs().max() < 0.06
    assert made["age"].isna().mean() == pytest.approx(0.1, abs=0.04)
    assert made["age"].quantile([0.1, 0.5, 0.9]).tolist() == pytest.approx([25, 53, 82], abs=6)


def test_rows_of_a_unit_stand_together_where_real_ones_do(real: Table, model: Model) -> None:
    def runs(frame: pd.DataFrame) -> float:
        return float((frame["card"] != frame["card"].shift()).sum() / frame["card"].nunique())

    beside = fit(payments(together=True), "trees").sample(200, seed=2).frame
    assert runs(beside) == 1
    assert not beside["type"].is_monotonic_increasing
    assert agreeing(beside).min() > 0.95
    assert runs(model.sample(200, seed=2).frame) > 1.5


@pytest.mark.parametrize(
    "asked",
    [
        {"given": {"type": "credit"}},
        {"balance": {"type": {"prepaid": 0.5}}},
        {"balance": {"channel": {"chip": 0.9}}},
        {"fair": ("channel", "type")},
    ],
)
def test_what_was_asked_holds_exactly(model: Model, asked: dict[str, Any]) -> None:
    made = model.sample(200, seed=2, control=Control.build(**asked)).frame
    match asked:
        case {"given": _}:
            assert set(made["type"]) == {"credit"}
        case {"balance": {"type": _}}:
            assert (made["type"] == "prepaid").sum() == 100
        case {"balance": _}:
            assert (made["channel"] == "chip").sum() == 180
        case _:
            rates = (made["channel"] == "chip").groupby(made["type"]).agg(["mean", "size"])
            assert ((rates["mean"] - (made["channel"] == "chip").mean()).abs() * rates["size"] <= 1).all()
    assert agreeing(made).min() > 0.95


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_few_rows_can_be_made(model: Model, rows: int) -> None:
    made = model.sample(rows).frame
    assert len(made) == rows
    assert agreeing(made).min() == 1


def test_one_unit_of_many_rows_has_one_value() -> None:
    many = payments(40)
    cells = many.frame.assign(card=[f"C{row // 40}" for row in range(len(many))])
    cells = cells.assign(type=[["debit", "credit"][row // 40 % 2] for row in range(len(many))])
    twelve = pd.concat([cells.assign(card=cells["card"] + str(turn)) for turn in range(6)], ignore_index=True)
    made = fit(Table(twelve, many.schema), "trees").sample(20).frame
    assert made["card"].nunique() == made["type"].nunique() == 1


def test_the_seed_decides_and_a_saved_model_makes_the_same(real: Table, model: Model, tmp_path: Path) -> None:
    made = model.sample(100, seed=4).frame
    assert made.equals(fit(real, "trees", seed=1).sample(100, seed=4).frame)
    model.save(tmp_path / "model")
    assert made.equals(Model.load(tmp_path / "model").sample(100, seed=4).frame)


def test_real_rows_stay_as_they_are(real: Table, model: Model) -> None:
    both = augment(model, real, 50, seed=2).frame
    assert both[real.schema.names].head(len(real)).equals(real.frame)
    new = both.tail(50)
    assert not set(new["card"]) & set(real.frame["card"])
    assert agreeing(new).min() == 1
    filled = impute(model, real, seed=2).frame
    known = real.frame["age"].notna()
    assert filled["age"].notna().all()
    assert filled.loc[known, "age"].equals(real.frame.loc[known, "age"])
    held = real.frame.groupby("card")["age"].first()[real.frame["card"]].to_numpy()
    assert (filled["age"] == held)[~np.isnan(held)].all()


def test_where_nothing_is_the_same_units_are_dealt_to_any_rows() -> None:
    table_ = payments()
    mixed = table_.frame.assign(card=np.random.default_rng(1).permutation(table_.frame["card"]))
    made = fit(Table(mixed, table_.schema), "trees").sample(200)
    assert agreeing(made.frame).max() < 0.9
    assert not any("share the value" in note for note in made.reading.notes)


def test_what_hardly_changes_within_real_units_hardly_changes_within_made_ones() -> None:
    real = payments(200)
    grown = real.frame["age"] + np.random.default_rng(0).integers(0, 2, len(real))
    real = Table(real.frame.assign(age=grown), real.schema)
    made = fit(real, "trees").sample(len(real), seed=2).frame
    spreads = [
        (ages.max() - ages.min()).mean() for ages in (real.frame.groupby("card")["age"], made.groupby("card")["age"])
    ]
    assert 0 < spreads[1] < 2 * spreads[0]
    assert made["age"].quantile([0.1, 0.5, 0.9]).tolist() == pytest.approx([26, 53, 82], abs=8)


def test_totals_add_up_though_a_part_was_made_the_same_in_all_rows_of_a_unit() -> None:
    rng = np.random.default_rng(0)
    card = np.repeat(np.arange(150), 4)
    fee, fare = rng.integers(1, 40, size=150)[card], rng.integers(10, 200, size=600)
    columns = tuple(Column(name=name, kind="number", decimals=0) for name in ("fee", "fare", "total"))
    schema = Schema(columns=(Column(name="card", kind="key", treatment="key"), *columns), unit="card")
    real = table({"card": [f"C{one:04d}" for one in card], "fee": fee, "fare": fare, "total": fee + fare}, schema)
    model = fit(real, "trees", seed=0)
    assert [one.name for one in model.envelope.sums] == ["total"]
    assert model.envelope.dress.alike.same == ("fee",)
    made = model.sample(600).frame
    assert (made.groupby("card")["fee"].nunique() == 1).mean() > 0.95
    assert (made["total"] == made["fee"] + made["fare"]).mean() > 0.95
