from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.privacy import sides
from synth.judge.privacy.dcr_share import _meaning, measure
from synth.judge.score import Band, Score
from synth.prepare.read import read_table
from synth.prepare.table import Table
from tests.judge.privacy.samples import flipped, joined, people, repeated
from tests.prepare.tables import table
from tests.shared_files import shared


def score(real: Table, synthetic: Table, holdout: Table) -> tuple[Score, float, Band]:
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout))
    assert found.value is not None
    assert found.reference is not None
    return found, found.value, found.reference


def test_a_copy_scores_one() -> None:
    real = people(400, 0)
    found, value, band = score(real, real, people(400, 1))
    assert (value, found.low, found.high) == (1.0, 1.0, 1.0)
    assert band.high < 0.6
    assert "Make the table again" in found.note


def test_a_copy_of_the_holdout_scores_nothing_and_is_said_to_be_odd() -> None:
    holdout = people(400, 1)
    found, value, _ = score(people(400, 0), holdout, holdout)
    assert value == 0.0
    assert "Check that the first table" in found.note


def test_a_single_column_with_values_of_its_own_is_measured() -> None:
    real, made = (people(60, seed).select(["age"]) for seed in (0, 1))
    made = replace(made, frame=made.frame + 0.5)
    assert 0 < score(real, made, people(60, 2).select(["age"]))[1] < 1


@pytest.mark.parametrize("holdout", [200, 1_000, 3_000])
def test_a_fresh_sample_scores_a_half_at_any_split(holdout: int) -> None:
    for seed in range(5):
        found, value, band = score(people(1_000, seed), people(800, 100 + seed), people(holdout, 200 + seed))
        assert band.value == 0.5
        assert value == pytest.approx(0.5, abs=0.05)
        assert found.low is not None
        assert found.low <= band.high


def test_the_band_holds_about_19_of_20_fresh_samples() -> None:
    inside = 0
    for seed in range(30):
        _, value, band = score(people(300, seed), people(300, 100 + seed), people(100, 200 + seed))
        inside += band.low <= value <= band.high
    assert inside >= 26


def test_half_copies_score_three_quarters() -> None:
    real, fresh = people(2_000, 0), people(1_000, 1)
    half = joined(real.take(np.arange(500)), fresh.take(np.arange(500, 1_000)))
    assert score(real, half, people(2_000, 2))[1] == pytest.approx(0.75, abs=0.03)


def test_where_all_rows_are_equal_ties_are_split_by_their_number() -> None:
    same = {rows: table(category={"a": ["x"] * rows}) for rows in (10, 30, 90)}
    found, value, band = score(same[90], same[10], same[30])
    assert value == pytest.approx(0.5)
    assert found.low == pytest.approx(found.high)
    assert band.low == pytest.approx(band.high)


def test_each_tenth_cell_replaced_is_caught() -> None:
    real = people(1_000, 0)
    found, value, band = score(real, flipped(real, 5), people(1_000, 1))
    assert value > 0.8
    assert found.low is not None
    assert found.low > band.high


def test_neither_order_nor_names_matter() -> None:
    real, synthetic, holdout = people(300, 0), people(250, 1), people(200, 2)
    rng = np.random.default_rng(0)

    def changed(original: Table) -> Table:
        levels = {"ward": {letter: letter.upper() for letter in "abcdefgh"}}
        frame = original.frame.replace(levels)[original.schema.names[::-1]]
        schema = original.schema.build(columns=[column.model_dump() for column in original.schema.columns[::-1]])
        return Table(frame, schema).take(rng.permutation(len(frame)))

    assert score(real, synthetic, holdout)[1:] == score(changed(real), changed(synthetic), changed(holdout))[1:]


def test_rows_of_one_unit_widen_the_band() -> None:
    real, holdout, synthetic = repeated(people(100, 0), 5, "in"), repeated(people(100, 1), 5, "out"), people(500, 2)
    by_unit = Comparison.of(real, synthetic.with_schema(synthetic.schema), holdout=holdout)
    alone = replace(by_unit, units=np.arange(1_000))
    (wide,), (narrow,) = measure(by_unit), measure(alone)
    assert wide.reference is not None
    assert narrow.reference is not None
    assert wide.value == narrow.value
    assert wide.reference.high - 0.5 > 1.5 * (narrow.reference.high - 0.5)


def test_more_rows_than_asked_for_are_drawn_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = people(300, 0), people(500, 1), people(300, 2)
    full, _, _ = score(*tables)
    monkeypatch.setattr(sides, "QUERIES", 100)
    drawn, _, _ = score(*tables)
    assert score(*tables)[0] == drawn
    assert (drawn.rows, full.rows) == (100, 500)
    assert "100 of 500 synthetic rows, standard error 0.0" in drawn.note
    assert "Taken on" not in full.note


def test_above_the_band_but_not_clearly_is_no_pass_in_words() -> None:
    said = _meaning(Band(value=0.632, low=0.551, high=0.728), Band(value=0.5, low=0.41, high=0.595), 242)
    assert said.endswith(
        "a fresh sample has 50.0% and up to 59.5% by chance: not clearly nearer, 242 rows cannot tell."
    )


def test_without_a_holdout_it_is_not_measured() -> None:
    (found,) = measure(Comparison.of(people(20, 0), people(20, 1)))
    assert (found.status, found.value) == ("not measured", None)
    assert "holdout" in found.note


@pytest.mark.shared
def test_a_published_table_that_is_known_to_copy_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "QUERIES", 5_000)
    folder = shared("data", "adult_equal_split")
    real = read_table(folder / "adult__trn.csv.gz")
    holdout, synthetic = (
        read_table(folder / f"adult__{name}.csv.gz", schema=real.schema) for name in ("hol", "2023-05_synthpop")
    )
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout))
    assert found.value == pytest.approx(0.60, abs=0.02)
    assert found.low is not None
    assert found.reference is not None
    assert found.low > found.reference.high
