"""Specs: what is stated is what is drawn, and what does not fit is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import synth
from synth.errors import ControlError, ModelError, SettingsError
from synth.make import forecast
from synth.make.spec import Spec, read_spec, spec_text
from synth.make.spec.distributions import FAMILIES
from synth.make.spec.values import Weights
from synth.prepare.control import Control

SHOP = """
about: Orders of a shop
columns:
- {name: order, kind: key, values: {pattern: "O-[0-9]{6}"}}
- {name: customer, kind: text, values: {fake: name, locale: de_DE}, missing: 0.1}
- {name: region, kind: category, values: {weights: {north: 3, no: 1, 010: 1}}}
- name: payment
  kind: category
  values: {by: region, levels: {north: {card: 9, cash: 1}}, otherwise: {cash: 1}}
- {name: quantity, kind: number, decimals: 0, values: {distribution: poisson, mean: 3, least: 1}}
- name: price
  kind: number
  decimals: 2
  values: {distribution: lognormal, median: 20, sigma: 0.7, most: 500}
- {name: total, kind: number, decimals: 2, values: {formula: quantity * price}}
- {name: day, kind: datetime, values: {first: 2024-01-01, last: 2024-12-31, weekdays: [1, 1, 1, 1, 1, 0, 0]}}
- name: express
  kind: boolean
  values: {weights: {true: 1, false: 4}}
  cases:
  - {when: total > 200, then: true}
  missing: [{when: "region = 'no'", rate: 0.5}]
- {name: note, kind: category, values: usual}
correlations:
- {columns: [quantity, price], rho: -0.5}
scenarios:
- name: fraud
  share: 0.05
  set: {price: {distribution: uniform, low: 900, high: 1000}, note: odd}
target: express
rules:
- {kind: product, columns: [total, quantity, price]}
- {kind: range, columns: [quantity], value: [1, null]}
"""


def made(text: str, rows: int = 2000, **options: Any) -> pd.DataFrame:
    return synth.fit(None, "rules", settings={"spec": text}).sample(rows, **options).frame


def column(values: str, kind: str = "number", **more: Any) -> str:
    extra = "".join(f", {name}: {value}" for name, value in more.items())
    return f"columns:\n- {{name: a, kind: {kind}, values: {values}{extra}}}\n"


@pytest.fixture(scope="module")
def shop() -> pd.DataFrame:
    return made(SHOP)


def test_columns_come_in_their_order_and_kinds(shop: pd.DataFrame) -> None:
    names = ["order", "customer", "region", "payment", "quantity", "price", "total", "day", "express", "note"]
    assert list(shop) == names
    assert shop["order"].str.fullmatch(r"O-\d{6}").all()
    assert shop["order"].is_unique
    assert set(shop["region"]) == {"north", "no", "010"}
    assert abs(shop["customer"].isna().mean() - 0.1) < 0.03


def test_weights_weekdays_conditions_and_formulas_hold(shop: pd.DataFrame) -> None:
    assert abs((shop["region"] == "north").mean() - 0.6) < 0.05
    card = shop["payment"] == "card"
    assert not card[shop["region"] != "north"].any()
    assert abs(card[shop["region"] == "north"].mean() - 0.9) < 0.04
    assert shop["day"].dt.weekday.max() == 4
    np.testing.assert_allclose(shop["total"], (shop["quantity"] * shop["price"]).round(2))
    dear = shop["total"] > 200
    assert shop.loc[dear, "express"].dropna().all()
    assert abs(shop.loc[~dear, "express"].mean() - 0.2) < 0.05
    gaps = shop["express"].isna()
    assert not gaps[shop["region"] != "no"].any()
    assert abs(gaps[shop["region"] == "no"].mean() - 0.5) < 0.1


def test_a_scenario_sets_its_columns_together(shop: pd.DataFrame) -> None:
    odd = shop["note"] == "odd"
    assert abs(odd.mean() - 0.05) < 0.02
    assert ((shop["price"] >= 900) == odd).all()
    assert shop.loc[~odd, "price"].max() <= 500


def test_correlations_are_had() -> None:
    frame = made(SHOP, 5000)
    usual = frame[frame["note"] == "usual"]
    assert usual["quantity"].corr(usual["price"], method="spearman") == pytest.approx(-0.5, abs=0.06)


def test_the_seed_decides_and_another_column_changes_no_other() -> None:
    pd.testing.assert_frame_equal(made(SHOP, 50), made(SHOP, 50))
    assert not made(SHOP, 50).equals(made(SHOP, 50, seed=1))
    first = "- {name: new, kind: number, values: {distribution: normal, mean: 0, sd: 1}}\n- {name: order"
    more = made(SHOP.replace("- {name: order", first), 50)
    pd.testing.assert_frame_equal(more.drop(columns="new"), made(SHOP, 50))
    tied = SHOP.replace("- {name: order", first).replace(
        "scenarios:", "- {columns: [new, price], rho: 0.4}\nscenarios:"
    )
    pd.testing.assert_frame_equal(made(tied, 50)[["region", "quantity"]], made(SHOP, 50)[["region", "quantity"]])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda each: each.model_fields["distribution"].annotation.__args__[0])
def test_each_distribution_is_as_its_parameters_say(family: Any) -> None:
    name = family.model_fields["distribution"].annotation.__args__[0]
    values = made(column(f"{{distribution: {name}}}"), 2000)["a"]
    stated = family(distribution=name)
    if family.discrete:
        assert abs(values.mean() - stated.family().mean()) < 4 * stated.family().std() / np.sqrt(2000)
    else:
        assert stats.kstest(values, stated.family().cdf).pvalue > 1e-3
    cut = made(column(f"{{distribution: {name}, least: 0.4, most: 3.1, often: {{1: 0.5}}}}"), 1000)["a"]
    assert cut.between(0.4, 3.1).all()
    assert (cut == 1).mean() > 0.44


def test_quantiles_dates_counts_and_constants() -> None:
    assert (made(column("{quantiles: [0, 1, 100]}"))["a"] < 1).mean() == pytest.approx(0.5, abs=0.05)
    dates = made(column("{quantiles: [2020-01-01, 2020-01-03]}", "datetime"), 300)["a"]
    assert set(dates.dt.day) == {1, 2, 3}
    times = made(column("{first: 2020-01-01, last: 2020-01-01, times: true}", "datetime"), 300)["a"]
    assert times.dt.hour.nunique() == 24
    text = "columns:\n- {name: n, kind: key, values: {count_from: 7}}\n- {name: c, kind: number, values: 3}\n"
    assert made(text, 3).to_dict("list") == {"n": ["7", "8", "9"], "c": [3.0, 3.0, 3.0]}
    assert set(made(column("{weights: {1: 1, 2.5: 1}}"))["a"]) == {1, 2.5}
    assert made(column("null"), 3)["a"].isna().all()


def test_units_have_several_rows() -> None:
    text = """
