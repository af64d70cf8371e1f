from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from synth.judge.coding import Codes
from synth.judge.comparison import Comparison
from synth.judge.joint import sides
from synth.judge.joint.detection import cannot_tell, measure
from synth.judge.joint.sides import FOLDS, Sample, deal
from synth.judge.joint.trial import share_below, tell_apart
from synth.judge.score import Band, Score
from synth.prepare.table import Table
from tests.judge.test_controls import independent, population
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, holdout: Table | None = None) -> list[Score]:
    found = measure(Comparison.of(real, synthetic, holdout=holdout))
    return [score for score in found if isinstance(score, Score)]


def band(value: float, reach: float = 0.0) -> Band:
    return Band(value=value, low=value - reach, high=value + reach)


def test_two_samples_of_one_source_lie_inside_the_band() -> None:
    inside, areas = [], []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        rows = Comparison.of(population(120, 2 * seed), population(120, 2 * seed + 1))
        samples = sides.pair(rows, "real", "synthetic", 100, rng)
        trial = tell_apart(list(rows.coded.values()), *samples, rng, seed)
        chance, area = trial.chance(), trial.area().value
        inside.append(chance.low <= area <= chance.high)
        areas.append(area)
    assert np.mean(inside) >= 0.9
    assert np.mean(areas) == pytest.approx(0.5, abs=0.03)


def test_a_table_without_relations_is_told_apart_and_fresh_rows_are_not() -> None:
    real, fresh, holdout = population(500, 0), population(400, 1), population(400, 2)
    good, unseen = scores(real, fresh, holdout)
    for score in (good, unseen):
        assert score.value is not None
        assert score.reference is not None
        assert score.floor is not None
        assert score.reference.low <= score.value <= score.reference.high < score.floor.low
        assert "Nothing to do" in score.note
    for score in scores(real, independent(fresh, 3), holdout):
        assert score.low is not None
        assert score.reference is not None
        assert score.low > score.reference.high
        assert "not as real ones are" in score.note


def test_a_copy_of_the_training_rows_is_not_called_good() -> None:
    real = population(300, 0)
    copied, unseen = scores(real, real, population(200, 1))
    assert copied.status == "not measured"
    assert "copying, not likeness" in copied.note
    assert unseen.status == "ok"


def test_rows_that_repeat_because_cells_are_few_are_no_copies() -> None:
    def people(rows: int, seed: int) -> Table:
        rng = np.random.default_rng(seed)
        wards = rng.choice(["east", "west"], rows)
        ill = np.where(rng.random(rows) < 0.9, wards == "east", wards == "west")
        return table(number={"age": rng.integers(20, 80, rows)}, category={"ward": wards, "ill": ill.astype(str)})

    against_training, _ = scores(people(600, 1), people(450, 2), people(100, 3))  # nine in ten equal a training row
    assert "cop" not in against_training.note
    assert "more than of fresh rows" not in against_training.note


def test_real_rows_that_are_there_by_design_are_not_called_copies() -> None:
    real = population(300, 0)
    marks = np.array(["real"] * len(real), dtype=object)
    mixed = replace(Comparison.of(real, real, holdout=population(200, 1)), provenance=marks)
    note = next(score.note for score in measure(mixed) if isinstance(score, Score))
    assert "holds real rows or cells by design" in note
    assert "copying" not in note


def test_rows_that_lie_close_to_training_rows_are_far_under_a_half() -> None:
    real = table(number={name: np.random.default_rng(place).normal(size=400) for place, name in enumerate("ab")})
    near = Table(real.frame + 1e-6, real.schema)
    score, _ = scores(real, near)
    assert score.value is not None
    assert score.value < 0.4
    assert "copying, not likeness" in score.note


def test_without_relations_in_the_source_it_cannot_tell() -> None:
    rng = np.random.default_rng(0)
    tables = [table(number={name: rng.normal(size=200) for name in "abc"}) for _ in range(3)]
    for score in scores(*tables):
        assert score.status == "not measured"
        assert "cannot be told" in score.note


def test_far_off_is_told_even_where_the_bands_overlap() -> None:
    chance, floor = band(0.5, 0.1), band(0.55, 0.1)
    assert cannot_tell(band(0.52, 0.05), chance, floor)
    assert not cannot_tell(band(0.9, 0.05), chance, floor)
    assert not cannot_tell(band(0.2, 0.05), chance, floor)
    assert not cannot_tell(band(0.52, 0.05), chance, band(0.9, 0.1))


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    tables = [population(rows, seed) for seed, rows in enumerate((120, 90, 60))]
    mixed = [each.take(rng.permutation(len(each))) for each in tables]
    for one, other in zip(scores(*tables), scores(*mixed), strict=True):
        assert (one.value, one.low, one.note) == (other.value, other.low, other.note)


def test_equal_rows_and_units_share_a_fold() -> None:
    rng = np.random.default_rng(0)
    numbers, units = rng.integers(0, 300, 400), rng.integers(0, 300, 400)
    units[:100] = np.arange(300, 400)
    folds = deal(numbers[:200], np.arange(200), rng)
    assert all(len(set(folds[numbers[:200] == number])) == 1 for number in set(numbers[:200].tolist()))
    folds = deal(np.arange(400), units, rng)
    assert all(len(set(folds[units == unit])) == 1 for unit in set(units.tolist()))
    assert np.bincount(folds, minlength=FOLDS).min() > 100


def test_where_units_chain_all_rows_only_equal_rows_are_kept_together() -> None:
    numbers, units = np.arange(60) // 2, (np.arange(60) + 1) // 2
    folds = deal(numbers, units, np.random.default_rng(0))
    assert len(set(folds.tolist())) == FOLDS
    assert (folds[::2] == folds[1::2]).all()


def test_a_share_below_counts_ties_half() -> None:
    assert share_below(np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0, 3.0])).tolist() == [0, 0.25, 0.625]


def test_the_band_is_that_of_theory_and_units_of_several_rows_widen_it() -> None:
    rng = np.random.default_rng(0)
    columns = list(Comparison.of(population(100, 0), population(100, 1)).coded.values())
    codes = np.array([column.real for column in columns]), np.array([column.synthetic for column in columns])
    alone = tell_apart(columns, *_samples(codes, np.arange(100)), rng, 0)
    assert alone.chance().high - 0.5 == pytest.approx(1.96 * np.sqrt(2) * np.sqrt(201 / 12) / 100, rel=0.05)
    double = np.repeat(codes[0][:, :50], 2, axis=1), np.repeat(codes[1][:, :50], 2, axis=1)
    twice = tell_apart(columns, *_samples(double, np.arange(100) // 2), rng, 0)
    assert twice.chance().high - 0.5 == pytest.approx(np.sqrt(2) * (alone.chance().high - 0.5), rel=0.1)


def _samples(codes: tuple[Codes, Codes], units: NDArray[np.int64]) -> tuple[Sample, Sample]:
    return Sample(codes[0], units), Sample(codes[1], units)


def test_a_few_rows_or_one_column_are_not_measured() -> None:
    for tables in ((population(10, 0), population(50, 1)), (table(number={"a": range(50)}),) * 2):
        for score in scores(*tables):
            assert score.status == "not measured"
