from __future__ import annotations

import numpy as np
import pytest

from synth.judge.charts.distribution import distribution
from synth.judge.charts.ecdf import alt_ecdf, ecdf
from synth.judge.comparison import Comparison
from synth.judge.report import ColumnSummary
from synth.judge.summaries import PERCENTILES, summarise
from synth.prepare.palette import REAL, SYNTHETIC
from synth.prepare.table import Table
from tests.prepare.tables import table


def summary(real: Table, synthetic: Table) -> ColumnSummary:
    return summarise(Comparison.of(real, synthetic))[0]


def test_two_lines_rise_from_percentile_to_percentile() -> None:
    found = summary(table(number={"age": range(1001)}), table(number={"age": [*range(0, 2002, 2)]}))
    figure = ecdf(found)
    assert figure is not None
    real, synthetic = figure.data
    assert (real.line.color, synthetic.line.color, synthetic.line.dash) == (REAL, SYNTHETIC, "dash")
    assert tuple(real.y) == PERCENTILES
    np.testing.assert_allclose(real.x[49], 500)
    np.testing.assert_allclose(synthetic.x[49], 1000)
    said = figure.layout.title.text.replace("<br>", " ")
    assert said == "age: furthest apart at 99% of the values, which lie up to 990 real, 1980 synthetic"
    assert alt_ecdf(found).endswith(f"{said}.")


def test_no_percentile_is_that_of_a_single_extreme() -> None:
    real = table(number={"x": [*range(50), 10_000_000]})
    found = summary(real, real)
    assert len(found.real_percentiles) == 99
    assert max(found.real_percentiles) < 10_000_000 / 4
    assert found.real_percentiles[0] == np.mean(range(5))


def test_like_columns_are_called_alike_and_levels_have_no_curve() -> None:
    real = table(number={"x": range(100)}, category={"c": ["a", "b"] * 50})
    found = summarise(Comparison.of(real, real))
    assert "rise alike" in alt_ecdf(found[0])
    assert ecdf(found[1]) is None
    few = summary(table(number={"x": [1, 2, 3, None]}), table(number={"x": [1, 2, 3, None]}))
    assert ecdf(few) is None


def test_dates_stand_on_an_axis_of_dates() -> None:
    days = np.datetime64("2024-01-01") + np.arange(200)
    found = summary(table(datetime={"d": days}), table(datetime={"d": days + 30}))
    figure = ecdf(found)
    assert figure is not None
    assert figure.data[0].x[0] == "2024-01-03T00:00:00"
    assert "real, 2024-" in figure.layout.title.text.replace("<br>", " ")


def test_skewed_numbers_have_a_logarithmic_axis_and_others_do_not() -> None:
    rng = np.random.default_rng(0)
    skewed = table(number={"pay": rng.lognormal(5, 2, 500), "age": rng.uniform(20, 60, 500)})
    pay, age = summarise(Comparison.of(skewed, skewed))
    assert len(pay.log_edges) == len(pay.log_real) + 1
    assert sum(pay.log_real) == pytest.approx(1)
    assert age.log_edges == ()
    assert distribution(pay, log=True).layout.xaxis.type == "log"
    assert distribution(pay).layout.xaxis.type is None
    assert distribution(age, log=True).layout.xaxis.type is None
    figure = ecdf(pay, log=True)
    assert figure is not None
    assert figure.layout.xaxis.type == "log"


def test_even_shares_over_powers_of_ten_are_even_steps() -> None:
    powers = table(number={"x": 10 ** np.linspace(0, 4, 3000)})
    heights = distribution(summary(powers, powers), log=True).data[0].y[1:-1]
    np.testing.assert_allclose(heights, 1 / 30, atol=0.002)
