"""Rates of missing cells and zeros, on columns counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from synth.judge import Comparison
from synth.judge.rates import Rate, rates
from synth.prepare import Column, Schema, Table

SCHEMA = Schema(columns=(Column(name="gain", kind="number"), Column(name="word", kind="category")))


def test_chance_keeps_two_rates_so_far_apart() -> None:
    rate = Rate("a", "missing", 0.5, 0.5, (100, 100))
    assert np.isclose(rate.bound, 1.96 * np.sqrt(0.25 * 2 / 100))
    assert Rate("a", "missing", 0.5, 0.6, (100, 100)).kept
    assert not Rate("a", "missing", 0.5, 0.65, (100, 100)).kept
    assert Rate("a", "missing", 0.0, 0.0, (100, 100)).kept
    assert not Rate("a", "missing", 0.0, 0.01, (100, 100)).kept


def test_zeros_are_counted_where_they_are_a_tenth_and_gaps_where_there_are_any() -> None:
    real = _table([0.0] * 10 + [None] * 20 + [5.0] * 70, ["x"] * 100)
    made = _table([0.0] * 30 + [5.0] * 70, ["x"] * 90 + [None] * 10)
    found = {(rate.column, rate.state): rate for rate in rates(Comparison.of(real, made))}
    assert set(found) == {("gain", "missing"), ("gain", "zero"), ("word", "missing")}
    assert (found["gain", "zero"].real, found["gain", "zero"].synthetic) == (0.1, 0.3)
    assert (found["gain", "missing"].real, found["gain", "missing"].synthetic) == (0.2, 0.0)
    assert (found["word", "missing"].real, found["word", "missing"].synthetic) == (0.0, 0.1)


def test_fewer_zeros_are_no_spike() -> None:
    real, made = _table([0.0] * 9 + [5.0] * 91, ["x"] * 100), _table([0.0] * 100, ["x"] * 100)
    assert rates(Comparison.of(real, made)) == []


def _table(gain: Sequence[float | None], word: Sequence[str | None]) -> Table:
    return Table(
        pd.DataFrame({"gain": pd.Series(list(gain), dtype="float64"), "word": pd.Series(list(word), dtype=object)}),
        SCHEMA,
    )
