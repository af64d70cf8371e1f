"""CTGAN: what it learns, seeds, files, progress, cancelling, odd tables, settings, forecast. Networks are tiny."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.errors import Cancelled, ModelError, SettingsError
from synth.make.contract import Peek, Progress, silent
from synth.make.ctgan import Ctgan
from synth.make.ctgan_sampling import forward
from synth.make.ctgan_settings import CtganSettings
from synth.make.ctgan_training import Conditions
from synth.make.deep.trained import Trained
from synth.make.matrix import Matrix
from synth.prepare.schema import Column, Kind, Schema
from synth.prepare.table import DTYPES, Table

TINY = {"epochs": 2, "batch_size": 20, "generator_width": 16, "discriminator_width": 16, "embedding": 8}
KINDS: dict[str, Kind] = {"age": "number", "ward": "category", "day": "datetime", "back": "boolean"}


def patients(rows: int = 60) -> Table:
    """All kinds, each with a missing value somewhere."""
    rng = np.random.default_rng(0)
    ward = np.where(rng.random(rows) < 0.3, "heart", "knee").astype(object)
    gone = np.arange(rows) % 5 == 0
    frame = pd.DataFrame(
        {
            "age": pd.Series(rng.normal(50, 20, rows).round()).mask(gone),
            "ward": pd.Series(ward).where(~gone, None),
            "day": pd.Series(np.datetime64("2024-01-01") + rng.integers(0, 90, rows)).mask(gone),
            "back": pd.Series(pd.array(rng.random(rows) < 0.5, dtype="boolean")).mask(gone),
        }
    )
    return table(frame, KINDS)


def table(frame: pd.DataFrame, kinds: Mapping[str, Kind]) -> Table:
    columns = [Column(name=name, kind=kind, format="%Y-%m-%d", decimals=0) for name, kind in kinds.items()]
    return Table(frame.astype({name: DTYPES[kind] for name, kind in kinds.items()}), Schema(columns=tuple(columns)))


def fit(real: Table, progress: Progress = silent, seed: int = 0, **settings: Any) -> Trained:
    read = CtganSettings.read(TINY | settings)
    return Ctgan().fit(real, read, rng=np.random.default_rng(seed), progress=progress)


def state() -> str:
    """All of numpy's global random state, as text."""
    return repr(np.random.get_state())


def draw(fitted: Trained, rows: int, seed: int = 1) -> pd.DataFrame:
    return fitted.sample(rows, rng=np.random.default_rng(seed))


def test_samples_have_the_dtypes_and_values_of_the_table() -> None:
    real = patients()
    fitted = fit(real)
    for rows in (0, 1, 70):
        made = Table(draw(fitted, rows), real.schema)
        assert len(made) == rows
    assert set(made.frame["ward"]) <= {"heart", "knee", None}
    assert (made.frame["age"].dropna() % 1 == 0).all()
    assert made.frame["age"].min() >= real.frame["age"].min()
    assert made.frame["day"].max() <= real.frame["day"].max()


def test_training_learns_how_common_a_level_is_and_what_goes_with_it() -> None:
    ward = np.array(["heart", "knee", "knee", "knee"] * 100, dtype=object)
    frame = pd.DataFrame({"ward": ward, "side": np.where(ward == "heart", "left", "right").astype(object)})
    real = table(frame, {"ward": "category", "side": "category"})
    rates: dict[str, Any] = {"generator_rate": 2e-3, "discriminator_rate": 2e-3}
    wider = rates | {"generator_width": 64, "discriminator_width": 64}
    made = draw(fit(real, epochs=100, batch_size=200, **wider), 1000)
    assert (made["ward"] == "knee").mean() == pytest.approx(0.75, abs=0.1)
    assert ((made["ward"] == "heart") == (made["side"] == "left")).mean() > 0.8


