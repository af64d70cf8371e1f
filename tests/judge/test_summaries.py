from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.report import ColumnSummary
from synth.judge.summaries import PERCENTILES, extremes, merged, quantiles, smoothed, summarise
from synth.prepare.table import Table
from tests.prepare.tables import table


def summary(real: Table, synthetic: Table | None = None) -> ColumnSummary:
    return summarise(Comparison.of(real, real if synthetic is None else synthetic))[0]


def test_levels_of_few_holders_are_merged() -> None:
    real = table(category={"x": ["a"] * 6 + ["b"] * 5 + ["rare"] * 4 + ["secret"] * 3 + [None] * 2})
    found = summary(real, table(category={"x": ["a"] * 5 + ["new"] * 5}))
    assert found.labels == ("a", "b", "other")
    assert found.real == (0.3, 0.25, 0.35)
    assert found.synthetic == (0.5, 0.0, 0.5)
    assert (found.real_missing, found.synthetic_missing) == (0.1, 0.0)
    assert (found.real_distinct, found.synthetic_distinct) == (4, 2)


def test_a_merged_rest_of_few_holders_takes_the_rarest_level_with_it() -> None:
    real = table(category={"x": ["a"] * 8 + ["b"] * 6 + ["secret"]})
    found = summary(real)
    assert found.labels == ("a", "other")
    assert found.real == pytest.approx((8 / 15, 7 / 15))


def test_holders_are_units_and_not_rows() -> None:
    real = table(
        category={"x": ["a"] * 10 + ["b"] * 10},
        key={"who": [*map(str, range(10)), *["same"] * 10]},
        unit="who",
    )
    assert summary(real).labels == ("other",)


def test_shares_and_missing_add_up_to_one() -> None:
    rng = np.random.default_rng(0)
    real = table(number={"x": [*rng.normal(size=200), *[None] * 50]})
    found = summary(real, table(number={"x": [*rng.normal(0, 9, size=90), *[None] * 10]}))
    assert sum(found.real) + found.real_missing == pytest.approx(1)
    assert sum(found.synthetic) + found.synthetic_missing == pytest.approx(1)
    assert len(found.edges) == len(found.real) + 1 == len(found.synthetic) + 1


def test_outer_edges_are_the_kth_extremes() -> None:
    values = np.random.default_rng(0).normal(size=100)
    found = summary(table(number={"x": [*values, 1e6, -1e6]}))
    ordered = np.sort([*values, 1e6, -1e6])
    assert found.edges[0] == ordered[4]
    assert found.edges[-1] == ordered[-5]


def test_whole_numbers_stand_in_the_middle_of_their_bin() -> None:
    real = table(number={"x": [1, 2, 3] * 10})
    whole = real.with_schema(real.schema.with_column("x", decimals=0))
    assert summary(whole).edges == (0.5, 1.5, 2.5, 3.5)
    assert summary(whole).real == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_bins_of_few_holders_join_their_neighbours() -> None:
    values = np.array([0.5] * 9 + [1.5] * 2 + [2.5] * 9 + [4.5] * 9)
    assert merged(np.arange(6.0), values, None, 5).tolist() == [0, 1, 3, 4, 5]
    assert merged(np.arange(3.0), np.array([0.5] * 9 + [1.5]), None, 5).tolist() == [0, 2]


def test_dates_have_edges_in_seconds_and_labels_in_words() -> None:
    found = summary(table(datetime={"x": ["2024-01-01"] * 9 + ["2024-01-31"] * 9}))
    assert (found.labels[0], found.labels[-1]) == ("2024-01-01T00:00:00", "2024-01-31T00:00:00")
    assert found.edges[-1] - found.edges[0] == 30 * 86_400
    assert found.real_quantiles[0] == found.edges[0]


def test_a_column_with_fewer_than_k_values_tells_none_of_them() -> None:
    found = summary(table(number={"x": [1, 2, 3, None]}))
    assert (found.edges, found.real_quantiles, found.labels, found.real) == ((), (), ("other",), (0.75,))


def test_a_quantile_lies_between_means_of_k_holders() -> None:
    values = np.arange(1.0, 11)
    assert quantiles(values, None, 5) == pytest.approx([3, 3.25, 5.5, 7.75, 8])
    units = np.array([0, 0, 0, 0, 1, 2, 3, 4, 5, 6])
    assert quantiles(values, units, 5) == pytest.approx([np.mean(values)] * 5)
    assert quantiles(values[:4], None, 5) == []


def test_percentiles_do_not_tell_values_of_fewer_than_k_apart() -> None:
    values = np.sort(np.random.default_rng(0).gamma(2, 30, 60).round())
    spread = values.reshape(12, 5) + np.array([0.4, -0.2, -0.1, -0.1, 0])  # in each five, the same in sum
    found = [quantiles(each, None, 5, PERCENTILES) for each in (values, spread.ravel())]
    assert len(found[0]) == 99
    assert found[0] == pytest.approx(found[1])


def test_stretches_hold_k_units_and_do_not_overlap() -> None:
    values, units = np.arange(40.0), np.append(np.zeros(20, int), np.arange(20))
    middles, means = smoothed(values, units, 5)
    assert middles.tolist() == means.tolist() == [12, 27, 32, 37]


def test_extremes_count_each_unit_once() -> None:
    values = np.array([1.0, 2, 3, 10, 20])
    assert extremes(values, None, 2) == (2, 10)
    assert extremes(values, np.array([0, 0, 0, 1, 2]), 2) == (10, 10)
    assert extremes(values, np.array([0, 0, 0, 1, 1]), 3) is None
