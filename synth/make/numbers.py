"""The guard of a number or datetime column: spikes are kept, every other value is drawn anew within its block.

A spike is a value held by at least k units. The others lie in blocks that each span at least k units, from the k-th
lowest to the k-th highest; block edges lie halfway between neighbouring values, so that none of them is a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.grain import Floats, Grain
from synth.make.steps import Steps
from synth.prepare.schema import Column


class Numbers(BaseModel):
    """Spikes and block edges of a column, ascending, as numbers (dates in µs since 1970), and how it is spelled.

    There is one edge more than there are blocks. `edges` are empty where no value can be emitted: there is no spike and
    fewer than k units lie between the k-th lowest and the k-th highest. They are None where k = 1 switches protection
    off. `steps` are those of numbers, `grain` is that of dates; None where values are spelled as they come.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guards: Literal["numbers"] = "numbers"
    spikes: tuple[float, ...] = ()
    edges: tuple[float, ...] | None
    steps: Steps | None = None
    grain: Grain | None = None

    @classmethod
    def learn(cls, series: pd.Series[Any], units: NDArray[np.int64], k: int, column: Column) -> Numbers:
        """Find spikes and blocks among the values as the column spells them."""
        present = series.notna().to_numpy()
        off = cls.unguarded(column)
        values = off.spell(as_numbers(series)[present])
        if off.grain:
            off = off.model_copy(update={"grain": off.grain.widened(values)})
        if off.steps:
            off = off.model_copy(update={"steps": Steps.of(values, off.steps.decimals)})
        if k == 1:
            return off
        spikes, edges = _blocks(values, units[present], k)
        return off.model_copy(update={"spikes": tuple(spikes), "edges": tuple(edges)})

    @classmethod
    def unguarded(cls, column: Column) -> Numbers:
        """What only spells values as the column does."""
        grain = Grain.of_format(column.format) if column.kind == "datetime" else None
        steps = None if grain or column.decimals is None else Steps(decimals=column.decimals)
        return cls(edges=None, steps=steps, grain=grain)

    def release(
        self, series: pd.Series[Any], rng: np.random.Generator, *, anew: NDArray[np.bool_] | None = None
    ) -> pd.Series[Any]:
        """Redraw every value that is not a spike within its block; a missing cell stays missing.

        Where `anew`, spikes are redrawn as well, and from the blocks on either side too.
        """
        present = series.notna().to_numpy() & (self.edges != ())
        values = self.spell(as_numbers(series)[present])
        if self.edges:
            spread = np.zeros(len(values), dtype=bool) if anew is None else anew[present]
            drawn = spread | ~np.isin(values, self.spikes)
            values[drawn] = self._redrawn(values[drawn], spread[drawn], rng)
        return from_numbers(values, present, series)

    def _redrawn(self, values: Floats, spread: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
        """Each value drawn from its block, and where `spread` from those on either side of it as well."""
        edges = np.array(self.edges)
        last = len(edges) - 1
        block = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, last - 1)
        low = edges[np.where(spread, np.maximum(block - 1, 0), block)]
        high = edges[np.where(spread, np.minimum(block + 2, last), block + 1)]
        return self.spell(low + rng.random(len(block)) * (high - low))

    def bounded(self, values: Floats, start: Floats) -> Floats:
        """The values as the column spells them; those beyond the outermost edges as far within, on the same side of
        `start` as they were, so that none of them piles up on an edge.
        """
        values = self.spell(values)
        if not self.edges:
            return values
        low, high = self.spell(np.array([self.edges[0], self.edges[-1]]))
        back = np.where(values < low, 2 * low - values, np.where(values > high, 2 * high - values, values))
        least, most = np.where(values >= start, start, low), np.where(values >= start, high, start)
        return np.clip(self.spell(np.clip(back, least, most)), low, high)

    def common(self, series: pd.Series[Any]) -> NDArray[np.bool_]:
        """Where a value is a spike, which is kept as it is, or missing."""
        values = self.spell(as_numbers(series))
        return series.isna().to_numpy(dtype=bool) | np.isin(values, self.spikes)

    def spell(self, values: Floats) -> Floats:
        """Values on the column's steps, or its dates on their grain."""
        spelling = self.grain or self.steps
        return spelling.spell(values) if spelling else values

    def within(self, series: pd.Series[Any]) -> NDArray[np.bool_]:
        """Where a value lies between the outermost edges, or is missing."""
        values, inside = as_numbers(series), series.isna().to_numpy(dtype=bool)
        if self.edges is None:
            return np.ones(len(series), dtype=bool)
        if self.edges:
            low, high = self.spell(np.array([self.edges[0], self.edges[-1]]))
            inside |= (values >= low) & (values <= high)
        return inside


