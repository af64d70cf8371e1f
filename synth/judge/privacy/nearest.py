"""The nearest of many rows, exactly, for tables of mixed kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded, Codes
from synth.judge.rows import number_rows

Rows = NDArray[np.int64]

_QUERIES, _REFERENCES = 128, 4096  # one tile: small enough for a core's cache, large enough for a matrix product


@dataclass(frozen=True, eq=False)
class Points:
    """Rows as points. Two points are as far apart as the root of the sum, over columns, of squared differences.

    - `ranks` (rows, numbers and dates): whole numbers from 0 to `scale`, which stands for a distance of 1.
    - `codes` (one array of rows for each category): two different codes are 1 apart, as one-hot vectors over √2 are.

    A missing number lies in the middle of its column, with a code of its own that sets it 1 apart from those present.
    """

    ranks: NDArray[np.int64]
    codes: tuple[NDArray[np.unsignedinteger[Any]], ...]
    scale: int

    def take(self, rows: NDArray[np.integer[Any]]) -> Points:
        """The points of those rows."""
        return Points(self.ranks[rows], tuple(code[rows] for code in self.codes), self.scale)

    def __len__(self) -> int:
        """Number of points."""
        return len(self.ranks)


def place(columns: Sequence[Coded]) -> tuple[Points, Points]:
    """Turn the real rows (training, then holdout) and the synthetic rows into points of one space.

    Numbers and dates become middle ranks among all real rows, so that training and holdout rows are treated alike.
    """
    ordered = [column for column in columns if column.ordered]
    ranks = [_middle_ranks(column) for column in ordered]
    incomplete = [column for column in ordered if _has_missing(column)]

    def points(table: Callable[[Coded], Codes]) -> Points:
        cells = [rank[table(column)] for rank, column in zip(ranks, ordered, strict=True)]
        levels = [
            table(column).astype(np.min_scalar_type(len(column.values))) for column in columns if not column.ordered
        ]
        levels += [(table(column) == len(column.values)).astype(np.uint8) for column in incomplete]
        rows = len(table(columns[0]))
        return Points(
            ranks=np.column_stack(cells) if cells else np.zeros((rows, 0), dtype=np.int64),
            codes=tuple(levels),
            scale=2 * len(columns[0].pool),
        )

    return points(lambda column: column.pool), points(lambda column: column.synthetic)


def _middle_ranks(column: Coded) -> NDArray[np.int64]:
    """By code, the middle rank of that value among the real ones, from 0 to twice the number of rows."""
    counts = column.count(column.pool)[:-1]
    known, rows = max(int(counts.sum()), 1), len(column.pool)
    return np.append((2 * np.cumsum(counts) - counts) * rows // known, rows)


def _has_missing(column: Coded) -> bool:
    return bool(max(column.pool.max(), column.synthetic.max()) == len(column.values))


def nearest(queries: Points, references: Points) -> Iterator[tuple[Rows, Rows]]:
    """Yield, block by block, each query's nearest references: pairs (query, reference), all ties included.

    Exact: a first look in single precision keeps every reference that could be the nearest; those are measured again
    in whole numbers. Takes about 1 ns a pair on two cores and some 10 MB besides its inputs.
    """
    for block, query, reference, square in _search(queries, references, 1):
        least = np.full(len(block), np.iinfo(np.int64).max)
        np.minimum.at(least, query, square)
        tied = square == least[query]
        yield block[query[tied]], reference[tied]


def neighbours(queries: Points, references: Points, count: int) -> tuple[Rows, NDArray[np.float64]]:
    """The `count` nearest references of each query, nearest first, and their distances: two arrays (queries, count).

    Of references equally far, the earlier goes first. If there are fewer than `count`, all are given. Exact like
    `nearest`, and hardly slower for a few.
    """
    count = min(count, len(references))
    kept = _thinned(references, count)
    found = np.empty((len(queries), count), dtype=np.int64)
    squares = np.empty((len(queries), count), dtype=np.int64)
    for block, query, reference, square in _search(queries, references.take(kept), count):
        order = np.lexsort((reference, square, query))
        starts = np.searchsorted(query[order], np.arange(len(block)))
        picked = order[starts[:, None] + np.arange(count)]
        found[block], squares[block] = kept[reference[picked]], square[picked]
    return found, np.sqrt(squares) / references.scale


def _thinned(points: Points, count: int) -> Rows:
    """The points without those that are equal to `count` earlier ones, which cannot be among the `count` nearest."""
    numbers = number_rows([np.zeros(len(points), dtype=np.int64), *points.ranks.T, *points.codes])
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    return np.sort(order[np.arange(len(order)) - np.repeat(starts, sizes) < count])


def _search(queries: Points, references: Points, count: int) -> Iterator[tuple[Rows, Rows, Rows, Rows]]:
    """Yield the queries block by block, with pairs (place in the block, reference) and the square of their distance.

    The pairs hold the `count` nearest references of each query with all ties, and some others.
    """
    blocks = [np.arange(start, min(start + _QUERIES, len(queries))) for start in range(0, len(queries), _QUERIES)]
    search = _Search(references, _in_single_precision(references), count)
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(joblib.cpu_count()) as pool:
        for block, (query, reference, square) in zip(
            blocks, pool.map(lambda block: search(queries.take(block)), blocks), strict=True
        ):
            yield block, query, reference, square


def _in_single_precision(points: Points) -> NDArray[np.float32]:
    return (points.ranks / points.scale - 0.5).astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Search:
    references: Points
    places: NDArray[np.float32]
    count: int

    def __call__(self, queries: Points) -> tuple[Rows, Rows, Rows]:
        """Pairs (query, reference) that hold the nearest of each query, all ties included, and the square of each."""
        best = np.full((len(queries), self.count), np.inf, dtype=np.float32)
        found = []
        for start, squares in self._tiles(queries):
            best = _smallest(best, squares)
            limit = best.max(axis=1) + self.slack
            rows = np.flatnonzero(squares.min(axis=1) <= limit)
            row, column = np.nonzero(squares[rows] <= limit[rows, None])
            found.append((rows[row], start + column, squares[rows[row], column]))
        query, reference, square = (np.concatenate(parts) for parts in zip(*found, strict=True))
        close = square <= (best.max(axis=1) + self.slack)[query]
        query, reference = query[close], reference[close]
        return query, reference, self._exactly(queries, query, reference)

    @property
    def slack(self) -> float:
        """Twice the most by which a squared distance in single precision can be wrong."""
        numbers, categories = self.references.ranks.shape[1], len(self.references.codes)
        return float(2 * np.finfo(np.float32).eps * (numbers + 4) * (numbers + categories + 1))

    def _tiles(self, queries: Points) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Squared distances to stretches of the references, less the query's own square, which alters no order."""
        places = _in_single_precision(queries)
        for start in range(0, len(self.places), _REFERENCES):
            stretch = slice(start, start + _REFERENCES)
            others = self.places[stretch]
            squares = (-2 * places) @ others.T
            squares += np.einsum("ij,ij->i", others, others)
            squares += self._mismatches(queries, stretch)
            yield start, squares

    def _mismatches(self, queries: Points, stretch: slice) -> NDArray[np.unsignedinteger[Any]]:
        """In how many categories each query differs from each reference of the stretch."""
        counter = np.uint8 if len(queries.codes) < 256 else np.uint16
        shape = (len(queries), len(self.places[stretch]))
        count, differs = np.zeros(shape, dtype=counter), np.empty(shape, dtype=bool)
        for mine, others in zip(queries.codes, self.references.codes, strict=True):
            np.not_equal(mine[:, None], others[stretch], out=differs)
            count += differs.view(np.uint8)
        return count

    def _exactly(self, queries: Points, query: Rows, reference: Rows) -> Rows:
        """The squared distances of pairs, in whole numbers."""
        apart = queries.ranks[query] - self.references.ranks[reference]
        square: Rows = np.einsum("ij,ij->i", apart, apart)
        for mine, others in zip(queries.codes, self.references.codes, strict=True):
            square += (mine[query] != others[reference]) * self.references.scale**2
        return square


def _smallest(best: NDArray[np.float32], squares: NDArray[np.float32]) -> NDArray[np.float32]:
    """In each row the smallest of both, as many as `best` has."""
    count = best.shape[1]
    if count < squares.shape[1]:
        squares = squares.min(axis=1, keepdims=True) if count == 1 else np.partition(squares, count - 1)[:, :count]
    return np.sort(np.hstack([best, squares]))[:, :count]
