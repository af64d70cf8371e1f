"""Tables whose verdict is known beforehand: the controls that the ruler is tested with.

Each maker takes real tables and a seed, and gives what stands in for training, synthetic and holdout rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.summaries import extremes
from synth.prepare import Schema, Table, split

OTHER = "other"
TENTH = 0.1


@dataclass(frozen=True, eq=False)
class Trio:
    """Real rows to train on, what plays the synthetic rows, and real rows that were held out (None: none were)."""

    real: Table
    synthetic: Table
    holdout: Table | None


def copy(real: Table, holdout: Table, seed: int) -> Trio:
    """The training rows themselves, in another order."""
    return Trio(real, real.take(np.random.default_rng(seed).permutation(len(real))), holdout)


def independent(real: Table, holdout: Table, seed: int, k: int = 5) -> Trio:
    """Each modelled column drawn by itself from what at least k units hold.

    Categories under k are merged; numbers and dates are redrawn evenly within bins of at least k values, and cut at the
    k-th extreme of either end. Missing cells are as common as in the real rows.
    """
    rng, units = np.random.default_rng(seed), real.units()
    schema = Schema(columns=real.schema.modelled)
    columns = {}
    for column in schema.columns:
        cells = real.frame[column.name]
        there = cells.notna().to_numpy()
        gone = rng.random(len(real)) >= there.mean()
        draw = _numbers if column.kind in ("number", "datetime") else _levels
        drawn = draw(cells[there].reset_index(drop=True), units[there], len(real), k, rng)
        if column.kind == "number" and column.decimals is not None:
            drawn = drawn.round(column.decimals)
        columns[column.name] = drawn.mask(gone).astype(cells.dtype)
    return Trio(real, Table(pd.DataFrame(columns), schema), holdout)


def fresh(real: Table, holdout: Table, seed: int) -> Trio:
    """The holdout cut in two, whole units at a time: one half plays the synthetic rows."""
    halves = split(holdout, holdout=0.5, seed=seed)
    return Trio(real, halves.train, halves.holdout)


def flipped(real: Table, holdout: Table, seed: int) -> Trio:
    """The training rows, with each tenth modelled cell replaced by another row's value of that column."""
    rng = np.random.default_rng(seed)
    frame = real.frame.copy()
    for column in real.schema.modelled:
        here = np.flatnonzero(rng.random(len(real)) < TENTH)
        other = (here + rng.integers(1, max(len(real), 2), len(here))) % len(real)
        frame[column.name] = real.frame[column.name].take(_mixed(len(real), here, other)).reset_index(drop=True)
    return Trio(real, replace(real, frame=frame), holdout)


def halves(whole: Table, seed: int) -> Trio:
    """A real table cut in two, row by row: one half plays the synthetic rows, and none are held out."""
    parts = split(whole.with_schema(whole.schema.model_copy(update={"unit": None})), holdout=0.5, seed=seed)
    return Trio(parts.train, parts.holdout, None)


def broken(trio: Trio, name: str, seed: int) -> Trio:
    """The same with one synthetic column shuffled by itself."""
    made = trio.synthetic
    order = np.random.default_rng(seed).permutation(len(made))
    shuffled = made.frame[name].take(order).reset_index(drop=True)
    return replace(trio, synthetic=replace(made, frame=made.frame.assign(**{name: shuffled})))


def _mixed(rows: int, here: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    places = np.arange(rows)
    places[here] = other
    return places


def _levels(
    cells: pd.Series[Any], units: NDArray[np.int64], rows: int, k: int, rng: np.random.Generator
) -> pd.Series[Any]:
    """Levels as common as they are; those that fewer than k units hold are one, and a boolean's are left out."""
    holders = pd.Series(units).groupby(cells.to_numpy()).nunique()
    told = cells.isin(holders.index[holders >= k]).to_numpy()
    known = cells.where(told, OTHER) if cells.dtype == object else cells[told].reset_index(drop=True)
    return _drawn(known, rows, rng)


def _numbers(
    cells: pd.Series[Any], units: NDArray[np.int64], rows: int, k: int, rng: np.random.Generator
) -> pd.Series[Any]:
    """Evenly drawn within bins of at least k units' values that follow each other, from k-th to k-th extreme."""
    dates = cells.dtype.kind == "M"
    values = (cells.to_numpy("datetime64[us]").astype(np.int64) if dates else cells.to_numpy()).astype(np.float64)
    ends = extremes(values, units, k)
    if ends is None:
        return _drawn(cells.head(0), rows, rng)
    inner = np.sort(np.clip(values, *ends))
    width = k * int(np.unique(units, return_counts=True)[1].max())  # so that k units fall into each bin
    starts = np.arange(max(len(inner) // width, 1)) * width
    sizes = np.diff(starts, append=len(inner))
    chosen = rng.choice(len(starts), rows, p=sizes / len(inner))
    low, high = inner[starts[chosen]], inner[(starts + sizes - 1)[chosen]]
    drawn = low + rng.random(rows) * (high - low)
    if not dates:
        return pd.Series(drawn)
    whole_days = bool((cells == cells.dt.normalize()).all())
    moments = pd.Series(np.floor(drawn).astype("int64").astype("datetime64[us]"))
    return moments.dt.normalize() if whole_days else moments


def _drawn(cells: pd.Series[Any], rows: int, rng: np.random.Generator) -> pd.Series[Any]:
    """So many of the cells, drawn with replacement; all missing where there are none."""
    if not len(cells):
        return pd.Series([None] * rows, dtype=object).astype(cells.dtype)
    return cells.take(rng.integers(0, len(cells), rows)).reset_index(drop=True)
