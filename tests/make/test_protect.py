"""The shield: rare levels and rare numbers leave no trace, and what is common stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synth.make import GENERATORS, Model, fit
from synth.make.protect import Levels, Shield
from synth.prepare import read_table
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table, visits
from tests.make.test_contract import QUICK
from tests.shared_files import shared

NAMES = [one.card.name for one in GENERATORS]
CANARIES = ("CANARY-7f3a9c1e", "ZZ-CANARY-RARE-DX", "Isle-of-Canary", "987654.3")


def levels(cells: Sequence[str | None], k: int, units: list[int] | None = None, label: str = "") -> Levels:
    return Levels.learn(pd.Series(cells, dtype=object), np.array(units or range(len(cells))), k, label)


def test_rare_levels_are_redrawn_by_the_frequency_of_the_others() -> None:
    cells = ["a"] * 30 + ["b"] * 10 + ["c", "c", None]
    guard = levels(cells, 3)
    assert guard.names == ("a", "b")
    assert guard.counts == (30, 10)
    assert guard.missing == 1
    made = guard.release(pd.Series(["c"] * 4000 + [None, "b"], dtype=object), np.random.default_rng(0))
    assert made[:4000].eq("a").mean() == pytest.approx(0.75, abs=0.03)
    assert made[4000] is None
    assert made[4001] == "b"


def test_a_label_stands_for_rare_levels_where_one_is_named() -> None:
    guard = levels(["a"] * 5 + ["b", "c"], 3, label="other")
    made = guard.release(pd.Series(["a", "b", None, "other"], dtype=object), np.random.default_rng(0))
    assert made.tolist() == ["a", "other", None, "other"]
    assert levels(["a"] * 5, 3, label="other").names == ("a",)


def test_k_counts_units_not_rows() -> None:
    assert levels(["a"] * 6 + ["b"] * 3, 3, units=[0, 0, 0, 1, 1, 1, 2, 3, 4]).names == ("b",)


def test_no_level_kept_leaves_nothing() -> None:
    made = levels(["a", "b"], 3).release(pd.Series(["a", "b"], dtype=object), np.random.default_rng(0))
    assert made.tolist() == [None, None]


def test_a_rare_boolean_is_redrawn() -> None:
    answers = pd.Series([True] * 9 + [False, None], dtype="boolean")
    made = Levels.learn(answers, np.arange(11), 3, "other").release(answers, np.random.default_rng(0))
    assert str(made.dtype) == "boolean"
    assert made.tolist() == [True] * 10 + [pd.NA]


def test_without_protection_a_table_is_covered_by_itself() -> None:
    real = visits(60)
    covered = Shield.learn(real, 1).cover(real, np.random.default_rng(0))
    pd.testing.assert_frame_equal(covered.frame, real.frame[covered.schema.names])


def test_a_shield_is_read_back_as_it_was_written() -> None:
    shield = Shield.learn(visits(200), 5)
    assert Shield.model_validate_json(shield.model_dump_json()) == shield


def test_rare_training_values_are_no_more_common_than_in_the_holdout() -> None:
    made, held_out = Counter[str](), Counter[str]()
    for seed in range(3):
        train, holdout = visits(1000, seed), visits(1000, seed + 100)
        synthetic = fit(train, "trees", seed=seed).sample(1000, seed=seed)
        for name in ("age", "weight", "cost", "ward", "admitted"):
            rare = _rare(train, name)
            assert rare
            made[name] += int(synthetic.frame[name].isin(rare).sum())
            held_out[name] += int(holdout.frame[name].isin(rare).sum())
    for name, count in held_out.items():
        assert made[name] <= count + 3 * np.sqrt(count + 1), name


@pytest.mark.parametrize("name", NAMES)
def test_a_canary_leaves_no_trace(name: str, tmp_path: Path) -> None:
    _no_trace(_patients(), name, tmp_path / "model")


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_the_shared_canary_leaves_no_trace(name: str, tmp_path: Path) -> None:
    _no_trace(read_table(shared("messy", "made", "c_canary_patients.csv")), name, tmp_path / "model")


def _patients() -> Table:
    """300 patients, the last of whom nobody resembles."""
    rng = np.random.default_rng(0)
    columns = {
        "patient_id": [f"P{number:05d}" for number in range(299)] + [CANARIES[0]],
        "sex": [*rng.choice(["F", "M"], 299), "X"],
        "age": [*rng.integers(18, 90, 299), 117],
        "dx": [*rng.choice(["K21", "I10", "E11"], 299), CANARIES[1]],
        "sbp": [*rng.normal(120, 15, 299).round(1), 987654.3],
        "region": [*rng.choice(["North", "South"], 299), CANARIES[2]],
    }
    kinds = ("key", "category", "number", "category", "number", "category")
    return table(
        columns,
        Schema(
            columns=tuple(
                Column(name=name, kind=kind, treatment="key" if kind == "key" else "model", decimals=decimals)
                for name, kind, decimals in zip(columns, kinds, (None, None, 0, None, 1, None), strict=True)
            )
        ),
    )


def _no_trace(real: Table, name: str, folder: Path) -> None:
    told: list[str] = []

    def note(stage: str, done: int, total: int, measures: object = None, peek: object = None) -> None:
        told.append(f"{stage} {measures}")

    model = fit(real, name, settings=QUICK.get(name, {}), progress=note)
    model.save(folder)
    for seed in range(2):
        made = Model.load(folder).sample(2000, seed=seed, progress=note)
        assert "X" not in set(made.frame["sex"])
        assert made.frame["age"].max() < 117
        told.append(made.frame.to_csv())
    told += [path.read_bytes().decode("utf-8", errors="replace") for path in folder.rglob("*.json")]
    told += [*model.notes, str(model.recipe())]
    assert not [canary for canary in CANARIES for text in told if canary in text]
    for path in folder.rglob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            numbers = [arrays[key] for key in arrays.files if arrays[key].dtype.kind == "f"]
            assert not any((array > 100_000).any() for array in numbers)


def _rare(real: Table, name: str) -> set[object]:
    held = pd.DataFrame({"value": real.frame[name], "unit": real.units()}).dropna().drop_duplicates()
    counts = held["value"].value_counts()
    return set(counts.index[counts < 5])
