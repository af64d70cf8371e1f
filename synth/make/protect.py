"""Value protection: what fewer than k units hold is never learned, kept in a file or emitted.

Levels of a category or boolean held by fewer than k units are redrawn among the kept ones, or become one label.
Numbers and dates are drawn anew between neighbours that span at least k units, unless the very value is held by k
(a spike); nothing lies beyond the k-th unit's value on either side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from synth.prepare.schema import Column
from synth.prepare.table import Table

Values = NDArray[Any]
Floats = NDArray[np.float64]

_GRAINS = {"f": "us", "STcXs": "s", "MR": "m", "HI": "h", "djexDF": "D", "mbBh": "M", "Yy": "Y"}
_MICROSECONDS = {"us": 1.0, "s": 1e6, "m": 6e7, "h": 3.6e9, "D": 8.64e10}


class Levels(BaseModel):
    """The levels of a category or boolean that may be emitted, with the rows that held each; `rare`: the label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guards: Literal["levels"] = "levels"
    names: tuple[str | bool, ...]
    counts: tuple[int, ...]
    rare: str = ""

    @classmethod
    def learn(cls, series: pd.Series[Any], units: NDArray[np.int64], k: int, rare_label: str) -> Levels:
        """Keep the levels held by at least `k` different units, the commonest first."""
        cells = pd.DataFrame({"level": series.astype(object), "unit": units}).dropna()
        holders = cells.drop_duplicates()["level"].value_counts()
        kept = set(holders.index[holders >= k])
        counts = cells["level"].value_counts()
        order = sorted(kept, key=lambda name: (-int(counts[name]), str(name)))
        label = rare_label if len(kept) < len(counts) and str(series.dtype) == "object" else ""
        return cls(names=tuple(order), counts=tuple(int(counts[name]) for name in order), rare=label)

    def release(self, series: pd.Series[Any], rng: np.random.Generator) -> pd.Series[Any]:
        """Replace every level that is not kept; a missing cell stays missing."""
        cells = series.astype(object)
        known = cells.isin([*self.names, *([self.rare] if self.rare else [])])
        rare = (series.notna() & ~known).to_numpy()
        values = cells.where(series.notna(), None).to_numpy(copy=True)
        values[rare] = self._stand_ins(int(rare.sum()), rng)
        return pd.Series(values, dtype=object).astype(series.dtype)

    def _stand_ins(self, many: int, rng: np.random.Generator) -> Values:
        if self.rare or not self.names:
            return np.full(many, self.rare or None, dtype=object)
        shares = np.array(self.counts) / sum(self.counts)
        return np.array(self.names, dtype=object)[rng.choice(len(self.names), size=many, p=shares)]


class Spelling(BaseModel):
    """How a number or datetime column is spelled, and nothing else: the guard where k = 1 switches protection off.

    `decimals` are the places of numbers, `grain` is the numpy unit of dates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guards: Literal["spelling"] = "spelling"
    decimals: int | None = None
    grain: str = ""

    @classmethod
    def of(cls, column: Column) -> Spelling:
        """The spelling that the schema gives the column."""
        return cls(decimals=column.decimals, grain=_grain(column.format) if column.kind == "datetime" else "")

    def release(self, series: pd.Series[Any], rng: np.random.Generator) -> pd.Series[Any]:
        """Round every value to what its column can spell."""
        present = series.notna().to_numpy()
        return _from_numbers(self.spell(_as_numbers(series)[present]), present, series)

    def spell(self, values: Floats) -> Floats:
        """Values rounded to the column's decimals, or its dates to their grain."""
        if not self.grain:
            return values if self.decimals is None else np.round(values, self.decimals)
        if self.grain in ("M", "Y"):
            half = np.timedelta64(15 if self.grain == "M" else 182, "D")
            dates = values.round().astype("int64").view("datetime64[us]") + half
            return dates.astype(f"datetime64[{self.grain}]").astype("datetime64[us]").view("int64").astype("float64")
        step = _MICROSECONDS[self.grain]
        return np.floor(values / step + 0.5) * step


