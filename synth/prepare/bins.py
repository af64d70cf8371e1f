"""Bins for a histogram of counted values: sound widths for numbers, calendar steps for dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FEWEST, MOST = 8, 50
MOST_DATES = 400
LARGEST, LARGEST_WHOLE = 1e300, 2.0**52  # beyond these, differences overflow or are lost

Floats = NDArray[np.float64]
Step = Literal["year", "month", "day", "hour", "minute"]
_STEPS: tuple[tuple[Step, str, str], ...] = (
    ("year", "Y", "%Y"),
    ("month", "M", "%B %Y"),
    ("day", "D", "%Y-%m-%d"),
    ("hour", "h", "%Y-%m-%d, hour %H"),
    ("minute", "m", "%Y-%m-%d %H:%M"),
)


class Bins(NamedTuple):
    """Middles and widths on the axis, rows in each, and the values each spans."""

    middles: Floats
    widths: Floats
    rows: NDArray[np.int64]
    spans: list[tuple[float, float]]


class DateBins(NamedTuple):
    """One calendar step a bin (several, where more than 400 would be needed), empty ones too.

    Where each starts, what its first step is called, rows in it.
    """

    step: Step
    starts: NDArray[Any]
    labels: list[str]
    rows: NDArray[np.int64]


def bin_numbers(
    levels: Floats, rows: NDArray[np.int64], *, ends: tuple[float, float], whole: bool = False, log: bool = False
) -> Bins:
    """Bin sorted levels that so many rows hold; those beyond the ends count in the outermost bins.

    Widths follow Freedman and Diaconis (1981), kept between 8 and 50 bins; whole numbers get bins of whole width, one
    each where they fit. With `log` (levels above 0 only) bins are equal on the axis of powers of ten.
    """
    if not len(levels):
        empty = np.array([], dtype=float)
        return Bins(empty, empty, empty.astype(np.int64), [])
    low, high = (float(end) for end in np.clip(ends, levels[0], levels[-1]).clip(-LARGEST, LARGEST))
    values = levels.clip(low, high)
    whole = whole and max(-low, high) < LARGEST_WHOLE
    axis = np.log10(values) if log else values
    edges = _whole_edges(low, high, axis, rows) if whole and not log else _edges(axis, rows)
    heights, _ = np.histogram(axis, edges, weights=rows)
    spans = 10.0**edges if log else edges
    shown = [(float(a), float(b)) for a, b in pairwise(spans)]
    if whole and not log:
        shown = [(float(np.ceil(a)), float(np.floor(b))) for a, b in shown]
    return Bins((edges[1:] + edges[:-1]) / 2, np.diff(edges), np.rint(heights).astype(np.int64), shown)


def bin_dates(levels: NDArray[Any], rows: NDArray[np.int64], *, ends: tuple[Any, Any]) -> DateBins:
    """Bin sorted dates by the coarsest calendar step that gives at least eight bins, else by the finest they fill."""
    inside = levels.clip(*ends)
    step, unit, label = next((one for one in _STEPS if _suits(inside, one[1])), _STEPS[-1])
    places = _places(inside, unit)
    width = -(-int(places[-1] - places[0] + 1) // MOST_DATES)
    heights = np.bincount((places - places[0]) // width, weights=rows).astype(np.int64)
    starts = (places[0] + width * np.arange(len(heights))).astype(f"datetime64[{unit}]").astype("datetime64[us]")
    return DateBins(step, starts, [pd.Timestamp(start).strftime(label) for start in starts], heights)


def _places(dates: NDArray[Any], unit: str) -> NDArray[np.int64]:
    return dates.astype(f"datetime64[{unit}]").astype(np.int64)


def _suits(dates: NDArray[Any], unit: str) -> bool:
    places = _places(dates, unit)
    return bool(places[-1] - places[0] + 1 >= FEWEST or (dates == dates.astype(f"datetime64[{unit}]")).all())


def _edges(axis: Floats, rows: NDArray[np.int64]) -> Floats:
    low, high = float(axis[0]), float(axis[-1])
    if high <= low:
        return np.array([low - 0.5, low + 0.5])
    return np.linspace(low, high, _how_many(axis, rows) + 1)


def _whole_edges(low: float, high: float, axis: Floats, rows: NDArray[np.int64]) -> Floats:
    span = high - low + 1
    width = 1.0 if span <= MOST else float(np.ceil(span / _how_many(axis, rows)))
    return np.arange(low - 0.5, high + width, width)


def _how_many(axis: Floats, rows: NDArray[np.int64]) -> int:
    reached = np.cumsum(rows)
    lower, upper = (axis[np.searchsorted(reached, part * reached[-1])] for part in (0.25, 0.75))
    width = 2 * (upper - lower) / np.cbrt(reached[-1])
    return int(np.clip(np.ceil((axis[-1] - axis[0]) / width), FEWEST, MOST)) if width > 0 else MOST // 2
