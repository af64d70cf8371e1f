"""Synthetic rows among the real ones: the training rows nearest to each, and which side its nearest real row is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.draws import Rows
from synth.judge.privacy.near import Floats, Neighbours, draw, points, synthetic_keys
from synth.judge.privacy.nearest import Found, place, search, thinned
from synth.judge.privacy.points import Points
from synth.judge.rows import number_rows

QUERIES = 20_000


@dataclass(frozen=True, eq=False)
class Sides(Neighbours):
    """Synthetic rows with their two nearest training rows, and on which side their nearest real row lies.

    `in_training`: the share of a row's nearest real rows, ties included, that are training rows; `least`: how far they
    are. `load`: for each real row the share of the synthetic rows that it is nearest to; loads add up to 1.
    """

    in_training: Floats
    least: Floats
    load: Floats


def closest(comparison: Comparison) -> Sides:
    """At most 20,000 synthetic rows among all real ones, on all modelled columns."""
    return comparison.once("closest", lambda: _closest(comparison))


def _closest(comparison: Comparison) -> Sides:
    everyone = np.arange(len(comparison.synthetic))
    rows = draw(synthetic_keys(comparison), everyone, QUERIES, comparison.rng("closest"))
    return sides(list(comparison.coded.values()), rows, len(comparison.real), points(comparison))


def sides(columns: Sequence[Coded], rows: Rows, training: int, placed: tuple[Points, Points] | None = None) -> Sides:
    """Those synthetic rows among all real ones, the first `training` of which are training rows, on some columns."""
    real, made = placed or place(columns)
    number = number_rows(column.pool for column in columns)
    asked, origin, repeats = _distinct(columns, rows)
    kept = _kept(real, training)
    stands_for = _stands_for(number, training, kept)
    trained = np.empty((len(asked), min(2, training)), dtype=np.int64)
    squares = np.empty_like(trained)
    in_training, load = np.zeros(len(asked)), np.zeros(int(number.max()) + 1)
    least = np.empty(len(asked), dtype=np.int64)
    searches = (search(made.take(asked), real.take(side), count) for side, count in zip(kept, (2, 1), strict=True))
    for near, far in zip(*searches, strict=True):
        places, squares[near.block] = near.few(trained.shape[1])
        trained[near.block] = kept[0][places]
        query, reference, share, least[near.block] = _ties(near, far, kept, stands_for)
        in_training[near.block] = np.bincount(query, share * (reference < training), len(near.block))
        load += np.bincount(number[reference], share * repeats[near.block][query], len(load))
    return Sides(
        rows=rows,
        nearest=trained[origin],
        distances=np.sqrt(squares[origin]) / real.scale,
        in_training=in_training[origin],
        least=np.sqrt(least[origin]) / real.scale,
        load=load[number] / np.bincount(number)[number] / len(rows),
    )


def _distinct(columns: Sequence[Coded], rows: Rows) -> tuple[Rows, Rows, Rows]:
    """The first of equal synthetic rows, for each row the place of its own among them, and how many each stands for."""
    number = number_rows(column.synthetic[rows] for column in columns)
    _, first, origin, repeats = np.unique(number, return_index=True, return_inverse=True, return_counts=True)
    return rows[first], origin, repeats


def _kept(real: Points, training: int) -> tuple[Rows, Rows]:
    """Of equal training rows two, of equal holdout rows one: enough to find the nearest."""
    trained, held = np.split(np.arange(len(real)), [training])
    return thinned(real.take(trained), 2), training + thinned(real.take(held), 1)


def _stands_for(number: NDArray[np.int64], training: int, kept: tuple[Rows, Rows]) -> Floats:
    """How many equal rows of its side each of those kept stands for; 0 for the others."""
    found = np.zeros(len(number))
    for side, rows in zip((number[:training], number[training:]), kept, strict=True):
        equal = np.bincount(side, minlength=int(number.max()) + 1)
        found[rows] = equal[number[rows]] / np.bincount(number[rows])[number[rows]]
    return found


def _ties(near: Found, far: Found, kept: tuple[Rows, Rows], stands_for: Floats) -> tuple[Rows, Rows, Floats, Rows]:
    """Pairs (query, real row) at each query's least distance, the pair's share of all rows that tie for it, and the
    squares of those distances, one a query.
    """
    query = np.concatenate([near.query, far.query])
    reference = np.concatenate([kept[0][near.reference], kept[1][far.reference]])
    square = np.concatenate([near.square, far.square])
    least = np.full(len(near.block), np.iinfo(np.int64).max)
    np.minimum.at(least, query, square)
    tied = square == least[query]
    query, reference = query[tied], reference[tied]
    weight = stands_for[reference]
    return query, reference, weight / np.bincount(query, weight)[query], least