columns:
- {name: patient, kind: key, values: {pattern: "P[0-9]{4}"}}
- {name: name, kind: text, values: {fake: name}, per_unit: true}
- {name: visit, kind: key, values: {pattern: "V[0-9]{5}"}}
- {name: age, kind: number, decimals: 0, values: {distribution: uniform, low: 0, high: 90}}
unit: {column: patient, rows: {distribution: poisson, mean: 3, least: 1}}
"""
    table = synth.fit(None, "rules", settings={"spec": text}).sample(600)
    assert table.schema.unit == "patient"
    assert 2.3 < len(table) / table.frame["patient"].nunique() < 4
    assert table.frame.groupby("patient")["name"].nunique().max() == 1
    assert table.frame["visit"].is_unique


def test_contradicting_correlations_become_the_nearest_and_it_is_said() -> None:
    names = "abc"
    text = "columns:\n" + "".join(
        f"- {{name: {name}, kind: number, values: {{distribution: normal}}}}\n" for name in names
    )
    text += "correlations:\n" + "".join(
        f"- {{columns: [{pair[0]}, {pair[1]}], rho: {rho}}}\n"
        for pair, rho in {"ab": 0.9, "bc": 0.9, "ac": -0.9}.items()
    )
    model = synth.fit(None, "rules", settings={"spec": text})
    assert "cannot all be had at once; the nearest are: a and b 0." in model.notes[0]
    assert len(model.sample(10)) == 10


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The spec is empty"),
        ("columns: []", "at columns: "),
        ("colums: 1\ncolumns: [{name: a, kind: number, values: 1}]", "there is no field 'colums' here"),
        (column("1", colour="red"), "at columns → 'a' → colour: there is no field 'colour' here"),
        (column("{distribution: normal, mu: 1}"), "at columns → 'a' → values → mu: there is no field 'mu'"),
        (column("{weights: {a: 1}, mu: 1}", "category"), "at columns → 'a' → values → mu: there is no field 'mu' here"),
        (column("{distribution: cauchy}"), "there is no distribution 'cauchy'. There are: normal"),
        (column("{mean: 1}"), "where values come from by one of: distribution"),
        (column("{distribution: normal, sd: -1}"), "values → sd: input should be greater than 0"),
        (column("{distribution: normal, least: 3, most: 1}"), "least value 3 is greater"),
        (column("{distribution: uniform, least: 3}"), "none of its values lies between its bounds"),
        (column("{distribution: normal}", "category"), "'distribution' makes number"),
        (column("{weights: {a: 0}}", "category"), "the weights must add up to more than 0"),
        (column("{weights: {a: -1}}", "category"), "weights → a: input should be greater than or equal to 0"),
        (column("{weights: {a: 1}}"), "column 'a' is of kind number: 'a' is none"),
        (column("{weights: {a: 1, a: 2}}", "category"), "line 2, a name stands here twice"),
        (column("{first: 2024-02-01, last: 2024-01-01}", "datetime"), "'first' must not be later"),
        (column("{distribution: uniform}", step=-1, decimals=0), "at columns → 'a': the 'step' must be greater than 0"),
        (
            column("{distribution: uniform}", step="day", decimals=0),
            "at columns → 'a': the 'step' of numbers is a number",
        ),
        (column("{distribution: uniform}", step=10), "a 'step' of numbers needs 'decimals'"),
        (column("{distribution: uniform}", step=0.5, decimals=0), "of no more than the column's decimals, 0"),
        (column("{distribution: uniform}", step=1e300, decimals=0), "of no more than the column's decimals, 0"),
        (column("{distribution: uniform}", step_from=0.5), "state 'step' too"),
        (column("{weights: {x: 1}}", "category", step=1), "only numbers and dates can have a 'step'"),
        (column("{first: 2024-02-01, last: 2024-03-01}", "datetime", step="week"), "of dates is one of: millisecond"),
        (
            column("{first: 2024-02-01, last: 2024-03-01}", "datetime", step="day", step_from=1),
            "the 'step_from' of dates is a date",
        ),
        (column("{formula: b + 1}"), "there is no column 'b' to use"),
        (column("{formula: a + 1}"), "in a circle: a → a"),
        (column('{formula: "if(1 < 2, 1, 2) < 3"}'), "gives a boolean"),
        (column("{formula: __import__('os')}"), "there is no function '__import__'"),
        (column(f"{{formula: {'(' * 100}1{')' * 100}}}"), "nested too deeply"),
        (column('{pattern: "[0-"}', "key"), "cannot be read at place 1"),
        (column('{pattern: "[0-9]{999}"}', "key"), "is too long: 100 places"),
        (column("{fake: dna}", "text"), "there is no invented 'dna'"),
        (column("{fake: name, locale: xx}", "text"), "there is no language 'xx'"),
        (column("{fake: name}", "text"), "keys and invented text only"),
        (column("1", missing=1.5), "less than or equal to 1"),
        ("columns: &a [*a]", "aliases"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "aliases"),
        ("!!python/object/apply:os.system ['true']", "not valid YAML"),
        ("columns: [", "not valid YAML in line 1"),
        ("[" * 100 + "]" * 100, "nested too deeply"),
        ("a" * 3_000_000, "too large: 2 MB"),
        (SHOP.replace("rho: -0.5", "rho: -5"), "at correlations → 1 → rho"),
        (SHOP.replace("[quantity, price], rho", "[quantity, total], rho"), "'total' has no distribution of its own"),
        (SHOP.replace("{by: region", "{by: order"), "cannot depend on 'order'"),
        (
            SHOP.replace("levels: {north:", "levels: {nroth:"),
            "'nroth' is no level of 'region', which has 'north', 'no', '010'",
        ),
        (SHOP.replace("share: 0.05", "share: 1.5"), "at scenarios → 'fraud' → share"),
        (SHOP.replace("note: odd}", "order: odd}"), "sets 'order', which is no column that it can set"),
        (SHOP.replace("when: total > 200", "when: total"), "gives a number, not true or false"),
        (SHOP.replace("quantity, kind", "price, kind"), "the column 'price' is stated twice"),
        (SHOP.replace("target: express", "target: nobody"), "names the column 'nobody'"),
        (SHOP.replace("quantity * price", '"if(express, price, 2)"'), "in a circle: total → express → total"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises((SettingsError, ModelError), match=".*" + why.replace("(", r"\(").replace("[", r"\[")):
        made(text or " ")


def test_numbers_and_dates_lie_on_their_steps() -> None:
    text = """
