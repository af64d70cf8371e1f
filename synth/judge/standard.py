"""SDMetrics' own quality and diagnostic scores, as it reports them, for those who know them from elsewhere."""

from __future__ import annotations

import math
import warnings
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from synth.judge.align import align
from synth.judge.report import StandardScores
from synth.prepare.table import Table

ROWS = 20_000  # from 50,000 rows on SDMetrics draws some without a seed; under that its figures can be repeated
COLUMNS = 50  # it takes some 3 ms for each pair of columns, however few the rows


def standard(
    real: Table, synthetic: Table, seed: int = 0, *, rows: int = ROWS, columns: int = COLUMNS
) -> StandardScores:
    """Score the modelled columns with SDMetrics, at its own thresholds for pairs and with all pairs counted.

    Both tables are read by the real one's schema. At most `rows` rows a side and `columns` columns are used, drawn by
    `seed` and said in the note. Scores are from 0 to 1, higher is better; what SDMetrics could not score is None. A
    failure of SDMetrics is a note, never an error.
    """
    rng = np.random.default_rng(seed)
    synthetic, _ = align(synthetic, real.schema, "synthetic table")
    schema, bounds = synthetic.schema.select([column.name for column in synthetic.schema.modelled]), list[str]()
    if len(schema.columns) > columns:
        drawn = rng.choice(schema.names, columns, replace=False)
        bounds.append(f"{columns} of {len(schema.columns)} columns")
        schema = schema.select(drawn.tolist())
    drawn_real, drawn_synthetic = (
        table.frame[schema.names].sample(min(len(table), rows), random_state=rng) for table in (real, synthetic)
    )
    if max(len(real), len(synthetic)) > rows:
        bounds.append(f"at most {rows:,} rows a side")
    try:
        scores, thresholds = _scores(drawn_real, drawn_synthetic, {"tables": {"table": schema.to_sdmetrics()}})
    except Exception as error:  # another's code on any table: whatever it raises, our own scores stand
        return StandardScores(
            version=version("sdmetrics"),
            scores={},
            note=f"Not measured: SDMetrics could not score this table ({type(error).__name__}).",
        )
    return StandardScores(version=version("sdmetrics"), scores=scores, note=_note(thresholds, bounds))


def _scores(real: pd.DataFrame, synthetic: pd.DataFrame, metadata: dict[str, Any]) -> tuple[Any, tuple[float, float]]:
    """Both reports' scores by the names that SDMetrics gives them, and its default thresholds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sdmetrics.reports import DiagnosticReport, QualityReport  # noqa: PLC0415  slow to import

        quality, every_pair, diagnostic = QualityReport(), QualityReport(), DiagnosticReport()
        thresholds = quality.real_correlation_threshold, quality.real_association_threshold
        every_pair.real_correlation_threshold = every_pair.real_association_threshold = 0
        for report in (quality, every_pair, diagnostic):
            report.generate({"table": real}, {"table": synthetic}, metadata, verbose=False)
        scores = {
            "Quality": quality.get_score(),
            **_properties(quality),
            "Quality, all pairs": every_pair.get_score(),
            "Column Pair Trends, all pairs": _properties(every_pair)["Column Pair Trends"],
            "Diagnostic": diagnostic.get_score(),
            **_properties(diagnostic),
        }
    return {name: float(score) if math.isfinite(score) else None for name, score in scores.items()}, thresholds


def _properties(report: Any) -> dict[str, float]:
    """The parts of a report's score, less those that need constraints, which we check ourselves."""
    parts = report.get_properties()
    return {
        name: score for name, score in zip(parts["Property"], parts["Score"], strict=True) if "Constraint" not in name
    }


def _note(thresholds: tuple[float, float], bounds: list[str]) -> str:
    correlation, association = thresholds
    note = (
        f"As SDMetrics {version('sdmetrics')} reports them. By default it scores only pairs whose real correlation "
        f"exceeds {correlation:g} or association {association:g}; “all pairs” counts each one. It cuts the real and "
        "the synthetic column into different bins, so that even two halves of one real table may score well below 1."
    )
    return note + (f" Taken on {' and '.join(bounds)}, drawn by the seed." if bounds else "")