class Numbers(BaseModel):
    """The blocks of a number or datetime column, as numbers (dates in µs since 1970).

    `spikes` are the values held by at least k units, ascending. `edges` are the limits of the blocks, ascending, one
    more than there are blocks; none where fewer than k units hold any value, and then none can be emitted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guards: Literal["numbers"] = "numbers"
    spelling: Spelling
    spikes: tuple[float, ...]
    edges: tuple[float, ...]

    @classmethod
    def learn(cls, series: pd.Series[Any], units: NDArray[np.int64], k: int, spelling: Spelling) -> Numbers:
        """Find spikes and blocks among the values as they are spelled."""
        present = series.notna().to_numpy()
        spikes, edges = _blocks(spelling.spell(_as_numbers(series)[present]), units[present], k)
        return cls(spelling=spelling, spikes=tuple(spikes), edges=tuple(edges))

    def release(self, series: pd.Series[Any], rng: np.random.Generator) -> pd.Series[Any]:
        """Redraw every value that is not a spike within its block; a missing cell stays missing."""
        present = series.notna().to_numpy() & bool(self.edges)
        values = self.spelling.spell(_as_numbers(series)[present])
        drawn = ~np.isin(values, self.spikes)
        if drawn.any():
            edges = np.array(self.edges)
            block = np.clip(np.searchsorted(edges, values[drawn], side="right") - 1, 0, len(edges) - 2)
            low, high = edges[block], edges[block + 1]
            values[drawn] = self.spelling.spell(low + rng.random(len(block)) * (high - low))
        return _from_numbers(values, present, series)


Guard = Annotated[Levels | Numbers | Spelling, Field(discriminator="guards")]


class Shield(BaseModel):
    """What stands between a table and everything made of it: one guard for each modelled column.

    With k = 1 nothing is guarded but the spelling of numbers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int
    columns: dict[str, Guard]

    @classmethod
    def learn(cls, table: Table, k: int, rare_label: str = "") -> Shield:
        """Learn the guards of the modelled columns of `table`; `k` counts units."""
        units = table.units()
        columns: dict[str, Levels | Numbers | Spelling] = {}
        for column in table.schema.modelled:
            series = table.frame[column.name]
            if column.kind in ("number", "datetime"):
                spelling = Spelling.of(column)
                columns[column.name] = Numbers.learn(series, units, k, spelling) if k > 1 else spelling
            else:
                columns[column.name] = Levels.learn(series, units, k, rare_label)
        return cls(k=k, columns=columns)

    def cover(self, table: Table, rng: np.random.Generator) -> Table:
        """The modelled columns of `table`, without a value that may not be learned."""
        modelled = table.select([column.name for column in table.schema.modelled])
        return Table(self.release(modelled.frame, rng), modelled.schema)

    def release(self, frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Redraw what may not be emitted in the columns of `frame`, all of which are guarded."""
        return pd.DataFrame({name: self.columns[name].release(frame[name], rng) for name in frame.columns})


def _grain(written: str | None) -> str:
    """The finest unit that a strftime format spells."""
    directives = set(re.findall(r"%-?([A-Za-z])", written or ""))
    return next((grain for letters, grain in _GRAINS.items() if directives & set(letters)), "us")


def _as_numbers(series: pd.Series[Any]) -> Floats:
    """Values as float64; dates as µs since 1970. Missing dates come out as some number: mask them."""
    if str(series.dtype) == "float64":
        return series.to_numpy(dtype="float64")
    return series.to_numpy().astype("datetime64[us]").view("int64").astype("float64")


def _from_numbers(values: Floats, present: NDArray[np.bool_], like: pd.Series[Any]) -> pd.Series[Any]:
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

    Edges lie halfway between neighbouring values, so that none of them is a value. What lies at or beyond the k-th unit
    falls into the outermost block, which spans k further units: the k-th value never stands for all those beyond it.
    """
    held = [(value, {unit for _, unit in group}) for value, group in _sorted(values, units)]
    low, high = _kth(held, k), _kth(held[::-1], k)
    if low is None or high is None:
        return [], []
    spikes = [value for value, holders in held if len(holders) >= k]
    if low >= high:
        return spikes, [low, high] if spikes else []
    return spikes, _edges([(value, holders) for value, holders in held if low <= value <= high], set(spikes), k)


def _sorted(values: Floats, units: NDArray[np.int64]) -> Iterator[tuple[float, Iterator[tuple[float, int]]]]:
    """Each distinct value, ascending, with its (value, unit) pairs."""
    order = np.argsort(values, kind="stable")
    pairs = zip(values[order].tolist(), units[order].tolist(), strict=True)
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
