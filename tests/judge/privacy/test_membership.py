from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from synth.judge.comparison import Comparison
from synth.judge.privacy import membership, membership_density, near
from synth.judge.privacy.auc import auc, chance
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.judge.privacy.samples import flipped, joined, people, repeated, shuffled

Measure = Callable[[Comparison], list[Score]]
BOTH = pytest.mark.parametrize("measure", [membership.measure, membership_density.measure], ids=["distance", "density"])


def score(measure: Measure, real: Table, synthetic: Table, holdout: Table | None) -> Score:
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout))
    return found


def clear(found: Score) -> bool:
    """Whether members are told, beyond chance."""
    assert found.low is not None
    assert found.reference is not None
    return found.low > found.reference.high


def test_the_auc_is_the_usual_one() -> None:
    figures, member = np.array([0.0, 1, 1, 2, 3, 0]), np.array([True, True, False, False, False, True])
    assert auc(figures, member) == pytest.approx(roc_auc_score(member, -figures))
    assert auc(np.arange(4.0), np.array([True, True, False, False])) == 1


def test_chance_spreads_as_members_dealt_anew_do() -> None:
    rng = np.random.default_rng(0)
    units = np.repeat(np.arange(30), 2)
    figures = np.repeat(rng.normal(size=30), 2)
    member = np.arange(60) < 24
    dealt = [auc(figures, np.isin(units, rng.permutation(30)[:12])) for _ in range(400)]
    assert chance(figures, member, units) == pytest.approx(np.std(dealt), rel=0.1)
    assert chance(figures, member, np.arange(60)) < 0.8 * chance(figures, member, units)


@BOTH
def test_a_copy_gives_every_member_away(measure: Measure) -> None:
    real = people(200, 0)
    found = score(measure, real, real, people(80, 1))
    assert found.value is not None
    assert found.value >= 0.95
    assert clear(found)
    assert "make the table again" in found.note


@BOTH
def test_half_a_copy_and_flipped_rows_are_caught(measure: Measure) -> None:
    real, holdout = people(300, 0), people(120, 1)
    assert clear(score(measure, real, flipped(real, 2), holdout))
    assert clear(score(measure, real, joined(real.take(np.arange(150)), people(150, 3)), holdout))


@BOTH
def test_a_generator_that_never_saw_the_rows_gives_none_away(measure: Measure) -> None:
    told = inside = 0
    for seed in range(0, 45, 3):
        real, holdout, fresh = people(200, seed), people(80, seed + 1), people(150, seed + 2)
        found = score(measure, real, fresh, holdout)
        assert found.value is not None
        assert found.reference is not None
        inside += found.reference.low <= found.value <= found.reference.high
        told += clear(found) + clear(score(measure, real, shuffled(real, seed), holdout))
    assert inside >= 12
    assert told <= 1


@BOTH
def test_natural_twins_are_not_asked_about(measure: Measure) -> None:
    once, holdout = people(200, 0), people(80, 1)
    real, mixed = (joined(rows, once.take(np.arange(40))) for rows in (once, holdout))
    found = score(measure, real, real, mixed)
    assert found.rows == 160 + 80
    assert found.value is not None
    assert found.value >= 0.95


@BOTH
def test_too_few_targets_are_not_measured(measure: Measure) -> None:
    assert score(measure, people(60, 0), people(60, 1), None).status == "not measured"
    few = score(measure, people(60, 0), people(60, 1), people(19, 2))
    assert few.status == "not measured"
    assert "too few to try" in few.note


@BOTH
def test_order_is_no_matter_and_bounds_are_said(measure: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "TARGETS", 40)
    real, fresh, holdout = people(100, 0), people(90, 1), people(60, 2)
    found = score(measure, real, fresh, holdout)
    assert found.rows == 80
    assert "40 of 100 training rows, standard error 0.0" in found.note
    again = score(measure, *(each.take(np.arange(len(each))[::-1]) for each in (real, fresh, holdout)))
    assert (again.value, again.low, again.high) == pytest.approx((found.value, found.low, found.high))
    assert again.reference == found.reference


@BOTH
def test_rows_of_one_unit_widen_the_band(measure: Measure) -> None:
    def changed(rows: int, seed: int, name: str) -> Table:
        one = repeated(people(rows, seed), 3, name)
        noise = np.random.default_rng(seed).normal(0, 1e-4, len(one))
        return Table(one.frame.assign(height=one.frame["height"] + noise), one.schema)

    by_unit = Comparison.of(changed(60, 0, "in"), people(100, 2), holdout=changed(30, 1, "out"))
    band = measure(by_unit)[0].reference
    assert band is not None
    assert band.high - 0.5 > 1.4 * 1.96 * np.sqrt(1 / 12 * (1 / 180 + 1 / 90))
