"""The headline figures are those of the full measures, and those of tables whose figures are known."""

from __future__ import annotations

from synth.judge import Comparison, Score
from synth.judge.headlines import headlines
from synth.judge.joint import detection
from synth.judge.pairs import pair
from synth.judge.privacy import copies, dcr_share
from synth.judge.shapes import shape
from synth.judge.usefulness import usefulness
from synth.prepare import split
from tests.make.tables import visits


def test_they_are_what_the_measures_say() -> None:
    parts, made = split(visits(240), holdout=0.5, seed=0), visits(120, seed=9)
    comparison = Comparison.of(parts.train, made, holdout=parts.holdout, target="smoker")
    found = headlines(comparison)
    full = {
        score.measure: score
        for measure in (shape, pair, detection, copies, dcr_share, usefulness)
        for score in measure.measure(Comparison.of(parts.train, made, holdout=parts.holdout, target="smoker"))
        if isinstance(score, Score) and (not score.subject or score.group == "usefulness")
    }
    assert found.shape is not None
    assert found.pair is not None
    assert (found.shape.value, found.shape.ratio) == (full["shape"].value, full["shape"].error_ratio)
    assert (found.pair.value, found.pair.ratio) == (full["pair_raw"].value, full["pair_raw"].error_ratio)
    assert found.dcr_share.value == full["dcr_share"].value
    assert found.twins == full["copies"].reference
    assert found.trained_on_real == full["usefulness_real"].value
    assert found.trained_on_synthetic == full["usefulness_synthetic"].value
    assert found.lost is not None
    assert abs(found.lost - (full["usefulness"].value or 0)) < 1e-12
    assert found.detection == detection.trial(comparison).area().value


def test_a_copy_is_a_copy() -> None:
    parts = split(visits(240), holdout=0.5, seed=0)
    found = headlines(Comparison.of(parts.train, parts.train, holdout=parts.holdout, target="smoker"))
    assert found.shape is not None
    assert found.shape.value > 0.98  # draws are of the holdout's size
    assert found.copies.value == 1
    assert found.dcr_share.value > 0.9
    assert found.lost == 0
    assert all(rate.kept for rate in found.rates)
