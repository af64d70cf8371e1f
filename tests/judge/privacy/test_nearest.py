"""The quick search finds what the slow one finds: every tie, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.privacy.nearest import nearest, neighbours, place
from synth.judge.privacy.points import Points
from synth.prepare.table import Table
from tests.prepare.tables import table


def mixed(rows: int, rng: np.random.Generator) -> Table:
    def holes(values: NDArray[np.object_], share: float) -> list[object]:
        return [None if gone else value for gone, value in zip(rng.random(rows) < share, values, strict=True)]

    return table(
        number={
            "count": holes(rng.integers(0, 9, rows).astype(object), 0.2),
            "size": rng.normal(size=rows),
        },
        category={
            "letter": holes(rng.choice(list("abc"), rows).astype(object), 0.1),
            "tail": [f"N{number}" for number in rng.integers(0, 400, rows)],
        },
        boolean={"yes": rng.random(rows) < 0.5},
        datetime={"day": np.datetime64("2024-01-01") + rng.integers(0, 60, rows).astype("timedelta64[D]")},
    )


def points(real: Table, synthetic: Table) -> tuple[Points, Points]:
    return place(list(Comparison.of(real, synthetic).coded.values()))


def found(queries: Points, references: Points) -> set[tuple[int, int]]:
    return {pair for query, reference in nearest(queries, references) for pair in zip(query, reference, strict=True)}


def slowly(queries: Points, references: Points) -> set[tuple[int, int]]:
    pairs = set()
    for query in range(len(queries)):
        squares = ((queries.ranks[query] - references.ranks) ** 2).sum(axis=1)
        for mine, others in zip(queries.codes, references.codes, strict=True):
            squares = squares + (mine[query] != others) * references.scale**2
        pairs |= {(query, int(reference)) for reference in np.flatnonzero(squares == squares.min())}
    return pairs


@pytest.mark.parametrize(("real", "synthetic"), [(2, 3), (300, 500), (9_000, 140)])
def test_the_same_pairs_as_a_search_one_by_one(real: int, synthetic: int) -> None:
    rng = np.random.default_rng(real)
    references, queries = points(mixed(real, rng), mixed(synthetic, rng))
    assert found(queries, references) == slowly(queries, references)


def test_all_ties_are_given() -> None:
    references, queries = points(table(category={"a": list("xyz") * 2000}), table(category={"a": ["x", "new"]}))
    pairs = found(queries, references)
    assert {query for query, _ in pairs} == {0, 1}
    assert len(pairs) == 2000 + 6000


def test_numbers_lie_by_rank_and_levels_one_apart() -> None:
    references, queries = points(
        table(number={"x": [1, 10, 100, 1000]}, category={"a": list("ppqq")}),
        table(number={"x": [10, 5]}, category={"a": ["q", "p"]}),
    )
    assert references.scale == 8
    assert references.ranks[:, 0].tolist() == [1, 3, 5, 7]
    assert queries.ranks[:, 0].tolist() == [3, 2]
    assert found(queries, references) == {(0, 2), (1, 0), (1, 1)}


def test_missing_is_a_state_of_its_own() -> None:
    references, queries = points(table(number={"x": [1, 2, 3, None]}), table(number={"x": [None, 2]}))
    assert found(queries, references) == {(0, 3), (1, 1)}


def test_columns_without_numbers_or_without_levels_will_do() -> None:
    for real in (table(number={"x": [1.0, 2.0]}), table(category={"a": ["p", "q"]})):
        references, queries = points(real, real)
        assert found(queries, references) == {(0, 0), (1, 1)}


@pytest.mark.parametrize(("real", "synthetic", "count"), [(2, 3, 5), (300, 500, 3), (9_000, 60, 2)])
def test_the_nearest_few_as_a_search_one_by_one(real: int, synthetic: int, count: int) -> None:
    rng = np.random.default_rng(real)
    references, queries = points(mixed(real, rng), mixed(synthetic, rng))
    rows, distances = neighbours(queries, references, count)
    assert rows.shape == distances.shape == (synthetic, min(count, real))
    for query in range(synthetic):
        squares = ((queries.ranks[query] - references.ranks) ** 2).sum(axis=1)
        for mine, others in zip(queries.codes, references.codes, strict=True):
            squares = squares + (mine[query] != others) * references.scale**2
        expected = np.argsort(squares, kind="stable")[:count]
        assert rows[query].tolist() == expected.tolist()
        assert distances[query] == pytest.approx(np.sqrt(squares[expected]) / references.scale)


def test_equal_references_are_neighbours_each_in_its_own_right() -> None:
    references, queries = points(table(number={"x": [7, 7, 7, 9] * 2000}), table(number={"x": [7, 9]}))
    rows, distances = neighbours(queries, references, 3)
    assert rows.tolist() == [[0, 1, 2], [3, 7, 11]]
    assert not distances.any()
