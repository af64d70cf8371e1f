"""The search itself: references in stretches, each with the box around it, and a look at those that can matter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.privacy.leaves import leaves
from synth.judge.privacy.points import Points, Rows

_TOLD_APART = 4096  # codes: enough for most columns; where others share their last bits, a bound is only less tight
_REFERENCES = 1024  # with a block of queries small enough for a core's cache, large enough for a matrix product

Squares = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Tiles:
    """References in the order of their stretches: `starts` of each, and the least and greatest place along each axis.

    `order` says which reference each was.
    """

    references: Points
    order: Rows
    starts: Rows

    @classmethod
    def of(cls, references: Points) -> Tiles:
        """Cut the references into stretches."""
        stretches = leaves(references, _REFERENCES)
        order = np.concatenate(stretches)
        return cls(references.take(order), order, np.cumsum([0, *map(len, stretches)]))

    def look(self, queries: Points, count: int) -> tuple[Rows, Rows, Rows]:
        """Pairs (query, reference) that hold the `count` nearest of each query, with all ties, and their squares.

        Stretches are looked at from the nearest box on, by those queries alone that it could still give a neighbour.
        """
        places = in_single_precision(queries)
        own = np.einsum("ij,ij->i", places, places)  # left out of squares, which alters no order
        bounds = self._bounds(queries) - own[:, None]
        best = np.full((len(queries), count), np.inf, dtype=np.float32)
        found = []
        for stretch in np.argsort(bounds.sum(axis=0), kind="stable").tolist():
            asked = np.flatnonzero(bounds[:, stretch] <= best[:, -1] + self.slack)
            if not len(asked):
                continue
            squares = self._squares(queries, places, asked, stretch)
            best[asked] = _smallest(best[asked], squares)
            limit = best[asked, -1] + self.slack
            close = np.flatnonzero(squares.min(axis=1) <= limit)
            row, column = np.nonzero(squares[close] <= limit[close, None])
            found.append((asked[close[row]], self.starts[stretch] + column, squares[close[row], column]))
        query, reference, square = (np.concatenate(parts) for parts in zip(*found, strict=True))
        still = square <= (best[:, -1] + self.slack)[query]
        query, reference = query[still], reference[still]
        return query, self.order[reference], queries.squares(query, self.references, reference)

    @cached_property
    def slack(self) -> float:
        """Twice the most by which a squared distance in single precision can be wrong."""
        numbers, categories = self.references.ranks.shape[1], len(self.references.codes)
        return float(2 * np.finfo(np.float32).eps * (numbers + 4) * (numbers + categories + 1))

    @cached_property
    def _places(self) -> Squares:
        return in_single_precision(self.references)

    @cached_property
    def _boxes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The least and the greatest ranks in each stretch (stretches, numbers)."""
        ranks, first = self.references.ranks, self.starts[:-1]
        return np.minimum.reduceat(ranks, first), np.maximum.reduceat(ranks, first)

    @cached_property
    def _present(self) -> list[NDArray[np.bool_]]:
        """For each category which codes, cut to their last twelve bits, each stretch holds (codes, stretches)."""
        stretch = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        tables = []
        for codes in self.references.codes:
            table = np.zeros((_TOLD_APART, len(self.starts) - 1), dtype=bool)
            table[codes.astype(np.intp) % _TOLD_APART, stretch] = True
            tables.append(table)
        return tables

    def _bounds(self, queries: Points) -> NDArray[np.float64]:
        """For each query and stretch a squared distance that no reference of the stretch comes nearer than."""
        total = np.zeros((len(queries), len(self.starts) - 1))
        for ranks, least, greatest in zip(queries.ranks.T, *(box.T for box in self._boxes), strict=True):
            gap = np.maximum(least - ranks[:, None], ranks[:, None] - greatest)
            total += (np.maximum(gap, 0) / queries.scale) ** 2
        for codes, present in zip(queries.codes, self._present, strict=True):
            total += ~present[codes.astype(np.intp) % _TOLD_APART]
        return total

    def _squares(self, queries: Points, places: Squares, asked: Rows, stretch: int) -> Squares:
        """Squared distances of the queries asked about to a stretch of the references, less the query's own square."""
        rows = slice(self.starts[stretch], self.starts[stretch + 1])
        others = self._places[rows]
        squares: Squares = (-2 * places[asked]) @ others.T
        squares += np.einsum("ij,ij->i", others, others)
        squares += self._mismatches(queries, asked, rows)
        return squares

    def _mismatches(self, queries: Points, asked: Rows, rows: slice) -> NDArray[np.unsignedinteger[Any]]:
        """In how many categories each query differs from each reference of the stretch."""
        counter = np.uint8 if len(queries.codes) < 256 else np.uint16
        shape = (len(asked), rows.stop - rows.start)
        count, differs = np.zeros(shape, dtype=counter), np.empty(shape, dtype=bool)
        for mine, others in zip(queries.codes, self.references.codes, strict=True):
            np.not_equal(mine[asked, None], others[rows], out=differs)
            count += differs.view(np.uint8)
        return count


def in_single_precision(points: Points) -> Squares:
    """Ranks from −½ to ½, in single precision."""
    return (points.ranks / points.scale - 0.5).astype(np.float32)


def _smallest(best: Squares, squares: Squares) -> Squares:
    """In each row the smallest of both in order, as many as `best` has."""
    count = best.shape[1]
    if count < squares.shape[1]:
        squares = squares.min(axis=1, keepdims=True) if count == 1 else np.partition(squares, count - 1)[:, :count]
    return np.sort(np.hstack([best, squares]))[:, :count]
