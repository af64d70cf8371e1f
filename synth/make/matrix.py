"""A table as the matrix a neural network learns: levels one-hot; numbers as a mode, one-hot, and a place within it.

This is the mode-specific normalisation of Xu et al. (2019, section 4.2) with two more sorts of mode, both of width 0:
missing, and each value that many rows share. What is learned is plain numbers, kept as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from synth.make.gaps import MISSING, PRESENT, Gaps
from synth.make.mixture import Mixture
from synth.prepare.schema import Column, Kind
from synth.prepare.table import DTYPES, Table

Floats = NDArray[np.float32]
Codes = NDArray[np.int64]

FEW_NUMBERS = 20  # a number or date of no more values is learned as levels
SPIKE = 0.05  # the share of rows from which a value is a mode of its own
REACH = 4.0  # widths from a mode's mean to its ends, at places -1 and 1


@dataclass(frozen=True)
class Coded:
    """A column in the matrix's terms: for each row its entry, and its place within a mode (empty for levels)."""

    entries: Codes
    places: Floats

    @classmethod
    def join(cls, parts: Iterable[Coded]) -> Coded:
        """Rows of several parts, one after the other."""
        parts = list(parts)
        return cls(np.concatenate([part.entries for part in parts]), np.concatenate([part.places for part in parts]))

    def first(self, rows: int) -> Coded:
        """The first rows."""
        return Coded(self.entries[:rows], self.places[:rows])


NO_PLACES = np.empty(0, dtype=np.float32)


