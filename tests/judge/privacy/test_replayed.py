from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.privacy import extremes, rare_numbers, rare_values
from synth.judge.privacy.extremes import beyond
from synth.judge.privacy.replayed import holders
from synth.judge.score import Band, Score
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


def number(real: Table, synthetic: Table, holdout: Table | None, k: int = 5) -> Score:
    (found,) = rare_numbers.measure(Comparison.of(real, synthetic, holdout=holdout, k=k))
    return found


def clear(found: Score) -> bool:
    return found.low is not None and found.reference is not None and found.low > found.reference.high


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


def test_where_there_is_no_such_column_nothing_is_replayed() -> None:
    names, numbers = levels(["a", "b"] * 20), table(number={"x": range(40)})
    for found in (
        rare(numbers, numbers, numbers.take(np.arange(9))),
        extreme(names, names, names.take(np.arange(9))),
        number(names, names, names.take(np.arange(9))),
    ):
        assert (found.status, found.value, found.reference) == ("ok", 0, Band(value=0, low=0, high=0))
        assert found.note.endswith("so none is replayed.")


def test_without_a_holdout_nothing_tells_what_chance_brings_back() -> None:
    names, numbers = levels(["a", "b"] * 20), table(number={"x": range(40)})
    assert number(numbers, numbers, None).status == "not measured"
    assert rare(names, names, None).status == extreme(numbers, numbers, None).status == "not measured"


def incomes(rows: int, seed: int, decimals: int) -> Table:
    rng = np.random.default_rng(seed)
    return table(number={"income": rng.lognormal(8, 1, rows).round(decimals), "age": rng.integers(18, 80, rows)})


def test_replayed_numbers_are_counted_in_the_column_where_it_is_clearest() -> None:
    real, fresh, holdout = incomes(200, 0, 2), incomes(200, 1, 2), incomes(100, 2, 2)
    half = real.frame["income"].where(np.arange(200) < 100, fresh.frame["income"])
    found = number(real, replace(fresh, frame=fresh.frame.assign(income=half.sample(frac=1, random_state=0))), holdout)
    assert clear(found)
    assert found.value == pytest.approx(0.5, abs=0.01)
    assert found.note.startswith("income, the column where it is clearest: 100 of 200 synthetic rows hold a number")
    assert "value protection" in found.note


@pytest.mark.parametrize("decimals", [-2, 0, 2])
def test_fresh_numbers_are_replayed_by_chance_alone(decimals: int) -> None:
    told = 0
    for seed in range(0, 60, 3):
        real, fresh, holdout = (incomes(rows, seed + part, decimals) for part, rows in enumerate((300, 200, 100)))
        told += clear(number(real, fresh, holdout))
    assert told <= 1


def test_numbers_between_neighbours_that_k_people_span_replay_nobody() -> None:
    real, holdout = incomes(2000, 0, 0).select(["income"]), incomes(2000, 1, 0).select(["income"])
    ends = np.sort(real.frame["income"].to_numpy())[::5]
    rng = np.random.default_rng(2)
    places = rng.integers(len(ends) - 1, size=2000)
    between = table(number={"income": rng.uniform(ends[places], ends[places + 1]).round()})
    found, copied = number(real, between, holdout), number(real, real, holdout)
    assert not clear(found)
    assert clear(copied)
    assert not clear(number(real, real, holdout, k=1))
