from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.privacy import sides
from synth.judge.privacy.near import too_near
from synth.judge.privacy.near_copies import measure
from synth.judge.score import Band, Score
from synth.prepare.table import Table
from tests.judge.privacy.samples import flipped, joined, people, repeated, shuffled
from tests.prepare.tables import table


def score(real: Table, synthetic: Table, holdout: Table) -> tuple[Score, float, Band]:
    found, *_ = measure(Comparison.of(real, synthetic, holdout=holdout))
    assert isinstance(found, Score)
    assert found.value is not None
    assert found.reference is not None
    return found, found.value, found.reference


def test_too_near_is_nearer_than_all_but_one_in_a_hundred() -> None:
    assert too_near(np.arange(1_000.0)[::-1]) == 9
    assert too_near(np.arange(40.0)) == 2
    assert too_near(np.array([5.0, 4.0])) == 5


def test_a_copy_is_near_in_every_row_and_half_a_copy_in_half() -> None:
    real, holdout = people(300, 0), people(100, 1)
    assert score(real, real, holdout)[1] == 1
    found, value, band = score(real, joined(real.take(np.arange(150)), people(150, 2)), holdout)
    assert value == pytest.approx(0.5, abs=0.06)
    assert found.low is not None
    assert found.low > band.high
    assert "the riskiest rows" in found.note


def test_fresh_rows_are_no_nearer_than_chance_and_shuffled_ones_neither() -> None:
    inside = told = 0
    for seed in range(0, 60, 3):
        real, holdout, fresh = people(200, seed), people(80, seed + 1), people(150, seed + 2)
        _, value, band = score(real, fresh, holdout)
        inside += band.low <= value <= band.high
        other, _, band = score(real, shuffled(fresh, seed), holdout)
        told += other.low is not None and other.low > band.high
    assert inside >= 18
    assert told <= 1


def test_a_cell_changed_here_and_there_is_caught() -> None:
    real = people(300, 0)
    found, value, band = score(real, flipped(real, 1), people(100, 2))
    assert value > 0.5
    assert found.low is not None
    assert found.low > band.high


def test_rows_of_one_unit_count_less() -> None:
    real, holdout = repeated(people(100, 0), 4, "in"), repeated(people(50, 1), 4, "out")
    wide = score(real, repeated(people(60, 2), 4, "made"), holdout)[0]
    narrow = score(people(100, 0), joined(*[people(60, 2)] * 4), people(50, 1))[0]
    assert wide.value == narrow.value
    assert wide.high is not None
    assert narrow.high is not None
    assert wide.high > narrow.high


def test_bounded_rows_are_said_and_order_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "QUERIES", 50)
    real, fresh, holdout = people(100, 0), people(120, 1), people(60, 2)
    found = score(real, fresh, holdout)[0]
    assert found.rows == 50
    assert "50 of 120 synthetic rows, standard error 0.0" in found.note
    assert score(real.take(np.arange(100)[::-1]), fresh.take(np.arange(120)[::-1]), holdout)[0] == found


def test_equal_rows_everywhere_are_no_copying() -> None:
    same = table(category={"a": ["x"] * 30})
    found, value, band = score(same, same, same.take(np.arange(20)))
    assert value == band.value == 1
    assert found.note.endswith("no more than chance.")


def test_without_a_holdout_it_is_not_measured() -> None:
    found = measure(Comparison.of(people(20, 0), people(20, 1)))
    assert [isinstance(each, Score) and each.status for each in found] == ["not measured", "not measured"]


def test_what_crowds_is_told_from_what_copies() -> None:
    real, holdout, fresh = people(300, 0), people(150, 1), people(300, 2)
    copied, crowding = joined(fresh, real.take(np.arange(30))), joined(fresh, *[people(8, 3)] * 10)
    for made, leans in ((copied, True), (crowding, False)):
        lean = measure(Comparison.of(real, made, holdout=holdout))[1]
        assert isinstance(lean, Score)
        assert lean.value is not None
        assert lean.reference is not None
        assert (lean.value > lean.reference.high) is leans
        assert ("drawn from the rows that were learned from" in lean.note) is leans
