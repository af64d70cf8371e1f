"""A spec that starts from a table's profile."""

from __future__ import annotations

import numpy as np
import pytest

import synth
from synth.make.spec import Spec, read_spec, spec_of, spec_text
from synth.make.spec.draft import pattern_of
from synth.make.spelled import places_of
from synth.prepare import spell_cells
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import SCHEMA, table, visits


@pytest.fixture(scope="module")
def real() -> Table:
    whole = visits(400)
    return whole.with_schema(
        SCHEMA.model_copy(update={"rules": (Rule(kind="range", columns=("age",), value=[0, 110]),)})
    )


@pytest.fixture(scope="module")
def spec(real: Table) -> Spec:
    return spec_of(real)


def test_it_holds_nothing_that_few_hold(real: Table, spec: Spec) -> None:
    text = spec_text(spec)
    rare = {name for name in real.frame["ward"] if name.startswith("Rare")}
    costs = {repr(cost) for cost in real.frame["cost"] if cost > 500}
    people = set(real.frame["name"].dropna()) | set(real.frame["patient"]) | set(real.frame["visit"])
    assert rare
    assert costs
    assert not [word for word in rare | costs | people if word in text]


def test_it_is_read_again_as_it_was_and_makes_such_a_table(real: Table, spec: Spec) -> None:
    assert read_spec(spec_text(spec)) == spec
    made = synth.fit(None, "rules", settings={"spec": spec_text(spec)}).sample(1000).frame
    assert list(made) == [name for name in real.frame if name != "remark"]
    assert [str(dtype) for dtype in made.dtypes] == [str(real.frame[name].dtype) for name in made]
    for name in ("age", "weight", "cost"):
        assert made[name].median() == pytest.approx(real.frame[name].median(), rel=0.2)
    assert (made["ward"] == "heart").mean() == pytest.approx((real.frame["ward"] == "heart").mean(), abs=0.07)
    assert np.abs(made.isna().mean() - real.frame[list(made)].isna().mean()).max() < 0.1
    assert made["patient"].duplicated().any()
    assert made["visit"].is_unique
    assert (made.groupby("ward")["age"].mean().diff().abs().iloc[-1]) > 20


def test_what_it_makes_says_where_it_comes_from(spec: Spec) -> None:
    made = synth.fit(None, "rules", settings={"spec": spec_text(spec)}).sample(10)
    assert "started from the profile of a table (400 rows)" in made.reading.notes[0]
    assert "started from the profile" in synth.compare(None, made).notes[1]


def test_values_held_often_below_all_others_stay_there() -> None:
    rng = np.random.default_rng(0)
    stays = np.where(rng.random(2000) < 0.5, rng.integers(1, 4, 2000), rng.integers(5, 9, 2000) ** 2)
    stays = np.where(rng.random(2000) < 0.3, rng.integers(100, 200, 2000), stays).astype(float)
    real = table({"stay": stays}, Schema(columns=(Column(name="stay", kind="number", decimals=0),)))
    made = synth.fit(None, "rules", settings={"spec": spec_text(spec_of(real))}).sample(2000).frame["stay"]
    for share in (0.1, 0.3, 0.5, 0.8):
        assert made.quantile(share) == pytest.approx(real.frame["stay"].quantile(share), rel=0.15, abs=1)


def test_cells_that_are_missing_together_stay_so() -> None:
    rng = np.random.default_rng(0)
    gone, other = rng.random(400) < 0.25, rng.random(400) < 0.2
    values = {name: rng.normal(70, 8, 400).round() for name in ("pulse", "by itself", "pressure", "either")}
    where = {"pulse": gone, "by itself": other, "pressure": gone, "either": ~gone}
    frame = {name: np.where(where[name], np.nan, cells) for name, cells in values.items()}
    real = table(frame, Schema(columns=tuple(Column(name=name, kind="number", decimals=0) for name in frame)))
    drafted = spec_of(real)
    assert [gap.model_dump() for gap in drafted["pressure"].missing] == [{"when": "is_missing(`pulse`)", "rate": 1.0}]
    assert [gap.when for gap in drafted["by itself"].missing] == [None]
    for settings in ({"spec": spec_text(drafted)}, {}):
        made = synth.fit(real, "rules", settings=settings).sample(500).frame.isna()
        assert (made["pulse"] == made["pressure"]).all()
        assert (made["pulse"] == ~made["either"]).all()
        assert made["pulse"].mean() == pytest.approx(gone.mean(), abs=0.06)
        assert made["by itself"].mean() == pytest.approx(other.mean(), abs=0.06)


