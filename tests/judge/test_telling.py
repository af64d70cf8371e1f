from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.telling import held_values, tell_bin, tell_middle
from tests.prepare.tables import table

REAL = table(
    number={"age": [*range(100)], "gain": [0] * 90 + [*range(1, 11)]},
    category={"job": ["nurse"] * 90 + ["smith"] * 7 + ["queen"] * 3},
    datetime={"seen": ["2024-01-01"] * 95 + [None] * 5},
)


def said(name: str, number: int) -> str | None:
    comparison = Comparison.of(REAL, REAL)
    return tell_bin(comparison, comparison.coded[name], number)


def test_bins_are_told_by_their_fifth_values_from_either_end() -> None:
    assert said("age", 0) == "age is 4 to 5"
    assert said("gain", 10) == "gain is 0"
    assert said("seen", 0) == "seen is 2024-01-01"
    assert said("seen", 1) == "seen is missing"


def test_levels_of_few_holders_are_not_told() -> None:
    assert [said("job", number) for number in range(3)] == ["job is nurse", "job is smith", None]
    comparison = Comparison.of(REAL, REAL)
    assert held_values(comparison, comparison.coded["job"]).tolist() == [True, True, False, False]
    rows = np.arange(100) > 95
    assert tell_bin(comparison, comparison.coded["job"], 0, rows) is None
    assert tell_middle(comparison, comparison.coded["age"], rows) is None


def test_the_middle_is_a_mean_of_some_rows() -> None:
    comparison = Comparison.of(REAL, REAL)
    assert tell_middle(comparison, comparison.coded["age"], np.arange(100) < 41) == "age is about 20"
