"""SDMetrics' figures are those that it gives by hand."""

from __future__ import annotations

import warnings
from importlib.metadata import version

import numpy as np
import pytest

from synth.judge.standard import standard
from synth.judge.standard_privacy import bound
from synth.prepare.table import Table
from tests.prepare.tables import table


def mixed(rows: int, seed: int) -> Table:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    return table(
        number={"x": x, "y": x + rng.normal(size=rows) / 2, "z": rng.normal(size=rows)},
        category={"a": np.where(x > 0, "p", "q")},
        boolean={
            "b": [None if gone else bool(value) for gone, value in zip(rng.random(rows) < 0.1, x > 1, strict=True)]
        },
        datetime={"d": np.datetime64("2024-01-01") + rng.integers(0, 90, rows).astype("timedelta64[D]")},
        text={"note": ["free"] * rows},
    )


def test_scores_are_what_sdmetrics_reports_when_called_by_hand() -> None:
    from sdmetrics.reports import DiagnosticReport, QualityReport  # noqa: PLC0415  slow to import

    real, synthetic = mixed(300, 0), mixed(200, 1)
    names = ["x", "y", "z", "a", "b", "d"]
    tables = {"t": real.frame[names]}, {"t": synthetic.frame[names]}
    kinds = ["numerical"] * 3 + ["categorical", "boolean", "datetime"]
    metadata = {"tables": {"t": {"columns": {name: {"sdtype": kind} for name, kind in zip(names, kinds, strict=True)}}}}
    quality, every, diagnostic = QualityReport(), QualityReport(), DiagnosticReport()
    every.real_correlation_threshold = every.real_association_threshold = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for report in (quality, every, diagnostic):
            report.generate(*tables, metadata, verbose=False)
    found = standard(real, synthetic)
    assert found.version == version("sdmetrics")
    assert found.scores["Quality"] == pytest.approx(quality.get_score())
    assert found.scores["Quality, all pairs"] == pytest.approx(every.get_score())
    assert found.scores["Diagnostic"] == pytest.approx(diagnostic.get_score())
    for report, suffix in ((quality, ""), (every, ", all pairs")):
        parts = dict(report.get_properties().to_numpy())
        assert found.scores[f"Column Pair Trends{suffix}"] == pytest.approx(parts["Column Pair Trends"])
    assert found.scores["Quality"] != found.scores["Quality, all pairs"]
    assert "0.5" in found.note
    assert "0.3" in found.note


def test_it_is_silent_and_leaves_its_tables_alone(capfd: pytest.CaptureFixture[str]) -> None:
    real = mixed(50, 0)
    before = real.frame.copy()
    assert standard(real, real).scores["Quality"] == pytest.approx(1.0)
    assert capfd.readouterr() == ("", "")
    assert real.frame.equals(before)


def test_what_it_cannot_score_is_none() -> None:
    single = table(number={"x": [1, 2, 3, 4]})
    assert standard(single, single).scores["Column Pair Trends"] is None
    assert set(standard(single, table(number={"another": [1, 2]})).scores.values()) == {None}


def test_its_failure_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("with a real value in its message")

    monkeypatch.setattr("sdmetrics.reports.QualityReport.generate", fail)
    found = standard(mixed(20, 0), mixed(20, 1))
    assert found.scores == {}
    assert found.note == "Not measured: SDMetrics could not score this table (ZeroDivisionError)."


def test_large_and_wide_tables_are_cut_by_the_seed_and_said_so() -> None:
    real, synthetic = mixed(80, 0), mixed(60, 1)
    found = standard(real, synthetic, seed=1, rows=70, columns=3)
    assert found == standard(real, synthetic, seed=1, rows=70, columns=3)
    assert found.scores != standard(real, synthetic, seed=1).scores
    assert "Taken on 3 of 6 columns and at most 70 rows a side" in found.note


def test_privacy_scores_are_what_sdmetrics_gives_by_hand() -> None:
    from sdmetrics.single_table import (  # noqa: PLC0415  slow to import
        DCROverfittingProtection,
        DisclosureProtection,
    )

    real, synthetic, holdout = (mixed(rows, seed).select(["x", "y", "a"]) for rows, seed in ((90, 0), (70, 1), (60, 2)))
    found = standard(real, synthetic, holdout=holdout, known=["a", "x"], secrets=["y"]).scores
    metadata = {"tables": {"t": real.schema.to_sdmetrics()}}
    frames = [each.frame for each in (real, synthetic, holdout)]
    by_hand = DCROverfittingProtection.compute(*frames, metadata, "t")
    assert found["DCR Overfitting Protection"] == pytest.approx(by_hand)
    by_hand = DisclosureProtection.compute(
        real.frame.copy(), synthetic.frame.copy(), ["a", "x"], ["y"], continuous_column_names=["x", "y"]
    )
    assert found["Disclosure Protection (CAP)"] == pytest.approx(by_hand)
    assert found["DCR Baseline Protection"] is not None


def test_privacy_scores_can_be_repeated_and_leave_the_global_generator_alone() -> None:
    real, synthetic = mixed(60, 0), mixed(50, 1)
    np.random.seed(7)
    expected = np.random.rand()
    np.random.seed(7)
    found = standard(real, synthetic, seed=2)
    assert np.random.rand() == expected
    assert found == standard(real, synthetic, seed=2)
    assert found.scores["DCR Overfitting Protection"] is None
    assert found.scores["Disclosure Protection (CAP)"] is None
    assert "at most 1,000 rows a side" in found.note


def test_a_wide_table_is_given_to_sdmetrics_in_fewer_rows() -> None:
    assert bound(5) == 1_000
    assert bound(117) ** 2 * 117 <= 20_000_000
