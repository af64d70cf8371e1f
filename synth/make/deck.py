"""Which synthetic rows are near a real one on the cells that are known, by the columns that tell most of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.numbers import as_numbers
from synth.make.sequential.related import information

NEAREST = 5
"""A gap is filled from one of so many nearest donors, any of them as likely."""
LEAST_DONORS, MOST_DONORS = 500, 20_000
MOST_PAIRS = 200_000_000
"""So many distances at most are taken for one column: long tables get fewer donors."""
MOST_CELLS = 20_000_000
TOLD_BY = 10
TOLD_ROWS = 5_000
"""More donors than this do not change which columns tell most."""
BESIDE = 500
"""Of very many columns only so many on either side are asked what they tell."""
LEVELS = 20
STATES = 10
BLOCK = 4_000_000

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Cells:
    """One column of the real rows and of the donors: their points, which cells are known, and the donors' states."""

    real: Floats
    known: NDArray[np.bool_]
    donors: Floats
    offered: NDArray[np.bool_]
    states: NDArray[np.int32]

    @classmethod
    def of(cls, real: pd.Series[Any], donors: pd.Series[Any]) -> Cells:
        """Points on one scale: numbers and dates by their rank from 0 to 1, levels a coordinate each."""
        both = pd.concat([real, donors], ignore_index=True)
        if str(both.dtype) in ("float64", "datetime64[us]"):
            ranks = pd.Series(as_numbers(both)).where(both.notna()).rank(pct=True)
            points = ranks.fillna(0.5).to_numpy(dtype=np.float32)[:, None]
            states = np.where(both.isna(), 0, 1 + np.minimum(ranks.fillna(0) * STATES, STATES - 1)).astype(np.int32)
        else:
            codes = pd.factorize(both.astype(object))[0]
            common = np.argsort(-np.bincount(codes + 1)[1:], kind="stable")[:LEVELS]
            points = ((codes[:, None] == common) / np.sqrt(2)).astype(np.float32)
            place = np.full(codes.max(initial=0) + 1, len(common) + 1, dtype=np.int32)
            place[common] = np.arange(1, len(common) + 1)
            states = np.where(codes < 0, 0, place[codes]).astype(np.int32)
        known = both.notna().to_numpy(dtype=bool)
        first = len(real)
        return cls(points[:first], known[:first].copy(), points[first:], known[first:], states[first:])


class Deck:
    """The modelled columns of real rows and donors, and the drawing of donors near a row."""

    def __init__(self, real: pd.DataFrame, donors: pd.DataFrame) -> None:
        self._real, self._donors = real, donors
        self._made: dict[str, Cells] = {}

    @staticmethod
    def size(rows: int, columns: int) -> int:
        """How many donors serve a table of so many rows and columns."""
        return int(np.clip(min(MOST_PAIRS // rows, MOST_CELLS // columns), LEAST_DONORS, MOST_DONORS))

    def draw(self, name: str, rows: Rows, rng: np.random.Generator) -> Rows:
        """For each of these rows a donor that has a value in that column; none at all where no donor has one."""
        offers = np.flatnonzero(self._cells(name).offered)
        if not len(offers) or not len(rows):
            return np.empty(0, dtype=np.intp)
        told = self._told_by(name, offers)
        theirs = [self._cells(other).donors[offers] for other in told]
        points = np.hstack([*theirs, np.zeros((len(offers), 1), dtype=np.float32)])
        columns = np.vstack([-2 * points.T, points.T**2])
        blocks = np.array_split(rows, -(-len(rows) * len(offers) // BLOCK))
        drawn: Rows = offers[np.concatenate([self._near(block, told, columns, rng) for block in blocks])]
        return drawn

    def put(self, name: str, rows: Rows, donors: Rows) -> None:
        """From now on these rows' cells in that column are known: they are the donors'."""
        cells = self._cells(name)
        cells.real[rows] = cells.donors[donors]
        cells.known[rows] = True

    def _cells(self, name: str) -> Cells:
        """A column's cells, made when first asked for: of many columns most are not."""
        if name not in self._made:
            self._made[name] = Cells.of(self._real[name], self._donors[name])
        return self._made[name]

    def _told_by(self, name: str, offers: Rows) -> dict[str, float]:
        """The columns that tell most of this one among the donors, and how much (nats)."""
        names = self._real.columns.tolist()
        place, some = names.index(name), offers[:TOLD_ROWS]
        others = [other for other in names[max(0, place - BESIDE) : place + BESIDE] if other != name]
        own = self._cells(name).states[some]
        told = {other: information(own, self._cells(other).states[some]) for other in others}
        best = sorted(told, key=lambda other: (-round(told[other], 9), other))[:TOLD_BY]
        return {other: told[other] for other in best if told[other] > 0}

    def _near(self, rows: Rows, told: dict[str, float], columns: Floats, rng: np.random.Generator) -> Rows:
        """One of each row's nearest donors: cells that are not known count for nothing, equal distances are drawn."""
        known, points = [np.zeros((len(rows), 1), dtype=np.float32)], []
        for other, weight in told.items():
            cells = self._cells(other)
            counted = weight * cells.known[rows].astype(np.float32)[:, None]
            known.append(np.broadcast_to(counted, (len(rows), cells.real.shape[1])))
            points.append(cells.real[rows])
        weights = np.hstack([*known[1:], known[0]])
        mine = np.hstack([weights * np.hstack([*points, known[0]]), weights])
        distances = mine @ columns
        distances += rng.random(distances.shape, dtype=np.float32) * 1e-6
        most = min(NEAREST, distances.shape[1])
        nearest = np.argpartition(distances, most - 1, axis=1)[:, :most]
        return nearest[np.arange(len(rows)), rng.integers(most, size=len(rows))]
