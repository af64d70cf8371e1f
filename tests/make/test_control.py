"""Fixed values, balance and fairness; rules; and clear refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from synth.errors import ControlError, ModelError
from synth.make import GENERATORS, Model, fit
from synth.make.quota import Plan
from synth.prepare.control import Control
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table
from tests.make.test_contract import QUICK

COLUMNS = (
    Column(name="id", kind="key", treatment="key"),
    Column(name="sex", kind="category", sensitive=True),
    Column(name="region", kind="category"),
    Column(name="hired", kind="boolean", true="yes", false="no"),
    Column(name="price", kind="number", decimals=2),
    Column(name="quantity", kind="number", decimals=0),
    Column(name="amount", kind="number", decimals=2),
    Column(name="start", kind="datetime", format="%Y-%m-%d"),
    Column(name="end", kind="datetime", format="%Y-%m-%d"),
)


def jobs(rows: int = 600, rules: tuple[Rule, ...] = ()) -> Table:
    """Four in five men are hired, and one in five women; some regions are missing; amount = price × quantity."""
    rng = np.random.default_rng(0)
    sex = np.where(rng.random(rows) < 0.4, "F", "M")
    price, quantity = rng.gamma(4, 10, rows).round(2), rng.integers(1, 9, rows)
    start = np.datetime64("2024-01-01", "us") + rng.integers(0, 300, rows) * np.timedelta64(1, "D")
    columns = {
        "id": [f"J{number:04d}" for number in range(rows)],
        "sex": sex,
        "region": rng.choice(np.array(["North", "South", "East", None], dtype=object), rows, p=[0.6, 0.2, 0.1, 0.1]),
        "hired": pd.Series(rng.random(rows) < np.where(sex == "M", 0.8, 0.2), dtype="boolean"),
        "price": price,
        "quantity": quantity,
        "amount": (price * quantity).round(2),
        "start": start,
        "end": start + rng.integers(0, 20, rows) * np.timedelta64(1, "D"),
    }
    return table(columns, Schema(columns=COLUMNS, rules=rules))


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(jobs(), "trees")


def sample(model: Model, rows: int = 400, **asked: Any) -> pd.DataFrame:
    made = model.sample(rows, seed=1, control=Control.build(**asked)).frame
    assert len(made) == rows
    assert made["id"].is_unique
    return made


def test_given_values_stand_in_every_row(model: Model) -> None:
    made = sample(model, given={"sex": "F", "hired": "yes", "quantity": "3"})
    assert set(made["sex"]) == {"F"}
    assert made["hired"].all()
    assert set(made["quantity"]) == {3.0}


def test_balance_sets_shares_and_leaves_the_rest_as_it_is(model: Model) -> None:
    made = sample(model, balance={"region": {"East": 0.5, "South": 0.0}})
    shares = made["region"].fillna("none").value_counts(normalize=True)
    assert shares["East"] == 0.5
    assert "South" not in shares
    assert shares["North"] / shares["none"] == pytest.approx(6, rel=0.5)


def test_fair_gives_every_group_the_same_outcome(model: Model) -> None:
    made = sample(model, 1000, fair=("hired", "sex"))
    real = jobs().frame
    rates = made.groupby("sex")["hired"].mean()
    assert rates["F"] == pytest.approx(rates["M"], abs=0.005)
    assert made["hired"].mean() == pytest.approx(float(real["hired"].mean()), abs=0.01)
    assert (made["sex"] == "F").mean() == pytest.approx(float((real["sex"] == "F").mean()), abs=0.01)


def test_controlled_rows_are_repeatable_and_mixed(model: Model) -> None:
    made = sample(model, balance={"sex": {"F": 0.5}})
    assert made.equals(sample(model, balance={"sex": {"F": 0.5}}))
    assert 0.3 < (made["sex"][:200] == "F").mean() < 0.7


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"given": {"sex": "X"}}, r"'sex' never has the value 'X'.*'M', 'F'"),
        ({"given": {"hired": "perhaps"}}, r"'perhaps'.*'yes'"),
        ({"given": {"quantity": "3.4"}}, "'quantity' never has the value 3.4: the nearest it has is 3"),
        ({"given": {"quantity": "90"}}, "'quantity' never has the value 90: it lies between 1 and 8"),
        ({"given": {"quantity": "many"}}, "'quantity' is a number: 'many' is not"),
        ({"given": {"id": "J0001"}}, "'id' cannot be controlled: its treatment is 'key'"),
        ({"given": {"start": "2024-02-02"}}, "'start' cannot be controlled: it is a date"),
        ({"balance": {"price": {"3": 0.5}}}, "'price' is a number and has no levels"),
        ({"balance": {"sex": {"F": 0.5, "M": 0.2}}}, "no other level to fill the rest"),
        ({"given": {"price": "33.33"}}, r"Of \d+ sampled rows \d+ have price = 33.33: too few"),
    ],
)
def test_what_cannot_be_met_is_refused_with_its_reason(model: Model, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ControlError, match=message):
        model.sample(50, control=Control.build(**asked))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"balance": {"sex": {"F": 1.5}}}, "between 0 and 1"),
        ({"balance": {"sex": {"F": 0.7, "M": 0.7}}}, "add up to 1.4"),
        ({"balance": {"sex": {"F": 0.5}}, "fair": ("hired", "sex")}, "only one"),
        ({"fair": ("sex", "sex")}, "two columns"),
        ({"given": {"sex": "F"}, "fair": ("hired", "sex")}, "fixed and shared out at once"),
        ({"colour": "blue"}, "colour|not permitted"),
    ],
)
def test_what_contradicts_itself_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ControlError, match=message):
        Control.build(**asked)


def test_beside_real_rows_fixed_values_are_asked_of_the_new_rows_alone() -> None:
    asked = Control(given={"sex": "F"}, balance={"y": {"yes": 0.5}}, augment=True)
    assert asked.of_values == Control(given={"sex": "F"}, balance={"y": {"yes": 0.5}})
    assert asked.of_table == Control(balance={"y": {"yes": 0.5}})
    assert Control(given={"sex": "F"}, augment=True).of_table is None
    assert Control(given={"sex": "F"}).of_table == Control(given={"sex": "F"})


def test_control_is_read_as_typed_in_a_shell_and_kept_as_json() -> None:
    control = Control.read(given=["sex=F", "note=a=b"], balance=["y=yes:0.5", "y=no: maybe:0.25"])
    assert control.given == {"sex": "F", "note": "a=b"}
    assert control.balance == {"y": {"yes": 0.5, "no: maybe": 0.25}}
    assert Control.read(fair="hired:sex").fair == ("hired", "sex")
    assert Control.model_validate_json(control.model_dump_json()) == control
    assert not Control()
    for wrong in ({"given": ["sex"]}, {"balance": ["y=yes"]}, {"balance": ["y=yes:half"]}, {"fair": "hired"}):
        with pytest.raises(ControlError, match="not of the form"):
            Control.read(**wrong)
    with pytest.raises(ValidationError):
        Control.model_validate({"given": 3})


def test_a_cell_without_a_value_is_named_so(model: Model) -> None:
    schema, shield = model.envelope.trained_on, model.envelope.shield
    fair = Plan.make(Control(fair=("region", "sex")), schema, shield)
    assert {fair.describe(cell).partition(" and ")[0] for cell in (3, 7)} == {"region = no value"}
    balance = Plan.make(Control(balance={"region": {"North": 0.5}}), schema, shield)
    assert balance.describe(1) == "region = another value"


def test_every_rule_is_kept() -> None:
    rules = (
        Rule(kind="product", columns=("amount", "price", "quantity")),
        Rule(kind="inequality", columns=("start", "end"), op="<="),
        Rule(kind="unique", columns=("price", "quantity")),
        Rule(kind="unique", columns=("id",)),
    )
    real = jobs(rules=rules)
    made = fit(real, "trees").sample(500)
    assert all(rule.holds(made.frame).all() for rule in rules)
    assert made.frame["amount"].max() <= real.frame["amount"].nlargest(5).iloc[-1]
    assert any("broke a rule" in note for note in made.reading.notes)


def test_cells_that_must_be_missing_are_emptied_and_their_rows_stay() -> None:
    rules = (
        Rule(kind="null_when", columns=("amount", "sex"), op="=", value="F"),
        Rule(kind="null_when", columns=("hired", "quantity"), op=">", value=6),
        Rule(kind="null_when", columns=("end", "sex"), op="=", value="M"),
    )
    real = jobs(rules=rules)
    made = fit(real, "trees").sample(500)
    assert all(rule.holds(made.frame).all() for rule in rules)
    women = made.frame["sex"] == "F"
    assert women.mean() == pytest.approx(0.4, abs=0.07)
    assert made.frame["amount"].isna().eq(women).all()
    assert made.frame["end"].isna().eq(~women).all()
    assert {name: str(made.frame[name].dtype) for name in real.frame} == real.frame.dtypes.astype(str).to_dict()
    assert not any("broke a rule" in note for note in made.reading.notes)


def test_a_rule_that_no_row_keeps_is_named() -> None:
    impossible = Rule(kind="range", columns=("price",), value=[100_000, None])
    with pytest.raises(ModelError, match=r"rows 0 keep the rules .*price is at least 100000"):
        fit(jobs(rules=(impossible,)), "trees").sample(50)


@pytest.fixture(params=GENERATORS, ids=lambda one: one.card.name, scope="module")
def any_model(request: pytest.FixtureRequest) -> Model:
    name = request.param.card.name
    return fit(jobs(250), name, settings=QUICK.get(name, {}))


def test_every_generator_gives_what_is_asked(any_model: Model) -> None:
    assert set(sample(any_model, 30, given={"sex": "F"})["sex"]) == {"F"}
    balanced = sample(any_model, 40, balance={"region": {"East": 0.5}})
    assert (balanced["region"] == "East").mean() == 0.5
    rates = sample(any_model, 100, fair=("hired", "sex")).groupby("sex")["hired"].mean()
    assert rates["F"] == pytest.approx(rates["M"], abs=0.03)
