from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from synth.errors import SettingsError
from synth.make import Model, fit, forecast
from synth.make.hybrid import HybridSettings
from synth.prepare.table import Table
from tests.prepare.tables import table


def test_each_column_is_learned_by_its_method() -> None:
    rng = np.random.default_rng(0)
    age = rng.integers(20, 80, 1500)
    real = table(
        number={"age": age, "pay": age * 2.0 + rng.normal(0, 1, 1500), "luck": age * 1.0},
        category={"old": np.where(age > 50, "yes", "no").tolist()},
    )
    made = fit(real, "hybrid", settings={"methods": "pay=regression; luck=alone;old=boost"}).sample(1500).frame
    assert made["age"].corr(made["pay"]) > 0.95
    assert abs(made["age"].corr(made["luck"])) < 0.1
    assert ((made["age"] > 50) == (made["old"] == "yes")).mean() > 0.95


def test_a_fitted_column_follows_its_distribution_and_stands_by_itself(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    age = rng.integers(20, 80, 600)
    real = table(
        number={"age": age, "pay": np.round(rng.normal(100, 10, 600), 1)},
        category={"old": np.where(age > 50, "yes", "no").tolist()},
    )
    real.frame.loc[:59, "pay"] = np.nan
    model = fit(real, "hybrid", settings={"methods": "pay=fitted;old=fitted"})
    [pay] = [step for step in model.fitted.steps if step.coding.name == "pay"]  # type: ignore[attr-defined]
    assert pay.words()["curve"]["family"] != "empirical"
    made = model.sample(2000).frame
    assert made["pay"].mean() == pytest.approx(100, abs=1.5)
    assert made["pay"].std() == pytest.approx(10, abs=1.5)
    assert made["pay"].isna().mean() == pytest.approx(0.1, abs=0.03)
    assert ((made["age"] > 50) == (made["old"] == "yes")).mean() < 0.6
    model.save(tmp_path / "model")
    assert Model.load(tmp_path / "model").sample(2000).frame.equals(made)


def test_a_warning_of_several_methods_is_said_once_and_fewer_columns_to_learn_from_are_heeded() -> None:
    rng = np.random.default_rng(0)
    real = table(number={f"n{at}": rng.normal(0, 1, 150) for at in range(12)})
    methods = {"methods": "n1=boost;n2=regression;n3=forest"}
    few, long = forecast(real, "hybrid", methods).warnings
    assert "With 150 rows" in few
    assert "longest regression" in long
    assert forecast(real, "hybrid", methods | {"most_related": 2}).warnings == (few,)


def test_methods_are_typed_as_words() -> None:
    assert HybridSettings.read({"methods": "a b=boost; c=alone"}).methods == {"a b": "boost", "c": "alone"}
    with pytest.raises(SettingsError, match="methods"):
        HybridSettings.read({"methods": "a=magic"})
    with pytest.raises(SettingsError, match="'nowhere'"):
        fit(table(number={"a": range(20)}), "hybrid", settings={"methods": "nowhere=boost"})


def orders(rows: int = 300) -> Table:
    rng = np.random.default_rng(0)
    quantity, price = rng.integers(1, 9, rows), rng.integers(2, 40, rows)
    total = quantity * price
    return table(
        number={"total": total, "quantity": quantity, "price": price, "tax": total * 2},
        category={"size": np.where(total > 90, "large", "small").tolist()},
    )


def test_a_column_is_worked_out_by_a_formula_to_the_last_digit_and_others_learn_from_it(tmp_path: Path) -> None:
    formulas = "total = quantity * price\ntax = total * 2"
    model = fit(orders(), "hybrid", settings={"formulas": formulas}, seed=1)
    made = model.sample(400, seed=2).frame
    assert (made["total"] == made["quantity"] * made["price"]).all()
    assert (made["tax"] == 2 * made["total"]).all()
    assert ((made["total"] > 90) == (made["size"] == "large")).mean() > 0.9
    assert "'total' is worked out as quantity * price, which holds in 100.0%" in " ".join(model.notes)
    model.save(tmp_path / "model")
    assert Model.load(tmp_path / "model").sample(400, seed=2).frame.equals(made)


def test_a_formula_may_give_levels_truths_and_dates() -> None:
    rng = np.random.default_rng(1)
    age = rng.integers(20, 80, 200)
    real = table(
        number={"age": age},
        category={"group": np.where(age < 50, "young", "old").tolist()},
        boolean={"grey": age >= 60},
    )
    said = {"group": "if(age < 50, 'young', 'old')", "grey": "age >= 60"}
    made = fit(real, "hybrid", settings={"formulas": said}).sample(150).frame
    assert ((made["age"] < 50) == (made["group"] == "young")).all()
    assert ((made["age"] >= 60) == made["grey"]).all()


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        ("totals = price * 2", "'totals'"),
        ("total = price *", "total"),
        ("total = cost * 2", "no column 'cost'"),
        ("total = total * 2", "no column 'total'"),
        ("total = tax / 2; tax = total * 2", "need each other"),
        ("total = 'much'", "gives a text, but column 'total' is a number"),
        ("total = __import__('os')", "total"),
    ],
)
def test_a_formula_that_cannot_be_worked_out_is_refused_before_the_start(formulas: str, said: str) -> None:
    settings = {"formulas": formulas}
    with pytest.raises(SettingsError) as refused:
        forecast(orders(60), "hybrid", settings)
    with pytest.raises(SettingsError):
        fit(orders(60), "hybrid", settings=settings)
    assert said in str(refused.value) or said == "total"
