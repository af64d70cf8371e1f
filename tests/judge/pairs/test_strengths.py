from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import spearmanr

from synth.judge.comparison import Comparison
from synth.judge.drawn import Floats
from synth.judge.pairs import associations, strengths
from synth.judge.pairs.cramers_v import Contingency
from synth.judge.pairs.moments import Measurable
from synth.judge.pairs.tables import PairTables, binned
from synth.judge.score import Score
from synth.prepare.associations import associate
from synth.prepare.table import Table
from tests.judge.test_compare import people
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, holdout: Table | None = None) -> dict[str, Score]:
    return {score.measure: score for score in strengths.measure(Comparison.of(real, synthetic, holdout=holdout))}


def filled(matrix: tuple[tuple[float | None, ...], ...]) -> Floats:
    return np.array(matrix, dtype=float)


def test_the_matrices_are_those_of_the_profile() -> None:
    real, made = people(150, 0), people(90, 1)
    found = associations.associate(Comparison.of(real, made, holdout=people(60, 2)))
    for matrix, side in ((found.real, real), (found.synthetic, made)):
        expected = associate(side, found.names).matrix
        np.testing.assert_allclose(filled(matrix), expected, atol=1e-9)


def test_spearmans_correlations_are_scipys() -> None:
    rng = np.random.default_rng(0)
    first = rng.normal(size=80).round(1)
    numbers = {"a": first, "b": np.exp(first) + rng.normal(size=80), "c": rng.integers(0, 3, 80)}
    real = table(number=numbers, category={"d": ["x", "y"] * 40})
    found = associations.associate(Comparison.of(real, real))
    assert found.ordered == ("a", "b", "c")
    expected = spearmanr(np.column_stack(list(numbers.values()))).statistic
    np.testing.assert_allclose(filled(found.real_spearman), expected, atol=1e-12)


def test_a_column_that_never_varies_has_no_strength() -> None:
    real = table(number={"a": [1] * 30, "b": range(30)}, category={"c": ["x"] * 30, "d": ["x", "y"] * 15})
    found = associations.associate(Comparison.of(real, real))
    assert [value is None for value in found.real[0]] == [True] * 4
    assert found.real[2][2] is None
    assert found.real[3][3] == 1
    one = table(number={"a": range(9)})
    assert associations.associate(Comparison.of(one, one)).real == ((1.0,),)


def test_sums_of_parts_add_up_and_a_shuffle_changes_no_column() -> None:
    columns = list(Comparison.of(people(100, 0), people(50, 1)).coded.values())
    ready = Measurable.of(columns, [column.real for column in columns])
    whole, part, rest = ready.sums(), ready.sums(np.arange(30)), ready.sums(np.arange(30, 100))
    for left, expected in zip(whole.less(part), rest, strict=True):
        np.testing.assert_allclose(left, expected, atol=1e-9)
    mixed = ready.sums(rng=np.random.default_rng(0))
    np.testing.assert_allclose(np.diag(mixed.products[0]), np.diag(whole.products[0]))
    assert not np.allclose(mixed.products[0], whole.products[0])
    assert not np.allclose(mixed.totals, whole.totals)


def test_both_ways_of_counting_agree() -> None:
    columns = list(Comparison.of(people(100, 0), people(50, 1)).coded.values())
    tables, bins = PairTables.of(columns), binned(columns, [column.real for column in columns])
    counts = tables.count(bins)
    assert tables._multiply(bins.astype(np.intp)).tolist() == counts.tolist()
    assert tables._pass(bins.astype(np.intp)).tolist() == counts.tolist()
    assert tables.count_all(bins).tolist() == counts.tolist()
    assert counts.sum() == 100 * len(tables.pairs)


def test_the_tables_know_which_cells_are_of_two_levels() -> None:
    real = table(category={"a": ["x", "y", None] * 5, "b": ["u", "v", "v"] * 5}, number={"n": range(15)})
    columns = list(Comparison.of(real, real).coded.values())
    tables = PairTables.of(columns)
    contingency = Contingency.of(columns, tables)
    assert [tables.pairs[pair] for pair in contingency.pairs] == [(1, 2)]
    assert len(contingency.places) == 4
    assert (
        len(Contingency.of(columns[:1] * 2, PairTables.of(columns[:1] * 2)).strengths(np.zeros(0, dtype=np.int64))) == 0
    )


def test_equal_tables_have_no_gap_and_broken_relations_are_told() -> None:
    real = people(300, 0)
    same = scores(real, real)
    assert set(same) == {"pearson_gap", "spearman_gap", "cramers_v_gap", "correlation_ratio_gap"}
    assert all(score.value == pytest.approx(0, abs=1e-9) for score in same.values())
    rng = np.random.default_rng(0)
    first = rng.normal(size=300)
    tied = table(number={"a": first, "b": first}, category={"c": (first > 0).astype(str), "d": (first > 0).astype(str)})
    apart = table(
        number={"a": first, "b": rng.permutation(first)},
        category={"c": rng.permutation(first > 0).astype(str), "d": (rng.permutation(first) > 0).astype(str)},
    )
    for score in scores(tied, apart).values():
        assert score.value is not None
        assert score.value > 0.5
        assert score.floor is not None
        assert score.floor.low <= score.value <= score.floor.high
        assert "map of differences" in score.note


def test_what_no_pair_has_is_not_measured() -> None:
    real = table(number={"a": range(30), "b": range(30)})
    found = scores(real, real)
    assert found["pearson_gap"].status == found["spearman_gap"].status == "ok"
    assert "two categories" in found["cramers_v_gap"].note
    one = table(number={"a": range(30)})
    assert {score.status for score in scores(one, one).values()} == {"not measured"}


def test_a_category_without_any_value_has_no_strength() -> None:
    real = table(category={"a": [None] * 20, "b": ["x", "y"] * 10}, number={"n": [1, 2, 3, 4] * 5})
    found = associations.associate(Comparison.of(real, real)).real
    assert found[1] == (None, None, None)
    assert found[0][2] == pytest.approx(associate(real, ["n", "b"]).matrix[0, 1])
    assert scores(real, real)["correlation_ratio_gap"].value == pytest.approx(0, abs=1e-9)


def test_fresh_rows_lie_within_their_bands() -> None:
    found = scores(people(300, 0), people(300, 1), people(300, 2))
    for score in found.values():
        assert score.reference is not None
        assert score.value is not None
        assert score.value <= score.reference.high


def test_large_numbers_lose_no_digits() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(3, 50))
    near, far = (
        table(number={name: row + offset for name, row in zip("abc", values, strict=True)}) for offset in (0, 1e9)
    )
    found = [associations.associate(Comparison.of(each, each)).real for each in (near, far)]
    for first, second in combinations(range(3), 2):
        assert found[0][first][second] == pytest.approx(found[1][first][second], abs=1e-6)
