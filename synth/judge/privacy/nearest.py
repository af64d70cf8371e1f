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


def nearest(queries: Points, references: Points) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield, block by block, each query's nearest references: pairs (query, reference), all ties included.

    Exact: a first look in single precision keeps every reference that could be the nearest; those are measured again
    in whole numbers. Takes about 1 ns a pair on two cores and some 10 MB besides its inputs.
    """
    blocks = [np.arange(start, min(start + _QUERIES, len(queries))) for start in range(0, len(queries), _QUERIES)]
    search = _Search(references, _in_single_precision(references))
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(joblib.cpu_count()) as pool:
        for block, (query, reference) in zip(
            blocks, pool.map(lambda block: search(queries.take(block)), blocks), strict=True
        ):
            yield block[query], reference


def _in_single_precision(points: Points) -> NDArray[np.float32]:
    return (points.ranks / points.scale - 0.5).astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Search:
    references: Points
    places: NDArray[np.float32]

    def __call__(self, queries: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pairs (query, reference) at the least distance of each query."""
        best = np.full(len(queries), np.inf, dtype=np.float32)
        found = []
        for start, squares in self._tiles(queries):
            least = squares.min(axis=1)
            np.minimum(best, least, out=best)
            rows = np.flatnonzero(least <= best + self.slack)
            row, column = np.nonzero(squares[rows] <= (best + self.slack)[rows, None])
            found.append((rows[row], start + column, squares[rows[row], column]))
        query, reference, square = (np.concatenate(parts) for parts in zip(*found, strict=True))
        close = square <= best[query] + self.slack
        return self._exactly(queries, query[close], reference[close])

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

    def _exactly(
        self, queries: Points, query: NDArray[np.int64], reference: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of candidate pairs, those at the least distance, measured in whole numbers."""
        apart = queries.ranks[query] - self.references.ranks[reference]
        square = np.einsum("ij,ij->i", apart, apart)
        for mine, others in zip(queries.codes, self.references.codes, strict=True):
            square += (mine[query] != others[reference]) * self.references.scale**2
        least = np.full(len(queries), np.iinfo(np.int64).max)
        np.minimum.at(least, query, square)
        nearest = square == least[query]
        return query[nearest], reference[nearest]
