"""Real rows with synthetic ones after them."""

from __future__ import annotations

import pytest

from synth.errors import ControlError
from synth.make import Model, augment, fit
from synth.prepare.control import Control
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table


def patients(rows: int = 200) -> Table:
    """One patient in ten is ill; ids count the rows."""
    columns = (
        Column(name="id", kind="key", treatment="key"),
        Column(name="provenance", kind="category"),
        Column(name="ill", kind="boolean", true="yes", false="no"),
        Column(name="age", kind="number", decimals=0),
        Column(name="note", kind="text", treatment="drop"),
    )
    cells = {
        "id": [str(row + 1) for row in range(rows)],
        "provenance": ["home", "abroad"] * (rows // 2),
        "ill": [row % 10 == 0 for row in range(rows)],
        "age": [20 + row * 7 % 60 for row in range(rows)],
        "note": ["words"] * rows,
    }
    return table(cells, Schema(columns=columns))


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(patients(), "trees")


def test_the_real_rows_stay_as_they_are_and_every_row_says_what_it_is(model: Model) -> None:
    real = patients()
    made = augment(model, real, 50, seed=1)
    assert made.schema.names == ["id", "provenance", "ill", "age", "provenance_2"]
    assert made.frame["provenance_2"].tolist() == ["real"] * 200 + ["synthetic"] * 50
    names = model.schema.names
    assert made.frame[names].head(200).equals(real.frame[names])
    assert made.frame[names[1:]].tail(50).reset_index(drop=True).equals(model.sample(50, seed=1).frame[names[1:]])
    assert made.frame["id"].is_unique
    assert "internal use only" in made.reading.notes[-1]
    assert made.frame.equals(augment(model, real, 50, seed=1).frame)


def test_a_rare_class_is_grown_to_its_share_of_all_rows(model: Model) -> None:
    made = augment(model, patients(), 100, control=Control(balance={"ill": {"yes": 0.3}}, augment=True))
    assert made.frame["ill"].mean() == 0.3
    assert made.frame["ill"].tail(100).mean() == 0.7


@pytest.mark.parametrize(
    ("share", "message"),
    [(0.5, r"Adding 100 rows to 200 .* Ask for 160 rows"), (0.01, "Ask for 1,800 rows"), (0.0, "cannot be 0")],
)
def test_a_balance_that_so_few_rows_cannot_give_is_refused(model: Model, share: float, message: str) -> None:
    with pytest.raises(ControlError, match=message):
        augment(model, patients(), 100, control=Control(balance={"ill": {"yes": share}}, augment=True))


def test_added_rows_hold_fixed_values_and_all_rows_together_a_balance(model: Model) -> None:
    asked = Control(given={"provenance": "home"}, balance={"ill": {"yes": 0.3}}, augment=True)
    made = augment(model, patients(), 100, control=asked).frame
    assert set(made["provenance"].tail(100)) == {"home"}
    assert made["provenance"].head(200).equals(patients().frame["provenance"])
    assert made["ill"].mean() == 0.3


def test_added_rows_make_outcomes_equal_in_every_group_of_all_rows() -> None:
    real = patients()
    at_home = real.frame["provenance"] == "home"
    assert real.frame["ill"][at_home].mean() == 0.2
    assert real.frame["ill"][~at_home].mean() == 0.0
    model, asked = fit(real, "fitted"), Control(fair=("ill", "provenance"), augment=True)
    with pytest.raises(ControlError, match=r"in 'provenance' and 'ill'. Ask for 200 rows"):
        augment(model, real, 100, control=asked)
    made = augment(model, real, 200, control=asked).frame
    rates = made["ill"].groupby(made["provenance"]).mean()
    assert rates.tolist() == [0.1, 0.1]
    assert (made["provenance"] == "home").mean() == 0.5


def test_real_rows_of_rare_levels_are_left_out_of_equal_outcomes() -> None:
    real = patients()
    real.frame.loc[[0, 1], "provenance"] = "the moon"
    made = augment(fit(real, "fitted"), real, 300, control=Control(fair=("ill", "provenance"), augment=True)).frame
    known = made[made["provenance"].isin(["home", "abroad"])]
    assert len(known) == 498
    assert known["ill"].groupby(known["provenance"]).mean().tolist() == pytest.approx([0.1, 0.1], abs=0.005)


def test_a_model_alone_has_no_real_rows(model: Model) -> None:
    with pytest.raises(ControlError, match=r"synth\.make\.augment"):
        model.sample(10, control=Control(augment=True))
