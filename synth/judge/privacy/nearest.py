"""The nearest of many rows, exactly, for tables of mixed kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import joblib
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded, Codes
from synth.judge.privacy.leaves import leaves
from synth.judge.privacy.points import Points, Rows
from synth.judge.privacy.tiles import Tiles
from synth.judge.rows import number_rows

_QUERIES = 512


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
    in whole numbers. Takes at most about 1 ns a pair on two cores, far less where references lie in clusters, and some
    10 MB besides its inputs.
    """
    for found in search(queries, references, 1):
        least = np.full(len(found.block), np.iinfo(np.int64).max)
        np.minimum.at(least, found.query, found.square)
        tied = found.square == least[found.query]
        yield found.block[found.query[tied]], found.reference[tied]


def neighbours(queries: Points, references: Points, count: int) -> tuple[Rows, NDArray[np.float64]]:
    """The `count` nearest references of each query, nearest first, and their distances: two arrays (queries, count).

    Of references equally far, the earlier goes first. If there are fewer than `count`, all are given. Exact like
    `nearest`, and hardly slower for a few.
    """
    count = min(count, len(references))
    kept = thinned(references, count)
    rows = np.empty((len(queries), count), dtype=np.int64)
    squares = np.empty((len(queries), count), dtype=np.int64)
    for found in search(queries, references.take(kept), count):
        reference, squares[found.block] = found.few(count)
        rows[found.block] = kept[reference]
    return rows, np.sqrt(squares) / references.scale


def thinned(points: Points, count: int) -> Rows:
    """The points without those that are equal to `count` earlier ones, which cannot be among the `count` nearest."""
    numbers = number_rows([np.zeros(len(points), dtype=np.int64), *points.ranks.T, *points.codes])
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    return np.sort(order[np.arange(len(order)) - np.repeat(starts, sizes) < count])


class Found(NamedTuple):
    """Of a block of queries, pairs with the square of their distance: the nearest references of each with all ties,
    and some others. `query` is the place in the block.
    """

    block: Rows
    query: Rows
    reference: Rows
    square: Rows

    def few(self, count: int) -> tuple[Rows, Rows]:
        """The `count` nearest references of each query and their squares, the earlier first of those equally far."""
        order = np.lexsort((self.reference, self.square, self.query))
        starts = np.searchsorted(self.query[order], np.arange(len(self.block)))
        picked = order[starts[:, None] + np.arange(count)]
        return self.reference[picked], self.square[picked]


def search(queries: Points, references: Points, count: int) -> Iterator[Found]:
    """Yield, block by block, what holds the `count` nearest references of each query, on all cores.

    `count` is at most the number of references. Blocks are of queries near each other, the same for the same queries.
    """
    blocks, tiles = leaves(queries, _QUERIES), Tiles.of(references)
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(joblib.cpu_count()) as pool:
        pairs = pool.map(lambda block: tiles.look(queries.take(block), count), blocks)
        for block, (query, reference, square) in zip(blocks, pairs, strict=True):
            yield Found(block, query, reference, square)
