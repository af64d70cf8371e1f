from __future__ import annotations

import pytest

from synth.judge.charts.score_strip import alt_score_strip, score_strip
from synth.judge.score import Band, Score


def test_a_strip_holds_value_interval_band_and_floor() -> None:
    score = Score(
        group="pairs",
        measure="pair",
        value=0.9,
        low=0.88,
        high=0.91,
        reference=Band(value=0.98, low=0.97, high=0.99),
        floor=Band(value=0.7, low=0.6, high=0.8),
    )
    figure = score_strip(score)
    assert figure.data[0].x[0] == 0.9
    assert figure.data[0].error_x.array[0] == pytest.approx(0.01)
    assert {shape.x0 for shape in figure.layout.shapes} == {0.97, 0.98, 0.7}
    low, high = figure.layout.xaxis.range
    assert low < 0.7
    assert high > 0.99
    assert alt_score_strip(score) == (
        "Value 0.9, between 0.88 and 0.91; a fresh real sample has 0.98, between 0.97 and 0.99; "
        "no relation would have 0.7."
    )


def test_a_score_that_was_not_measured_has_an_empty_strip() -> None:
    score = Score(group="privacy", measure="dcr_share", status="not measured", note="No holdout.")
    assert not score_strip(score).data
    assert alt_score_strip(score) == "Not measured."
