"""How well gaps are filled: known cells were hidden before anything was learned, and are held against what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.exhibits import Imputed, ImputedColumn
from synth.judge.interval import share
from synth.judge.score import Score
from synth.prepare.table import Table

NEAR = 0.1
LEAST_HIDDEN = 5
SOURCE = (
    "Share of hidden known cells that are filled in right: the same level, or within a tenth of the range in which the "
    "middle 90% of the known numbers lie; floor: the commonest level, or the median, in every cell"
)


def imputed(real: Table, filled: Table, hidden: Mapping[str, NDArray[np.bool_]]) -> list[Score | Imputed]:
    """The share of hidden cells that were filled in right, for each column, beside a simple baseline.

    Between 0 and 1, higher is better; Wilson 95 % intervals over the hidden cells. `filled` holds the rows of `real` in
    their order, whose cells were hidden where `hidden` says so. The exhibit also says how far the shape of what was
    filled in is from that of the hidden cells (largest gap between distributions): a draw keeps it, the baseline does
    not.
    """
    columns = [_column(real, filled, name, mask) for name, mask in hidden.items()]
    return [*map(_score, columns), Imputed(columns=tuple(columns))]


def _column(real: Table, filled: Table, name: str, mask: NDArray[np.bool_]) -> ImputedColumn:
    truth, made, known = real.frame[name][mask], filled.frame[name][mask], real.frame[name][~mask].dropna()
    gaps, cells = int(real.frame[name].isna().sum()), len(truth)
    if cells < LEAST_HIDDEN:
        return ImputedColumn(name=name, gaps=gaps, hidden=cells)
    if real.schema[name].kind in ("number", "datetime"):
        simple = pd.Series([known.sort_values().iloc[(len(known) - 1) // 2]] * cells, index=truth.index)
        low, high = known.quantile(0.05), known.quantile(0.95)
        right = [((truth - each).abs() <= NEAR * (high - low)).fillna(False) for each in (made, simple)]
    else:
        simple = pd.Series([known.value_counts().index[0]] * cells, index=truth.index)
        right = [(truth == each).fillna(False) for each in (made, simple)]
    hits, baseline = (share(int(each.sum()), cells) for each in right)
    off, simply_off = _apart(truth, made), _apart(truth, simple)
    return ImputedColumn(
        name=name, gaps=gaps, hidden=cells, right=hits, baseline=baseline, off=off, baseline_off=simply_off
    )


def _apart(truth: pd.Series[Any], made: pd.Series[Any]) -> float:
    """The largest gap between both distributions: of cumulative shares, or of shares in all for levels."""
    if str(truth.dtype) in ("float64", "datetime64[us]"):
        at = np.sort(truth.to_numpy())
        both = [np.searchsorted(np.sort(cells.dropna().to_numpy()), at, "right") for cells in (truth, made)]
        return float(np.abs(both[0] / len(truth) - both[1] / max(int(made.notna().sum()), 1)).max())
    shares = [cells.astype(object).dropna().value_counts(normalize=True) for cells in (truth, made)]
    levels = shares[0].index.union(shares[1].index, sort=False)
    first, second = (each.reindex(levels, fill_value=0.0) for each in shares)
    return float((first - second).abs().sum() / 2)


def _score(column: ImputedColumn) -> Score:
    if column.right is None or column.baseline is None:
        note = (
            f"Only {column.hidden} known cells of {column.name!r} could be hidden: too few to tell how well it fills."
        )
        return Score(group="usefulness", measure="imputed", subject=(column.name,), status="not measured", note=note)
    return Score(
        group="usefulness",
        measure="imputed",
        subject=(column.name,),
        **column.right.model_dump(),
        better="higher",
        ideal=1.0,
        floor=column.baseline,
        rows=column.hidden,
        note=_said(column, column.right.value, column.baseline.value),
        source=SOURCE,
    )


def _said(column: ImputedColumn, right: float, baseline: float) -> str:
    """One sentence: how well, against what, and what follows."""
    said = (
        f"Of {column.hidden:,} known cells of {column.name!r} that were hidden, {right:.0%} were filled in right; the "
        f"commonest or middle value would be in {baseline:.0%}"
    )
    if right >= baseline:
        return f"{said}: its gaps can be told from the other columns."
    if column.off is not None and column.baseline_off is not None and column.off < column.baseline_off:
        return (
            f"{said}, but it would move the column's shape by {column.baseline_off:.0%}, where drawing moves it by "
            f"{column.off:.0%}: use what was filled in for shares and means, not for single rows."
        )
    return f"{said}: other columns tell little of it, so do not rely on what was filled in."
