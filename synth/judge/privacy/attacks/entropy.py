"""How well a column tells people apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from synth.judge.coding import Coded


def most_telling_first(columns: Iterable[Coded]) -> list[Coded]:
    """Columns by the entropy of their values among the real rows, the largest first; ties by name."""
    return sorted(columns, key=lambda column: (-_entropy(column), column.column.name))


def _entropy(column: Coded) -> float:
    counts = column.count(column.pool)
    shares = counts[counts > 0] / len(column.pool)
    return round(float(-(shares * np.log(shares)).sum()), 9)
