"""Trees: relations kept, missing values, dates, many levels, edge tables, files and seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synth.errors import Cancelled, ModelError
from synth.make.contract import silent
from synth.make.sequential.engine import FittedSteps
from synth.make.trees import Trees
from synth.make.trees_settings import TreesSettings
from synth.prepare.schema import Column, Kind, Schema
from synth.prepare.table import DTYPES, Table

KINDS: dict[str, Kind] = {"age": "number", "ward": "category", "day": "datetime", "back": "boolean"}


def patients(rows: int, seed: int = 0) -> Table:
    """A ward for each age; a day for each ward; missing days exactly where `back` is missing."""
    rng = np.random.default_rng(seed)
    age = rng.normal(50, 20, rows).round()
    ward = np.where(age > 50, "heart", "knee").astype(object)
    day = pd.Series(np.datetime64("2024-01-01", "us") + (ward == "heart") * np.timedelta64(100, "D"))
    day += pd.to_timedelta(rng.integers(0, 50, rows), unit="D")
    gone = rng.random(rows) < 0.2
    back = pd.Series(pd.array(rng.random(rows) < 0.5, dtype="boolean")).mask(gone)
    frame = pd.DataFrame({"age": age, "ward": ward, "day": day.mask(gone), "back": back})
    return table(frame, KINDS)


def table(frame: pd.DataFrame, kinds: dict[str, Kind]) -> Table:
    columns = [Column(name=name, kind=kind, format="%Y-%m-%d") for name, kind in kinds.items()]
    frame = frame.astype({name: DTYPES[kind] for name, kind in kinds.items()})
    return Table(frame, Schema(columns=tuple(columns)))


def fit(real: Table, seed: int = 0, **settings: object) -> FittedSteps:
    return Trees().fit(real, TreesSettings.read(settings), rng=np.random.default_rng(seed), progress=silent)


def draw(fitted: FittedSteps, rows: int, seed: int = 1) -> pd.DataFrame:
    return fitted.sample(rows, rng=np.random.default_rng(seed))


def test_relations_and_missing_values_are_kept() -> None:
    made = draw(fit(patients(2000)), 2000)
    assert (made["ward"][made["age"] > 55] == "heart").mean() > 0.99
    assert (made["ward"][made["age"] < 45] == "knee").mean() > 0.99
    assert (made["day"].isna() == made["back"].isna()).mean() > 0.99
    known = made[made["day"].notna()]
    assert ((known["day"] >= "2024-04-10") == (known["ward"] == "heart")).mean() > 0.99
    assert made["day"].isna().mean() == pytest.approx(0.2, abs=0.04)


def test_samples_have_the_dtypes_of_the_table() -> None:
    real = patients(60)
    for rows in (0, 1, 7):
        made = Table(draw(fit(real), rows), real.schema)
        assert len(made) == rows
    assert all(cell is None or type(cell) is str for cell in made.frame["ward"])


@pytest.mark.parametrize("rows", [1, 2, 30])
def test_small_tables(rows: int) -> None:
    real = patients(rows)
    assert len(draw(fit(real), 50)) == 50
    one = real.select(["day"])
    assert set(draw(fit(one), 20)["day"].dropna()) <= set(one.frame["day"].dropna())


def test_columns_without_a_value_or_with_one() -> None:
    frame = pd.DataFrame(
        {"none": [None] * 40, "nan": [np.nan] * 40, "one": [3.0] * 40, "gone": [pd.NaT] * 40, "na": [None] * 40}
    )
    real = table(frame, {"none": "category", "nan": "number", "one": "number", "gone": "datetime", "na": "boolean"})
    made = draw(fit(real), 10)
    Table(made, real.schema)
    assert made[["none", "nan", "gone", "na"]].isna().all(axis=None)
    assert (made["one"] == 3).all()


def test_a_category_of_many_levels_keeps_its_group() -> None:
    rng = np.random.default_rng(0)
    level = rng.integers(0, 600, 6000)
    frame = pd.DataFrame({"carrier": level % 3, "tail": [f"N{one}" for one in level]})
    made = draw(fit(table(frame, {"carrier": "number", "tail": "category"})), 6000)
    kept = made["tail"].str[1:].astype(int) % 3 == made["carrier"]
    assert kept.mean() > 0.9
    assert made["tail"].nunique() > 500


def test_a_column_that_another_decides_follows_it() -> None:
    rng = np.random.default_rng(0)
    minute = rng.integers(0, 200, 8000)
    frame = pd.DataFrame({"time": minute, "past": minute % 10, "noise": rng.integers(0, 2, 8000)})
    real = table(frame, {"time": "number", "past": "number", "noise": "number"})
    fitted = fit(real)
    assert ["learned/decided" in step.arrays() for step in fitted.steps] == [False, True, False]
    made = draw(fitted, 3000)
    assert (made["past"] == made["time"] % 10).all()


def test_dates_that_hang_together_keep_their_order() -> None:
    rng = np.random.default_rng(0)
    start = pd.Series(np.datetime64("2020-01-01", "us") + rng.integers(0, 1000, 2000) * np.timedelta64(1, "D"))
    stay = rng.integers(1, 9, 2000)
    frame = pd.DataFrame({"in": start, "out": start + pd.to_timedelta(stay, unit="D"), "stay": stay})
    frame.loc[::7, ["in", "out"]] = pd.NaT
    frame.loc[::5, "out"] = pd.NaT
    made = draw(fit(table(frame, {"in": "datetime", "out": "datetime", "stay": "number"})), 1000)
    apart = (made["out"] - made["in"]).dropna()
    assert apart.between(pd.Timedelta(1, "D"), pd.Timedelta(8, "D")).all()
    assert (apart.dt.days == made["stay"][apart.index]).mean() > 0.95
    assert made["out"].notna().mean() == pytest.approx(frame["out"].notna().mean(), abs=0.05)


def test_same_seed_same_rows_also_after_loading(tmp_path: Path) -> None:
    real = patients(500)
    fitted, again = fit(real, seed=3), fit(real, seed=3)
    pd.testing.assert_frame_equal(draw(fitted, 300), draw(again, 300))
    assert not draw(fitted, 300).equals(draw(fitted, 300, seed=2))
    fitted.save(tmp_path)
    pd.testing.assert_frame_equal(draw(Trees().load(tmp_path, real.schema), 300), draw(fitted, 300))


def test_a_folder_without_trees_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Fit the model again"):
        Trees().load(tmp_path, patients(5).schema)


def test_progress_names_each_column_and_can_cancel() -> None:
    seen: list[str] = []

    def note(stage: str, done: int, total: int, measures: object = None, peek: object = None) -> float | None:
        seen.append(stage)
        if done == 2:
            raise Cancelled("stop")
        return None

    real = patients(50)
    names = real.schema.names
    with pytest.raises(Cancelled):
        Trees().fit(real, TreesSettings(order="as in the table"), rng=np.random.default_rng(0), progress=note)
    assert seen == ["Ordering values", *(f"Learning {name}" for name in reversed(names[-2:]))]


def test_the_forecast_grows_with_the_table_and_warns_of_few_rows() -> None:
    small, large = patients(100), patients(20_000)
    costs = [Trees().forecast(one, TreesSettings(), len(one)) for one in (small, large)]
    assert costs[0].seconds < costs[1].seconds
    assert costs[0].megabytes < costs[1].megabytes
    assert [len(cost.warnings) for cost in costs] == [1, 0]


def test_long_tables_get_fewer_trees() -> None:
    assert [TreesSettings().trees_for(rows) for rows in (2, 30_000, 100_000, 1_000_000)] == [5, 5, 3, 1]


def test_what_is_true_of_one_unit_alone_is_not_learned() -> None:
    rng = np.random.default_rng(0)
    person = np.repeat(np.arange(60), 40)
    frame = pd.DataFrame({"age": person, "code": rng.integers(0, 2, 60)[person]})
    real = table(frame.astype(float), {"age": "number", "code": "number"})
    told = []
    for owners in (None, person):
        made = draw(fit(replace(real, owners=owners)), 4000).astype(int)
        told.append((made["code"] == frame.groupby("age")["code"].first()[made["age"]].to_numpy()).mean())
    assert told[0] > 0.9
    assert told[1] < 0.65
