from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.privacy import extremes, rare_values
from synth.judge.privacy.extremes import beyond
from synth.judge.privacy.replayed import holders
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.prepare.tables import table


def levels(names: list[str]) -> Table:
    return table(category={"job": names, "other": ["x"] * len(names)})


def rare(real: Table, synthetic: Table, holdout: Table | None, k: int = 5) -> Score:
    (found,) = rare_values.measure(Comparison.of(real, synthetic, holdout=holdout, k=k))
    return found


def extreme(real: Table, synthetic: Table, holdout: Table | None) -> Score:
    (found,) = extremes.measure(Comparison.of(real, synthetic, holdout=holdout))
    return found


def test_holders_are_units() -> None:
    codes, units = np.array([0, 0, 1, 1, 2], dtype=np.int32), np.array([0, 0, 0, 1, 1])
    assert holders(codes, units, 4).tolist() == [1, 2, 1, 0]


def test_rare_levels_are_counted_and_never_named() -> None:
    real = levels(["clerk"] * 90 + [f"secret {place}" for place in range(10)])
    holdout = levels(["clerk"] * 50)
    found = rare(real, levels(["clerk"] * 30 + [f"secret {place}" for place in range(10)]), holdout)
    assert found.value == 0.25
    assert found.low is not None
    assert found.reference is not None
    assert found.low > found.reference.high
    assert found.note.endswith("Rare levels are replayed: merge or suppress them. Most are in job.")
    assert "secret" not in found.note
    assert rare(real, levels(["clerk"] * 30 + ["new"] * 10), holdout).value == 0
    assert rare(real, real, holdout, k=1).value == 0


def test_rare_levels_that_fresh_rows_have_as_well_are_no_fault() -> None:
    names = ["clerk"] * 80 + ["nurse"] * 4
    found = rare(levels(names), levels(names), levels([*names, "clerk"]))
    assert found.value == pytest.approx(4 / 84)
    assert found.note.endswith("That is no more than chance.")


def test_values_beyond_the_kth_unit_from_either_end_are_extreme() -> None:
    real = table(number={"x": [1, 2, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, None]})
    (coded,) = Comparison.of(real, real).coded.values()
    assert coded.values[:10].tolist() == list(range(1, 11))
    assert beyond(coded, np.arange(14), 3).tolist() == [True] + [False] * 7 + [True, True, False]
    assert beyond(coded, np.array([0, 0, 0, 1, 1, 2, *range(3, 11)]), 3)[:4].tolist() == [True] * 4
    assert beyond(coded, np.zeros(14, dtype=np.int64), 3).tolist() == [True] * 10 + [False]


def test_replayed_extremes_are_counted() -> None:
    rng = np.random.default_rng(0)
    real, holdout, fresh = (table(number={"income": rng.lognormal(8, 1, rows)}) for rows in (200, 100, 100))
    found, copied = extreme(real, fresh, holdout), extreme(real, real, holdout)
    assert found.value == 0
    assert copied.value == 8 / 200
    assert copied.note.startswith(
        "8 of 200 synthetic rows hold a number or date of one of the 4 training people at either end; 0 of 100 fresh"
    )


def test_coarse_extremes_are_replayed_by_chance() -> None:
    ages = [*range(18, 60), *range(18, 60), 17, 61]
    real = table(number={"age": ages})
    found = extreme(real, real, table(number={"age": [*ages, 40]}))
    assert found.value == 6 / 86
    assert found.note.endswith("That is no more than chance.")


def test_what_cannot_be_replayed_is_not_measured() -> None:
    names, numbers = levels(["a", "b"] * 20), table(number={"x": range(40)})
    for found in (rare(numbers, numbers, numbers.take(np.arange(9))), extreme(names, names, names.take(np.arange(9)))):
        assert found.status == "not measured"
    assert rare(names, names, None).status == extreme(numbers, numbers, None).status == "not measured"