class Levels(BaseModel):
    """A column of levels. Where there are too many, levels of like count share an entry of the matrix.

    `values` stand with the commonest first, missing (null) among them; `counts` are their rows and `groups` their
    entries, ascending from 0. Within a group a level is drawn by its count. Missing has a group of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    form: Literal["levels"] = "levels"
    name: str
    kind: Kind
    values: tuple[str | bool | float | None, ...]
    counts: tuple[int, ...]
    groups: tuple[int, ...]

    @classmethod
    def learn(cls, series: pd.Series[Any], kind: Kind, most: int) -> tuple[Levels, Coded]:
        """Gather the levels into at most `most` groups; a level with a group's worth of rows has its own."""
        found, values = pd.factorize(_cells(series, kind), use_na_sentinel=False)
        counts = np.bincount(found, minlength=len(values))
        order = np.lexsort((values.astype(str), -counts))
        values, counts = values[order], counts[order]
        groups = np.arange(len(counts))
        if len(counts) > most:
            before = np.cumsum(counts) - counts
            groups = np.unique(before * most // counts.sum(), return_inverse=True)[1]
            groups = _apart(groups, pd.isna(values))
        group_of = np.empty(len(order), dtype=np.int64)
        group_of[order] = groups
        levels = cls(
            name=str(series.name),
            kind=kind,
            values=tuple(None if pd.isna(value) else value for value in values.tolist()),
            counts=tuple(counts.tolist()),
            groups=tuple(groups.tolist()),
        )
        return levels, Coded(group_of[found], NO_PLACES)

    @property
    def entries(self) -> int:
        """How many entries of the matrix say which group it is."""
        return self.groups[-1] + 1

    @property
    def missing(self) -> int | None:
        """The entry that says missing; None where no cell is."""
        return self.groups[self.values.index(None)] if None in self.values else None

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """The share of rows in each group."""
        rows = np.bincount(self.groups, weights=self.counts)
        return np.asarray(rows / rows.sum())

    def decode(self, coded: Coded, rng: np.random.Generator) -> pd.Series[Any]:
        """Draw a level of each row's group."""
        ends = np.concatenate([[0], np.cumsum(self.counts)])
        edges = ends[np.searchsorted(self.groups, np.arange(self.entries + 1))]
        low, high = edges[coded.entries], edges[coded.entries + 1]
        drawn = np.searchsorted(ends, low + rng.random(len(low)) * (high - low), side="right") - 1
        values = np.array(self.values, dtype=object if self.kind in ("category", "boolean") else float)
        return _series(values[drawn], self.kind)


class Modes(BaseModel):
    """A column of numbers, or of dates in µs since 1970, as modes. The mode that stands for missing has no mean.

    A cell is its mode's mean + 4 widths × place, kept between `low` and `high`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Literal["modes"] = "modes"
    name: str
    kind: Kind
    means: tuple[float | None, ...]
    widths: tuple[float, ...]
    low: float
    high: float
    decimals: int | None = None

    @classmethod
    def learn(cls, series: pd.Series[Any], column: Column, rng: np.random.Generator) -> tuple[Modes, Coded]:
        """Find the modes, and draw for each row one of those its value may come from."""
        cells = _cells(series, column.kind)
        values, counts = np.unique(cells, return_counts=True)
        exact = values[(counts >= SPIKE * len(cells)) | np.isnan(values)]
        mode = np.searchsorted(exact, cells)
        spread = ~(np.isin(cells, exact) | np.isnan(cells))
        mixture = Mixture.fit(cells[spread], rng)
        mode[spread] = len(exact) + mixture.draw(cells[spread], rng)
        means = np.concatenate([exact, mixture.means])
        widths = np.concatenate([np.zeros(len(exact)), mixture.widths])
        places = (cells - means[mode]) / (REACH * np.where(widths > 0, widths, 1.0)[mode])
        modes = cls(
            name=column.name,
            kind=column.kind,
            means=tuple(None if np.isnan(mean) else mean for mean in means.tolist()),
            widths=tuple(widths.tolist()),
            low=float(np.nanmin(values)),
            high=float(np.nanmax(values)),
            decimals=column.decimals,
        )
        return modes, Coded(mode, np.nan_to_num(places).clip(-0.99, 0.99).astype(np.float32))

    @property
    def entries(self) -> int:
        """How many entries of the matrix say which mode it is."""
        return len(self.means)

    @property
    def missing(self) -> int | None:
        """The entry that says missing; None where no cell is."""
        return self.means.index(None) if None in self.means else None

    def decode(self, coded: Coded, rng: np.random.Generator) -> pd.Series[Any]:
        """The cell of each row's mode and place."""
        means, widths = np.array(self.means, dtype=float), np.array(self.widths)
        cells = means[coded.entries] + REACH * widths[coded.entries] * coded.places
        cells = cells.clip(self.low, self.high)
        return _series(cells if self.decimals is None else cells.round(self.decimals), self.kind)


class Matrix(BaseModel):
    """All columns side by side, in the table's order: one entry a group of levels; a place, then one entry a mode.

    Before them stands which cells are missing together, where this is a question: then the columns' own entries for
    missing only speak for rows of rare patterns.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    columns: tuple[Annotated[Levels | Modes, Field(discriminator="form")], ...]
    gaps: Gaps | None = None

    @classmethod
    def learn(
        cls, table: Table, most: int, rng: np.random.Generator, told: Callable[[str, int], object], least: int = 1
    ) -> tuple[Matrix, Floats]:
        """The columns of `table` and its matrix (rows, width). `told` hears of each column before it is learned.

        A column has at most `most` levels. Cells are missing together where `least` rows and more say so.
        """
        found = Gaps.learn(table.frame[table.schema.names], least, most)
        gaps, patterns = found or (None, None)
        columns, coded = [], [] if patterns is None else [Coded(patterns, NO_PLACES)]
        for at, column in enumerate(table.schema.columns):
            told(column.name, at)
            learned, codes = _learn(table.frame[column.name], column, most, rng)
            columns.append(learned)
            coded.append(codes)
        matrix = cls(columns=tuple(columns), gaps=gaps)
        return matrix, matrix.fill(coded)

    @cached_property
    def parts(self) -> tuple[Levels | Modes, ...]:
        """All that has a code in each row: the columns, and before them the pattern of missing cells, if there is one.

        A pattern is a level: the columns that are missing, with commas between.
        """
        if self.gaps is None:
            return self.columns
        counts = self.gaps.counts
        values = [", ".join(pattern) for pattern in self.gaps.patterns]
        values += ["rare"] * (len(counts) - len(values))
        patterns = Levels(
            name="missing cells",
            kind="category",
            values=tuple(values),
            counts=counts,
            groups=tuple(range(len(counts))),
        )
        return (patterns, *self.columns)

    @property
    def spans(self) -> Iterator[tuple[Levels | Modes, int, int]]:
        """Each part with the first of its entries in the matrix and the first beyond; a place stands before it."""
        start = 0
        for column in self.parts:
            start += isinstance(column, Modes)
            yield column, start, start + column.entries
            start += column.entries

    def draw(self, outputs: Floats, rng: np.random.Generator) -> list[Coded]:
        """For each part the entry and place of each row of the network's outputs, entries by their softmax.

        A row's pattern decides which of its cells are missing.
        """
        coded: list[Coded] = []
        for column, start, end in self.spans:
            scores = outputs[:, start:end] + rng.gumbel(size=(len(outputs), end - start)).astype(np.float32)
            places = np.tanh(outputs[:, start - 1]) if isinstance(column, Modes) else NO_PLACES
            if self.gaps is not None and coded and column.missing is not None:
                told = self.gaps.told(coded[0].entries, column.name)
                scores[told == MISSING, column.missing] = np.inf
                scores[told == PRESENT, column.missing] = -np.inf
            coded.append(Coded(scores.argmax(axis=1), places))
        return coded

    def decode(self, coded: Sequence[Coded], rng: np.random.Generator) -> pd.DataFrame:
        """The frame of those codes, with the dtypes of the columns' kinds."""
        pairs = zip(self.columns, coded[self.gaps is not None :], strict=True)
        return pd.DataFrame({column.name: column.decode(codes, rng) for column, codes in pairs})

    def fill(self, coded: Sequence[Coded]) -> Floats:
        """The matrix of those codes."""
        rows = len(coded[0].entries)
        filled = np.zeros((rows, max(end for *_, end in self.spans)), dtype=np.float32)
        for (column, start, _), codes in zip(self.spans, coded, strict=True):
            filled[np.arange(rows), start + codes.entries] = 1.0
            if isinstance(column, Modes):
                filled[:, start - 1] = codes.places
        return filled


def _apart(groups: Codes, alone: NDArray[np.bool_]) -> Codes:
    """The groups, ascending from 0, with one of its own for each level that is to be alone."""
    begins = np.concatenate([[False], (np.diff(groups) > 0) | alone[1:] | alone[:-1]])
    return np.asarray(begins.cumsum())


def is_levels(series: pd.Series[Any], kind: Kind) -> bool:
    """Whether a column is learned as levels: categories, booleans, and numbers and dates of few values."""
    return kind in ("category", "boolean") or series.nunique() <= FEW_NUMBERS


def _learn(series: pd.Series[Any], column: Column, most: int, rng: np.random.Generator) -> tuple[Levels | Modes, Coded]:
    if is_levels(series, column.kind):
        return Levels.learn(series, column.kind, most)
    return Modes.learn(series, column, rng)


def _cells(series: pd.Series[Any], kind: Kind) -> NDArray[Any]:
    """Categories and booleans as objects, numbers and dates as float64; missing is None or NaN."""
    if kind in ("category", "boolean"):
        return series.astype(object).where(series.notna(), None).to_numpy()
    if kind == "number":
        return series.to_numpy(dtype=np.float64)
    return np.where(series.isna(), np.nan, series.to_numpy("datetime64[us]").view("int64").astype(np.float64))


def _series(cells: NDArray[Any], kind: Kind) -> pd.Series[Any]:
    """The inverse of `_cells`, with the dtype of the kind."""
    if kind != "datetime":
        return pd.Series(cells, dtype=DTYPES[kind])
    dates = np.nan_to_num(cells).round().astype("int64").view("datetime64[us]")
    return pd.Series(np.where(np.isnan(cells), np.datetime64("NaT"), dates), dtype=DTYPES[kind])