def test_same_seed_same_rows_and_the_world_is_left_as_it_was() -> None:
    import torch  # noqa: PLC0415

    def world() -> list[object]:
        return [random.getstate(), state(), torch.get_rng_state().tolist(), torch.get_num_threads()]

    real, before = patients(), world()
    first, again, other = (draw(fit(real, seed=seed), 50) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    assert world() == before


def test_numpy_runs_the_network_as_torch_does() -> None:
    import torch  # noqa: PLC0415
    from ctgan.synthesizers.ctgan import Generator as Network  # noqa: PLC0415

    network = Network(6, (5, 4), 3)
    inputs = torch.randn(20, 6, generator=torch.Generator().manual_seed(0))
    weights = {name: values.numpy() for name, values in network.state_dict().items()}
    wanted = network(inputs).detach().numpy()
    np.testing.assert_allclose(forward(weights, inputs.numpy()), wanted, atol=1e-5)


def test_a_saved_network_samples_the_same_and_holds_no_pickle(tmp_path: Path) -> None:
    real = patients()
    fitted = fit(real)
    fitted.save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ctgan.json", "ctgan.npz"]
    pd.testing.assert_frame_equal(draw(Ctgan().load(tmp_path, real.schema), 50), draw(fitted, 50))


def test_a_folder_without_a_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Fit the model again"):
        Ctgan().load(tmp_path, patients().schema)


def test_every_epoch_is_told_with_losses_and_a_peek_that_changes_nothing() -> None:
    real, seen = patients(), []

    def note(
        stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Peek | None = None
    ) -> float | None:
        if measures is not None and peek is not None:
            seen.append((stage, done, total, set(measures), len(Table(peek(30), real.schema))))
        return None

    watched = fit(real, note)
    losses = {"Generator loss", "Discriminator loss"}
    assert seen == [("Training", 1, 2, losses, 30), ("Training", 2, 2, losses, 30)]
    pd.testing.assert_frame_equal(draw(watched, 50), draw(fit(real), 50))


def test_cancelling_stops_after_the_epoch() -> None:
    seen: list[int] = []

    def stop(
        stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Peek | None = None
    ) -> float | None:
        if measures is not None:
            seen.append(done)
            raise Cancelled("The run was cancelled.")
        return None

    before = state()
    with pytest.raises(Cancelled):
        fit(patients(), stop, epochs=1000)
    assert seen == [1]
    assert state() == before


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_tables_smaller_than_a_batch(rows: int) -> None:
    assert len(draw(fit(patients(rows)), 30)) == 30


def test_only_numbers_only_levels_and_nothing_but_missing() -> None:
    numbers = table(pd.DataFrame({"x": np.arange(100.0), "y": np.arange(100.0) ** 2}), {"x": "number", "y": "number"})
    assert draw(fit(numbers), 30)["x"].between(0, 99).all()
    empty = table(pd.DataFrame({"x": [np.nan] * 30, "y": [None] * 30}), {"x": "number", "y": "category"})
    assert draw(fit(empty), 30).isna().all(axis=None)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(ModelError, match="at least one of each"):
        fit(patients().take(np.array([], dtype=int)))


def test_conditions_ask_for_rare_levels_and_find_rows_that_meet_them() -> None:
    ward = np.array(["knee"] * 90 + ["heart"] * 10, dtype=object)
    frame = pd.DataFrame({"ward": ward, "x": np.arange(100.0), "side": np.where(np.arange(100) % 2, "left", "right")})
    real = table(frame, {"ward": "category", "x": "number", "side": "category"})
    rng = np.random.default_rng(0)
    matrix, filled = Matrix.learn(real, 20, rng, lambda *_: None)
    conditions = Conditions.of(matrix, filled)
    asked = conditions.ask(4000, rng)
    assert (asked.column == 0).mean() == pytest.approx(0.5, abs=0.03)
    share = (asked.level[asked.column == 0] == 1).mean()
    assert share == pytest.approx(np.log(11) / (np.log(11) + np.log(91)), abs=0.03)
    rows = conditions.rows(asked, 100, rng)
    for place, (start, _) in enumerate(conditions.spans):
        mine = asked.column == place
        assert (filled[rows[mine], start + asked.level[mine]] == 1).all()
        assert len(set(rows[mine])) == 100


def test_a_batch_is_made_of_whole_packs() -> None:
    assert CtganSettings(batch_size=500).batch == 500
    assert CtganSettings(batch_size=501).batch == 510
    assert CtganSettings(batch_size=20, pac=7).batch == 28
    with pytest.raises(SettingsError, match="epochs"):
        CtganSettings.read({"epochs": 0})


def test_the_forecast_grows_with_the_work_and_warns_in_words() -> None:
    few, real = patients(400), patients(20_000)
    quick = Ctgan().forecast(few, CtganSettings(epochs=30), 400)
    long = Ctgan().forecast(real, CtganSettings(epochs=100_000), 400)
    assert 2 < quick.seconds < 10
    assert 300 < quick.megabytes < 1000
    assert long.seconds > 100 * quick.seconds
    assert any("hours" in warning for warning in long.warnings)
    assert any("400 rows are few" in warning for warning in quick.warnings)
    assert any("larger than the table" in warning for warning in quick.warnings)
    many = table(pd.DataFrame({"code": [f"c{one}" for one in range(1500)]}), {"code": "category"})
    crowded = Ctgan().forecast(many, CtganSettings(epochs=1, max_levels=1000), 10).warnings
    assert any("'code' has 1500 levels" in warning for warning in crowded)
