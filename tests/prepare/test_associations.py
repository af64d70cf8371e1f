"""Associations: known answers for each kind of pair, missing values pair by pair, and no relation reads as none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import contingency

from synth.errors import TableError
from synth.prepare.associations import as_codes, associate, correlation_ratio, cramers_v, crosstab, pearson
from synth.prepare.table import Table
from tests.prepare.tables import table


def pair(whole: Table, first: str, second: str) -> float:
    names, matrix = associate(whole)
    assert np.array_equal(matrix, matrix.T, equal_nan=True)
    return float(matrix[names.index(first), names.index(second)])


def test_numbers_that_rise_or_fall_together() -> None:
    whole = table(number={"x": [1, 2, 3, 4], "up": [3, 5, 7, 9], "down": [4, 3, 2, 1]})
    assert pair(whole, "x", "up") == pytest.approx(1)
    assert pair(whole, "x", "down") == pytest.approx(-1)
    assert pair(whole, "x", "x") == pytest.approx(1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(-1000, 1000))] * 3), min_size=3, max_size=30))
def test_pearson_is_pandas_pairwise(rows: list[tuple[int | None, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b", "c"]).astype(float)
    with np.errstate(all="ignore"):
        expected = frame.corr(min_periods=2).to_numpy()
    found = pearson(frame.to_numpy())
    known = np.isfinite(expected)
    np.testing.assert_allclose(found[known], expected[known], atol=1e-9)
    flat = np.array([[frame[[a, b]].dropna().nunique().min() < 2 for a in frame] for b in frame])
    assert np.isnan(found[flat]).all()


def test_a_large_offset_costs_no_digits() -> None:
    x = np.arange(1000.0)
    noise = np.random.default_rng(0).normal(size=1000)
    plain, moved = (pearson(np.column_stack([x + offset, x + 50 * noise]))[0, 1] for offset in (0, 1e12))
    assert moved == pytest.approx(plain, abs=1e-4)


def test_dates_count_as_numbers() -> None:
    days = pd.date_range("2020-01-01", periods=5).astype(str).tolist()
    whole = table(number={"x": [0, 1, None, 3, 4]}, datetime={"day": [*days[:4], None]})
    assert pair(whole, "x", "day") == pytest.approx(1)


def test_categories_that_decide_each_other_or_do_not() -> None:
    whole = table(category={"a": list("xyxy") * 25, "b": list("pqpq") * 25, "c": list("mmnn") * 25})
    assert pair(whole, "a", "b") == pytest.approx(1)
    assert pair(whole, "a", "c") == 0


def test_cramers_v_is_bergsmas_correction() -> None:
    counts = np.array([[30, 10, 5], [10, 40, 5]])
    total, (r, k) = counts.sum(), counts.shape
    phi2 = contingency.association(counts, method="cramer") ** 2 * (min(r, k) - 1)
    corrected = phi2 - (r - 1) * (k - 1) / (total - 1)
    room = min(r - (r - 1) ** 2 / (total - 1), k - (k - 1) ** 2 / (total - 1)) - 1
    assert cramers_v(counts) == pytest.approx(np.sqrt(corrected / room))
    padded = np.zeros((4, 5), dtype=int)
    padded[1:3, [0, 2, 4]] = counts
    assert cramers_v(padded) == pytest.approx(cramers_v(counts))


def test_a_group_that_decides_the_number_or_does_not() -> None:
    whole = table(
        number={"x": [1, 1, 5, 5] * 10, "noise": [1, 2, 1, 2] * 10},
        category={"g": list("aabb") * 10},
        boolean={"flag": [True, True, False, None] * 10},
    )
    assert pair(whole, "g", "x") == pytest.approx(1)
    assert pair(whole, "g", "noise") == 0
    assert pair(whole, "flag", "x") == pytest.approx(1)
    assert pair(whole, "g", "flag") == pytest.approx(1)


def test_the_correlation_ratio_by_hand() -> None:
    # groups (1, 3) and (5, 7): 16 of the 20 squared units lie between them; corrected 1 − (4/20)·(3/2) = .7
    ratio = correlation_ratio(np.array([0, 0, 1, 1, -1]), np.array([1.0, 3, 5, 7, 100]))
    assert ratio == pytest.approx(np.sqrt(0.7))


def test_many_levels_without_meaning_read_as_no_relation() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.integers(0, 40, (2, 2000)).astype(str).tolist()
    whole = table(number={"x": rng.normal(size=2000)}, category={"a": first, "b": second})
    assert pair(whole, "a", "x") < 0.1
    assert pair(whole, "a", "b") < 0.1


def test_what_cannot_be_measured_is_nan() -> None:
    whole = table(
        number={"x": [1, 2, 3, 4], "flat": [7, 7, 7, 7], "empty": [None] * 4},
        category={"one": list("aaaa"), "each": list("abcd"), "none": [None] * 4},
    )
    _, matrix = associate(whole)
    measured = np.isfinite(matrix)
    assert measured.tolist() == np.diag([True, False, False, False, True, False]).tolist()
    assert np.isnan(associate(table(number={"x": []}, category={"c": []})).matrix).all()
    assert associate(table(text={"note": ["a"]})).matrix.shape == (0, 0)


def test_levels_beyond_the_commonest_49_are_one() -> None:
    levels = [f"l{number:03}" for number in range(60) for _ in range(3)] + ["l059"]
    codes = as_codes(pd.Series([*levels, None], dtype=object))
    assert codes.max() == 49
    assert codes[-1] == -1
    assert codes[-2] == 0  # the commonest
    assert (codes == 49).sum() == 11 * 3
    assert crosstab(codes, codes).sum() == len(levels)


def test_neither_row_order_nor_column_order_matters() -> None:
    rng = np.random.default_rng(1)
    whole = table(number={"x": rng.normal(size=90)}, category={"a": rng.choice(list("pqr"), 90).tolist()})
    shuffled = whole.take(rng.permutation(90))
    assert pair(whole, "x", "a") == pytest.approx(pair(shuffled, "x", "a"))
    names, matrix = associate(whole, ["a", "x"])
    assert names == ("a", "x")
    assert matrix[0, 1] == pytest.approx(pair(whole, "x", "a"))


def test_text_and_unknown_columns_are_refused() -> None:
    whole = table(number={"x": [1, 2]}, text={"note": ["a", "b"]})
    with pytest.raises(TableError, match="kind text"):
        associate(whole, ["x", "note"])
    with pytest.raises(TableError, match="no column 'y'"):
        associate(whole, ["y"])