columns:
- {name: income, kind: number, decimals: 0, step: 1000, values: {distribution: normal, mean: 50000, sd: 9000}}
- {name: price, kind: number, decimals: 2, step: 1, step_from: 0.99, values: {distribution: uniform, low: 1, high: 9}}
- {name: half, kind: number, decimals: 0, step: 500, values: {formula: income / 2 + 1}}
- {name: noon, kind: datetime, step: day, step_from: 1970-01-01 12:00, format: "%Y-%m-%d %H:%M",
   values: {first: 2024-01-01, last: 2024-02-01, times: true}}
- {name: called, kind: datetime, step: 15 minutes, values: {first: 2024-01-01, last: 2024-02-01, times: true}}
- {name: due, kind: datetime, step: month, step_from: 1969-12-31, values: {first: 2024-01-01, last: 2026-01-01}}
"""
    assert read_spec(spec_text(read_spec(text))) == read_spec(text)
    frame = made(text, 300)
    assert set(frame["income"] % 1000) == {0}
    assert frame["income"].nunique() > 20
    assert set((frame["price"] * 100).round() % 100) == {99}
    assert frame["half"].equals(frame["income"] / 2)
    assert set(frame["noon"].dt.strftime("%H:%M")) == {"12:00"}
    assert set(frame["called"].dt.strftime("%M:%S")) == {"00:00", "15:00", "30:00", "45:00"}
    assert frame["due"].dt.is_month_end.all()


def test_a_rule_that_no_row_can_keep_and_a_value_that_never_occurs() -> None:
    text = column("{distribution: uniform}") + "rules: [{kind: range, columns: [a], value: [5, null]}]"
    with pytest.raises(ModelError, match=r"0 keep the rules.*a is at least 5\. Change or remove it in the spec, under"):
        made(text, 10)
    with pytest.raises(ControlError, match="never has the value 'west'"):
        made(SHOP, 10, control=Control(given={"region": "west"}))
    assert set(made(SHOP, 20, control=Control(given={"note": "odd"}))["note"]) == {"odd"}
    balanced = made(SHOP, 40, control=Control(balance={"note": {"odd": 0.5}}))
    assert (balanced["note"] == "odd").sum() == 20


def test_more_keys_than_a_pattern_spells_are_refused() -> None:
    text = "columns:\n- {name: id, kind: key, values: {pattern: '[a-c]x'}}\n- {name: b, kind: number, values: 1}\n"
    assert sorted(made(text, 3)["id"]) == ["ax", "bx", "cx"]
    with pytest.raises(ModelError, match="spells 3 codes, and 4 different ones are needed"):
        made(text, 4)


def test_a_model_is_kept_and_its_recipe_names_the_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(SHOP, encoding="utf-8")
    model = synth.fit(None, "rules", settings={"spec": str(tmp_path / "spec.yaml")})
    assert model.envelope.settings["spec"] == SHOP
    assert len(model.recipe()["spec_sha256"]) == 64
    model.save(tmp_path / "model")
    loaded = synth.Model.load(tmp_path / "model")
    pd.testing.assert_frame_equal(loaded.sample(20).frame, model.sample(20).frame)
    assert loaded.recipe() == model.recipe()
    assert forecast(None, "rules", {"spec": SHOP}, 1000).seconds < 5


def test_without_table_and_spec_nothing_can_be_made(tmp_path: Path) -> None:
    for name in ("rules", "trees"):
        with pytest.raises(SettingsError, match="no table to learn from"):
            synth.fit(None, name)
    with pytest.raises(SettingsError, match=r"'none\.yaml' cannot be read: No such file"):
        synth.fit(None, "rules", settings={"spec": str(tmp_path / "none.yaml")})


def test_a_spec_is_written_as_it_is_read() -> None:
    spec = read_spec(SHOP)
    assert read_spec(spec_text(spec)) == spec
    odd = ["no", "yes", "010", "1e5", "null", "", "true", "12:30", "a: b, {c}", "2024-01-01", "~", "ä\u2028"]
    fields = {"columns": [{"name": "a", "kind": "category", "values": {"weights": dict.fromkeys(odd, 1)}}]}
    again = read_spec(spec_text(Spec.build(fields)))["a"].values
    assert isinstance(again, Weights)
    assert list(again.weights) == odd


def test_what_was_made_from_rules_is_judged_by_them() -> None:
    report = synth.compare(None, synth.fit(None, "rules", settings={"spec": SHOP}).sample(100))
    assert [score.value for score in report.scores if score.group == "rules"] == [1.0, 1.0]
    assert [score.status for score in report.scores if score.group == "privacy"] == ["not measured"]
