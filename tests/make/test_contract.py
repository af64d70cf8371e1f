"""What every generator must keep to, inside its envelope, on a table in which everything occurs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.errors import Cancelled, SettingsError
from synth.make import GENERATORS, Generator, Model, fit, forecast, generator
from synth.prepare.table import Table
from tests.make.tables import visits

QUICK: dict[str, dict[str, Any]] = {name: {"epochs": 1} for name in ("ctgan", "tvae", "vaegan")}
"""Settings under which a slow generator is quick, and as bound by the contract as ever."""
SMALL = {"epochs": 80, "batch_size": 100, "generator_width": 64, "discriminator_width": 64}
TRAINED: dict[str, dict[str, Any]] = {
    "ctgan": SMALL | {"generator_rate": 2e-3, "discriminator_rate": 2e-3},
    **{name: {"epochs": 60, "batch_size": 100, "width": 64} for name in ("tvae", "vaegan")},
}
"""Settings under which a slow generator has learned something."""


@pytest.fixture(scope="module")
def real() -> Table:
    return visits(400)


@pytest.fixture(params=GENERATORS, ids=lambda one: one.card.name, scope="module")
def one(request: pytest.FixtureRequest) -> Generator:
    found = request.param
    assert isinstance(found, Generator)
    return found


@pytest.fixture(scope="module")
def model(one: Generator, real: Table) -> Model:
    return fit(real, one.card.name, settings=quick(one), seed=3)


@pytest.fixture(scope="module")
def made(model: Model) -> Table:
    return model.sample(500, seed=5)


def quick(one: Generator, **settings: Any) -> dict[str, Any]:
    return QUICK.get(one.card.name, {}) | settings


def test_the_card_is_filled_in_and_every_setting_explains_itself(one: Generator) -> None:
    assert all(vars(one.card).values())
    assert generator(one.card.name) is one
    for field in one.settings.model_fields.values():
        assert field.title
        assert field.description
    for preset in one.settings.presets.values():
        one.settings.read(preset)


def test_a_table_like_the_real_one(real: Table, made: Table) -> None:
    assert made.schema.names == [name for name in real.schema.names if name != "remark"]
    assert len(made) == made.reading.loaded == 500
    assert [str(dtype) for dtype in made.frame.dtypes] == [str(real.frame[name].dtype) for name in made.frame]
    for name, decimals in {"age": 0, "weight": 1, "cost": 2}.items():
        assert (made.frame[name].dropna().round(decimals) == made.frame[name].dropna()).all()
    assert (made.frame["admitted"].dropna().dt.normalize() == made.frame["admitted"].dropna()).all()
    assert set(made.frame["hospital"]) == {"General"}
    assert set(made.frame["country"]) == {"NL"}
    assert made.frame["fax"].isna().all()


def test_as_much_is_missing(one: Generator, real: Table) -> None:
    made = fit(real, one.card.name, settings=TRAINED.get(one.card.name)).sample(500)
    gap = (real.frame[made.schema.names].isna().mean() - made.frame.isna().mean()).abs()
    assert gap.max() < 0.15
    assert gap["name"] < 0.08


def test_keys_are_unique_where_they_were_and_nobody_real_comes_back(real: Table, made: Table) -> None:
    assert made.frame["visit"].is_unique
    assert made.frame["patient"].duplicated().any()
    for name in ("patient", "visit", "name"):
        assert not set(made.frame[name].dropna()) & set(real.frame[name].dropna())


def test_no_rare_level_and_nothing_beyond_the_kth(real: Table, made: Table) -> None:
    assert set(made.frame["ward"]) <= {"heart", "knee"}
    units = real.units()
    for name in ("age", "weight", "cost", "admitted"):
        held = pd.DataFrame({"value": real.frame[name], "unit": units}).dropna().sort_values("value")
        fifth = held.drop_duplicates("unit")["value"].iloc[4]
        last = held.drop_duplicates("unit", keep="last")["value"].iloc[-5]
        assert made.frame[name].min() >= fifth
        assert made.frame[name].max() <= last


def test_the_seed_decides(one: Generator, real: Table, model: Model, made: Table) -> None:
    again = fit(real, one.card.name, settings=quick(one), seed=3)
    pd.testing.assert_frame_equal(again.sample(500, seed=5).frame, made.frame)
    assert not model.sample(500, seed=6).frame.equals(made.frame)
    assert not fit(real, one.card.name, settings=quick(one), seed=4).sample(500, seed=5).frame.equals(made.frame)


def test_a_saved_model_samples_the_same(model: Model, made: Table, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    loaded = Model.load(tmp_path / "model")
    pd.testing.assert_frame_equal(loaded.sample(500, seed=5).frame, made.frame)
    assert loaded.settings == model.settings
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".pkl", ".pickle", ".joblib", ".pt")]


def test_no_file_of_a_model_holds_a_rare_value(real: Table, model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    costs = {cost for cost in real.frame["cost"] if cost > 500}
    assert len(costs) > 20
    for path in tmp_path.rglob("*"):
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                floats = [arrays[name] for name in arrays.files if arrays[name].dtype.kind == "f"]
                assert not any(np.isin(array, list(costs)).any() for array in floats)
        elif path.is_file():
            content = path.read_bytes().decode("utf-8", errors="replace")
            assert not any(word in content for word in ("Rare ward", "Person1", *map(repr, costs)))


@pytest.mark.parametrize("rows", [1, 7])
def test_rows_as_asked(model: Model, rows: int) -> None:
    assert len(model.sample(rows)) == rows


def test_progress_is_told_and_cancel_is_heard(one: Generator, real: Table, model: Model) -> None:
    seen: list[tuple[str, int, int]] = []

    def note(
        stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Any = None
    ) -> float | None:
        seen.append((stage, done, total))
        return None

    fit(real, one.card.name, settings=quick(one), progress=note)
    fitting = len(seen)
    model.sample(10, progress=note)
    assert 0 < fitting < len(seen)
    assert all(stage and 0 <= done <= total for stage, done, total in seen)

    last = fitting // 2 + 1
    heard = itertools.count(1)

    def cancel(*_: Any, **__: Any) -> float | None:
        if next(heard) >= last:
            raise Cancelled("The run was cancelled.")
        return None

    with pytest.raises(Cancelled):
        fit(real, one.card.name, settings=quick(one), progress=cancel)
    assert next(heard) == last + 1
    with pytest.raises(Cancelled):
        model.sample(10, progress=cancel)
    assert next(heard) == last + 3


def test_what_it_costs_is_forecast(one: Generator, real: Table) -> None:
    cost = forecast(real, one.card.name, quick(one))
    assert 0 < cost.seconds < 3600
    assert 0 < cost.megabytes < 10_000


def test_settings_out_of_range_are_refused_by_name(one: Generator, real: Table) -> None:
    with pytest.raises(SettingsError, match="'k' cannot be 0"):
        fit(real, one.card.name, settings={"k": 0})
    with pytest.raises(SettingsError, match=r"no setting 'colour'.*Settings are: .*rare_label"):
        fit(real, one.card.name, settings={"colour": "blue"})


def test_protection_can_be_switched_off(one: Generator, real: Table) -> None:
    free = fit(real, one.card.name, settings=quick(one, k=1))
    ward = free.envelope.shield.columns["ward"]
    assert ward.guards == "levels"
    assert set(ward.names) == set(real.frame["ward"])
    assert len(free.sample(50)) == 50
