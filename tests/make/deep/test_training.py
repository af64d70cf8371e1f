"""The watch over training: best epoch, stopping, warnings; and how near made rows come, where the answer is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.errors import ModelError
from synth.make import fit
from synth.make.contract import silent
from synth.make.deep.closeness import Closeness
from synth.make.deep.trained import Trained, Weights
from synth.make.deep.training import Rows, Watch
from synth.make.matrix import Coded, Floats, Matrix
from tests.make.tables import visits
from tests.make.test_ctgan import table

RNG = np.random.default_rng(0)
AGE = RNG.normal(50, 10, 600)
REAL = table(
    pd.DataFrame({"ward": np.where(AGE > 50, "heart", "knee"), "age": AGE}), {"ward": "category", "age": "number"}
)
MATRIX, FILLED = Matrix.learn(REAL, 20, np.random.default_rng(0), lambda *_: None)


@dataclass(frozen=True)
class Copier(Trained):
    """Makes the rows that it is given as weights, in turn."""

    @property
    def at_once(self) -> int:
        return 10_000

    @property
    def last(self) -> str:
        raise NotImplementedError

    def outputs(self, rows: int, rng: np.random.Generator) -> Floats:
        raise NotImplementedError

    def draw(self, rows: int, rng: np.random.Generator) -> list[Coded]:
        return coded(self.weights["rows"][np.arange(rows) % len(self.weights["rows"])])


def coded(rows: Floats) -> list[Coded]:
    """The codes of rows of the matrix."""
    return [
        Coded(
            rows[:, start:end].argmax(axis=1), rows[:, start - 1] if column.form == "modes" else np.empty(0, np.float32)
        )
        for column, start, end in MATRIX.spans
    ]


def watch(by_distance: bool = True, patience: int = 3, epochs: int = 10) -> Watch:
    closeness = Closeness.of(MATRIX, FILLED[:300], FILLED[300:], np.random.default_rng(0))
    return Watch(silent, finish, closeness, epochs, patience, 0, by_distance=by_distance)


def finish(weights: Weights) -> Trained:
    return Copier(MATRIX, weights, embedding=0)


def test_the_matrix_is_filled_again_from_its_codes() -> None:
    np.testing.assert_array_equal(MATRIX.fill(coded(FILLED)), FILLED)


def test_rows_held_back_are_at_no_distance_from_themselves() -> None:
    closeness = watch().closeness
    assert closeness is not None
    held = closeness.near(coded(FILLED[300:]))
    assert held.distance == pytest.approx(0, abs=1e-6)
    assert held.nearness < 0.05
    learned = closeness.near(coded(FILLED[:300]))
    assert 0 < learned.distance < 0.1
    assert learned.nearness > 0.95
    assert "learned rows by heart" in learned.notes[0]
    one = closeness.near(coded(FILLED[:1].repeat(50, axis=0)))
    assert one.distance > 3 * learned.distance


def test_fresh_rows_are_as_near_to_either_and_raise_no_warning() -> None:
    closeness = Closeness.of(MATRIX, FILLED[:200], FILLED[200:400], np.random.default_rng(0))
    assert closeness is not None
    fresh = closeness.near(coded(FILLED[400:]))
    assert fresh.nearness == pytest.approx(0.5, abs=3 * fresh.error)
    assert not fresh.notes


def test_the_epoch_nearest_to_rows_held_back_is_kept_and_training_stops() -> None:
    found = watch()
    states = [FILLED[:5], FILLED[300:500], *[FILLED[:5]] * 8]
    stops = [found.epoch(at, {"loss": 1.0}, None, partial(dict, rows=rows)) for at, rows in enumerate(states, 1)]
    assert found.best_epoch == 2
    assert stops.index(True) == 4
    np.testing.assert_array_equal(found.fitted().weights["rows"], states[1])


def test_the_least_loss_on_rows_held_back_decides_where_losses_say_something() -> None:
    found = watch(by_distance=False)
    for at, held in enumerate([3.0, 1.0, 2.0], 1):
        found.epoch(at, {"loss": 1.0}, held, partial(dict, rows=FILLED[: 100 * at]))
    assert len(found.fitted().weights["rows"]) == 200
    assert "by heart" in found.fitted().notes[0]


def test_without_rows_held_back_the_last_epoch_is_kept() -> None:
    found = Watch(silent, finish, Closeness.of(MATRIX, FILLED, FILLED[:0], RNG), 5, 1, 0, by_distance=True)
    for at in range(1, 6):
        assert not found.epoch(at, {"loss": 1.0}, None, partial(dict, rows=FILLED[:at]))
    assert len(found.fitted().weights["rows"]) == 5


def test_training_that_breaks_off_says_so() -> None:
    with pytest.raises(ModelError, match="Lower the learning rate"):
        watch().epoch(1, {"loss": nan}, None, dict)
    with pytest.raises(ModelError, match="at least one epoch"):
        watch().fitted()


def test_no_more_rows_are_held_back_than_tell() -> None:
    rows = Rows.split(np.zeros((60_000, 1), dtype=np.float32), 0.2, RNG)
    assert (len(rows.learned), len(rows.held)) == (55_000, 5_000)
    assert len(Rows.split(FILLED[:100], 0.1, RNG).held) == 0


@pytest.mark.parametrize("name", ["ctgan", "tvae", "vaegan"])
def test_how_near_rows_come_is_told_while_it_trains(name: str) -> None:
    seen: list[set[str]] = []

    def note(stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Any = None) -> None:
        seen.append(set(measures or ()))

    fit(visits(300), name, settings={"epochs": 2, "batch_size": 100}, progress=note)
    told = [measures for measures in seen if "nearness to learned rows" in measures]
    assert len(told) == 2
    assert all("distance to rows held back" in measures for measures in told)


@pytest.mark.parametrize("setting", ["dropout", "judge_dropout"])
def test_dropout_reaches_the_networks_of_a_vaegan(setting: str) -> None:
    def learned(**changed: float) -> Floats:
        fitted = fit(visits(200), "vaegan", settings={"epochs": 1, "batch_size": 100, "width": 16, **changed}).fitted
        assert isinstance(fitted, Trained)
        return fitted.weights["0.weight"]

    usual = learned()
    np.testing.assert_array_equal(learned(dropout=0.0, judge_dropout=0.3), usual)
    assert not np.array_equal(learned(**{setting: 0.6}), usual)


@pytest.mark.parametrize("name", ["ctgan", "tvae", "vaegan"])
def test_cells_are_missing_together_as_often_as_in_the_real_rows_however_short_the_training(name: str) -> None:
    pay = RNG.normal(50, 10, 300)
    words = ["heart" if at % 2 else "knee" for at in range(300)]
    real = table(
        pd.DataFrame(
            {
                "ward": pd.Series(words).mask(pay < 42),
                "dose": pd.Series(pay**2).mask((pay < 42) | (pay > 60)),
                "pay": pay,
            }
        ),
        {"ward": "category", "dose": "number", "pay": "number"},
    )
    made = fit(real, name, settings={"epochs": 1, "batch_size": 100}).sample(3000).frame.isna()
    whole = real.frame.isna()
    for ward, dose in [(False, False), (True, True), (False, True), (True, False)]:
        shares = [((each["ward"] == ward) & (each["dose"] == dose)).mean() for each in (whole, made)]
        assert shares[1] == pytest.approx(shares[0], abs=0.03)
