"""SDMetrics' privacy scores, as it reports them.

Its NewRowSynthesis is left out: it builds an expression from every cell and has pandas evaluate it, which no cell of a
stranger's table may come near. Exact copies are counted by `synth.judge` itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

ROWS = 1_000
CELLS = 20_000_000  # rows × rows × columns: SDMetrics holds every pair of rows at once, twice
BASELINE = "DCR Baseline Protection"
OVERFITTING = "DCR Overfitting Protection"
DISCLOSURE = "Disclosure Protection (CAP)"


def bound(columns: int) -> int:
    """Rows a side that fit into memory with so many columns, 1,000 at the most."""
    return min(ROWS, int((CELLS / max(columns, 1)) ** 0.5))


def privacy_scores(
    real: pd.DataFrame,
    synthetic: pd.DataFrame,
    holdout: pd.DataFrame | None,
    metadata: dict[str, Any],
    *,
    known: Sequence[str],
    secrets: Sequence[str],
    seed: int,
) -> dict[str, float | None]:
    """Scores from 0 to 1, higher is better; None for those that need a holdout, known columns or a secret.

    `DCROverfittingProtection` holds the training rows against the holdout; `DisclosureProtection` has an attacker who
    knows `known` guess `secrets`. All rows that are given are used.
    """
    from sdmetrics.single_table import (  # noqa: PLC0415  slow to import
        DCRBaselineProtection,
        DCROverfittingProtection,
        DisclosureProtection,
    )

    table = {"metadata": metadata, "table_name": "table"}
    kinds = metadata["tables"]["table"]["columns"]
    numbers = [name for name in (*known, *secrets) if kinds[name]["sdtype"] in ("numerical", "datetime")]
    real, synthetic = _plain(real), _plain(synthetic)
    baseline = type("Seeded", (DCRBaselineProtection,), {"_seed": seed})  # it draws its random rows without a seed
    with _seeded(seed):
        scores = {
            BASELINE: _score(baseline, real, synthetic, **table),
            OVERFITTING: None,
            DISCLOSURE: None,
        }
        if holdout is not None:
            scores[OVERFITTING] = _score(DCROverfittingProtection, real, synthetic, _plain(holdout), **table)
        if known and secrets:
            scores[DISCLOSURE] = _score(
                DisclosureProtection, real, synthetic, list(known), list(secrets), continuous_column_names=numbers
            )
    return scores


def _score(metric: Any, *tables: Any, **options: Any) -> float | None:
    """What a metric gives, or None where it cannot take these tables."""
    try:
        score = float(metric.compute(*(each.copy() for each in tables), **options))
    except Exception:  # another's code on any table: the other scores stand
        return None
    return score if math.isfinite(score) else None


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Booleans that may be missing as objects: SDMetrics takes no others."""
    booleans = frame.select_dtypes("boolean").columns
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), None) for name in booleans})


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """SDMetrics draws what is missing from numpy's global generator: give that a seed, and put back what was there."""
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)
