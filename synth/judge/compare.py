"""Compare a synthetic table with the real one: every measure, in order, into one report."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth import __version__
from synth.judge import copies, distance, rules, usefulness
from synth.judge.comparison import Comparison
from synth.judge.pairs import pair
from synth.judge.report import Associations, Report, Source
from synth.judge.score import Score
from synth.judge.shapes import chi_squared, ks, missing_rate, shape, total_variation
from synth.judge.summaries import summarise
from synth.prepare.associations import associate
from synth.prepare.table import Table

Measure = Callable[[Comparison], list[Score]]

MEASURES: tuple[Measure, ...] = (
    shape.measure,
    ks.measure,
    total_variation.measure,
    chi_squared.measure,
    missing_rate.measure,
    pair.measure,
    usefulness.measure,
    copies.measure,
    distance.measure,
    rules.measure,
)
"""Every measure, in the order of the report. Each gives its scores of one comparison, whatever its tables hold."""


def compare(
    real: Table,
    synthetic: Table,
    *,
    holdout: Table | None = None,
    target: str | None = None,
    k: int = 5,
    seed: int = 0,
    progress: Callable[[str, int, int], object] | None = None,
) -> Report:
    """Take all measures of `synthetic` against `real`, its training rows, and `holdout`, real rows it never saw.

    The real table's schema is applied to the others. `target` (by default the schema's) is the column whose prediction
    tells usefulness. No value held by fewer than `k` units enters the report. `progress(group, done, total)` hears of
    each finished measure by its group, and may raise to stop. The same tables and seed give the same report. SDMetrics'
    figures are apart, in `synth.judge.standard`. Raises `ReportError` for tables that cannot be compared.
    """
    comparison = Comparison.of(real, synthetic, holdout=holdout, target=target, k=k, seed=seed)
    steps = len(MEASURES) + 1
    scores: list[Score] = []
    for done, measure in enumerate(MEASURES, start=1):
        scores += measure(comparison)
        if progress is not None:
            progress(scores[-1].group, done, steps)
    report = Report(
        real=_source(real),
        synthetic=_source(synthetic),
        holdout=_source(holdout) if holdout is not None else None,
        target=comparison.target,
        seed=seed,
        versions=versions(),
        notes=(*comparison.notes, *_how(comparison)),
        scores=tuple(scores),
        columns=summarise(comparison),
        associations=_associations(comparison),
    )
    if progress is not None:
        progress("charts", steps, steps)
    return report


def versions() -> dict[str, str]:
    """Versions of what a score can depend on."""
    libraries = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "synth": __version__,
        "python": platform.python_version(),
        **{library: version(library) for library in libraries},
    }


def _how(comparison: Comparison) -> list[str]:
    """Sentences on what the scores stand on."""
    rows = comparison.size
    notes = []
    if comparison.holdout is None:
        notes.append(
            "There is no holdout: what a fresh real sample would score is estimated from parts of the real table, and "
            "usefulness and privacy cannot be told. Hold some rows out before the generator is fitted."
        )
    elif rows < len(comparison.synthetic):
        notes.append(
            f"Shapes and pairs are means over {len(comparison.takes)} draws of about {rows:,} synthetic rows, as many "
            "as the holdout has, so that scores and references are of equal size."
        )
    if comparison.by_unit:
        notes.append("Several rows may be of one unit: rows are drawn, and holders of a value counted, unit by unit.")
    return notes


def _source(table: Table) -> Source:
    """How many rows there are, and a hash of the names and cells in their order."""
    content = hashlib.sha256("\x1f".join(table.frame.columns).encode())
    for name in table.frame.columns:
        content.update(pd.util.hash_pandas_object(table.frame[name], index=False).to_numpy().tobytes())
    return Source(rows=len(table), sha256=content.hexdigest())


def _associations(comparison: Comparison) -> Associations:
    real, synthetic = (associate(table, comparison.names).matrix for table in (comparison.real, comparison.synthetic))
    return Associations(names=tuple(comparison.names), real=_plain(real), synthetic=_plain(synthetic))


def _plain(matrix: NDArray[np.float64]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(value if np.isfinite(value) else None for value in row) for row in matrix.tolist())