def as_numbers(series: pd.Series[Any]) -> Floats:
    """Values as float64; dates as µs since 1970. Missing dates come out as some number: mask them."""
    if str(series.dtype) == "float64":
        return series.to_numpy(dtype="float64")
    return series.to_numpy().astype("datetime64[us]").view("int64").astype("float64")


def deviation(values: Floats) -> float:
    """The standard deviation, of values up to the largest there are; 0 without values."""
    peak = float(np.abs(values).max(initial=0.0))
    return float((values / peak).std() * peak) if peak > 0 else 0.0


def from_numbers(values: Floats, present: NDArray[np.bool_], like: pd.Series[Any]) -> pd.Series[Any]:
    """Values put where `present` is true, missing elsewhere, with the dtype of `like`."""
    if str(like.dtype) == "float64":
        cells = np.full(len(present), np.nan)
        cells[present] = values
        return pd.Series(cells)
    dates = np.full(len(present), np.datetime64("NaT"), dtype="datetime64[us]")
    dates[present] = values.round().astype("int64").view("datetime64[us]")
    return pd.Series(dates)


def _blocks(values: Floats, units: NDArray[np.int64], k: int) -> tuple[list[float], list[float]]:
    """Spikes, and the edges of blocks that each span at least `k` units, none beyond the k-th unit on either side.

    What lies at or beyond the k-th unit falls into the outermost block, which spans k further units: the k-th value
    never stands for all those beyond it.
    """
    held = [(value, {unit for _, unit in group}) for value, group in _sorted(values, units, k)]
    low, high = _kth(held, k), _kth(held[::-1], k)
    if low is None or high is None:
        return [], []
    spikes = [value for value, holders in held if len(holders) >= k]
    if low >= high:
        return spikes, [low, high] if spikes else []
    return spikes, _edges([(value, holders) for value, holders in held if low <= value <= high], set(spikes), k)


def _sorted(values: Floats, units: NDArray[np.int64], k: int) -> Iterator[tuple[float, Iterator[tuple[float, int]]]]:
    """Each distinct value, ascending, with its (value, unit) pairs: at most `k` units, as more change nothing."""
    order = np.lexsort((units, values))
    values, units = values[order], units[order]
    other = np.diff(values, prepend=np.nan) != 0
    new = other | (np.diff(units, prepend=-1) != 0)
    values, units, starts = values[new], units[new], np.flatnonzero(other[new])
    place = np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))
    pairs = zip(values[place < k].tolist(), units[place < k].tolist(), strict=True)
    return groupby(pairs, key=lambda pair: pair[0])


def _kth(held: Sequence[tuple[float, set[int]]], k: int) -> float | None:
    """The value at which, counted from the first, `k` different units are reached."""
    met: set[int] = set()
    for value, holders in held:
        met |= holders
        if len(met) >= k:
            return value
    return None


def _edges(held: Sequence[tuple[float, set[int]]], spikes: set[float], k: int) -> list[float]:
    """Edges of blocks from the k-th lowest to the k-th highest value; at these two only a spike counts as spanned."""
    values = [value for value, _ in held]
    between = [low / 2 + high / 2 for low, high in pairwise(values)]
    edges = [values[0] if values[0] in spikes else between[0]]
    spanned: set[int] = set()
    for place, (value, holders) in enumerate(held[:-1]):
        if place or value in spikes:
            spanned |= holders
        if len(spanned) >= k:
            edges.append(between[place])
            spanned = set()
    if values[-1] in spikes:
        return [*edges, values[-1]]
    if len(spanned) < k:
        edges.pop()
    return [*edges, between[-1]] if edges else []
