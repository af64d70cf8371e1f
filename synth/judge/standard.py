"""SDMetrics' own quality, diagnostic and privacy scores, as it reports them, for those who know them from elsewhere."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from synth.judge.align import align
from synth.judge.report import StandardScores
from synth.judge.standard_privacy import bound, privacy_scores
from synth.prepare.schema import Schema
from synth.prepare.table import Table

ROWS = 20_000  # from 50,000 rows on SDMetrics draws some without a seed; under that its figures can be repeated
COLUMNS = 50  # it takes some 3 ms for each pair of columns, however few the rows


def standard(
    real: Table,
    synthetic: Table,
    seed: int = 0,
    *,
    holdout: Table | None = None,
    known: Sequence[str] = (),
    secrets: Sequence[str] = (),
    rows: int = ROWS,
    columns: int = COLUMNS,
) -> StandardScores:
    """Score the modelled columns with SDMetrics, at its own thresholds for pairs and with all pairs counted.

    All tables are read by the real one's schema. At most `rows` rows a side and `columns` columns are used, and fewer
    rows for privacy, drawn by `seed` and said in the note; an attacker knows the columns `known` and guesses `secrets`.
    Scores are from 0 to 1, higher is better; what SDMetrics could not score is None. A failure of SDMetrics is a note,
    never an error.
    """
    rng = np.random.default_rng(seed)
    synthetic, _ = align(synthetic, real.schema, "synthetic table")
    schema, bounds = synthetic.schema.select([column.name for column in synthetic.schema.modelled]), list[str]()
    privacy, said = _privacy(real, synthetic, holdout, schema, known, secrets, seed)
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
    return StandardScores(
        version=version("sdmetrics"),
        scores=scores | privacy,
        note=f"{_note(thresholds, bounds)} {said}",
    )


def _privacy(
    real: Table,
    synthetic: Table,
    holdout: Table | None,
    schema: Schema,
    known: Sequence[str],
    secrets: Sequence[str],
    seed: int,
) -> tuple[dict[str, float | None], str]:
    """The privacy scores by name, and what is to be said of them."""
    rng, names, most = np.random.default_rng(seed), schema.names, bound(len(schema.columns))
    held = align(holdout, schema, "holdout")[0] if holdout is not None else None

    def drawn(table: Table) -> pd.DataFrame:
        return table.frame[names].sample(min(len(table), most), random_state=rng, ignore_index=True)

    real_rows, made_rows = drawn(real), drawn(synthetic)
    held_rows = drawn(held) if held is not None and held.schema.names == names else None
    known, secrets = ([name for name in chosen if name in names] for chosen in (known, secrets))
    metadata = {"tables": {"table": schema.to_sdmetrics()}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = privacy_scores(real_rows, made_rows, held_rows, metadata, known=known, secrets=secrets, seed=seed)
    said = f"Privacy is taken on at most {most:,} rows a side, drawn by the seed"
    if known and secrets:
        said += f"; its attacker knows {', '.join(known)} and guesses {', '.join(secrets)}"
    return scores, f"{said}."


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