def test_what_a_few_rows_lack_together_is_not_told() -> None:
    cells = np.where(np.arange(400) < 5, np.nan, np.arange(400) % 7)
    real = table({"a": cells, "b": cells}, Schema(columns=tuple(Column(name=name, kind="number") for name in "ab")))
    assert [gap.when for column in spec_of(real).columns for gap in column.missing] == [None, None]


@pytest.mark.parametrize(("spelled", "decimals", "least"), [("{:.2f}", 2, 2), ("{:g}", 2, 0), ("{:.15f}", None, 12)])
def test_decimals_stay_as_they_are_written(spelled: str, decimals: int | None, least: int) -> None:
    cells = [spelled.format(value / 100 + (value == 7) / 1e15) for value in range(200)]
    drafted = spec_of(synth.read_table("\n".join(["cost", *cells]).encode()))
    assert (drafted["cost"].decimals, drafted["cost"].least_decimals) == (decimals, least)
    made = spell_cells(synth.fit(None, "rules", settings={"spec": spec_text(drafted)}).sample(50))["cost"]
    assert made.str.partition(".")[2].str.len().min() >= least


def test_steps_of_numbers_and_dates_are_stated_and_kept() -> None:
    rng = np.random.default_rng(0)
    days = np.datetime64("2020-01-01") + rng.integers(0, 900, 300)
    frame = {
        "income": rng.integers(20, 90, 300) * 1000.0,
        "price": rng.integers(1, 300, 300) + 0.99,
        "age": rng.integers(18, 90, 300) * 1.0,
        "seen": days,
        "moved": days + rng.integers(0, 96, 300) * np.timedelta64(15, "m"),
        "left": days + np.timedelta64(12, "h"),
        "called": days + rng.integers(0, 86400, 300) * np.timedelta64(1, "s"),
    }
    decimals = {"income": 0, "price": 2, "age": 0}
    stamps = {name: {"kind": "datetime", "format": "%Y-%m-%d %H:%M:%S"} for name in ("seen", "moved", "left", "called")}
    stamps["left"]["treatment"] = "fake"
    numbers = {name: {"kind": "number", "decimals": places} for name, places in decimals.items()}
    schema = Schema.build(columns=[{"name": name, **(numbers | stamps)[name]} for name in frame])
    drafted = spec_of(table(frame, schema))
    said = {column.name: column.model_dump(mode="json", include={"step", "step_from"}) for column in drafted.columns}
    plain = {"step": None, "step_from": None}
    assert said == {
        "income": {"step": 1000, "step_from": None},
        "price": {"step": 1, "step_from": 0.99},
        "age": plain,
        "seen": {"step": "day", "step_from": None},
        "moved": {"step": "15 minutes", "step_from": None},
        "left": {"step": "day", "step_from": "1970-01-01 12:00:00"},
        "called": plain,
    }
    made = synth.fit(None, "rules", settings={"spec": spec_text(drafted)}).sample(200).frame
    assert set(made["income"] % 1000) == {0}
    assert set((made["price"] * 100).round() % 100) == {99}
    assert (made["seen"] == made["seen"].dt.normalize()).all()
    assert set(made["moved"].dt.minute) == {0, 15, 30, 45}
    assert set(made["left"].dt.strftime("%H:%M:%S")) == {"12:00:00"}
    assert made["called"].dt.second.nunique() > 20


def test_rules_and_correlations_come_along(spec: Spec) -> None:
    assert str(spec.rules[0]) == "age is at least 0 and at most 110"
    assert {"age", "ward"} in [set(each.columns) for each in spec.correlations]


def test_places_are_spelled_as_a_pattern() -> None:
    places = ("P", "-", "0123456789", "0123456789", "abc", ".", "x]")
    text = pattern_of(places)
    assert text == r"P-[0-9]{2}[a-c]\.[\]x]"
    assert [set(place) for place in places_of(text)] == [set(place) for place in places]
