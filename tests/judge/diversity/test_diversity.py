from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from synth.judge.attention import short
from synth.judge.comparison import Comparison
from synth.judge.diversity import cluster_share, levels_missed, repeated_rows, support, tail_share
from synth.judge.diversity.support import evenness, outlyingness
from synth.judge.diversity.tail_share import outer
from synth.judge.drawn import prediction
from synth.judge.exhibits import Clusters
from synth.judge.interval import proportion
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.judge.test_controls import population
from tests.prepare.tables import table

MEASURES: tuple[Callable[[Comparison], Any], ...] = (
    cluster_share.measure,
    levels_missed.measure,
    tail_share.measure,
    support.measure,
    repeated_rows.measure,
)


def first(measure: Callable[[Comparison], Any], real: Table, synthetic: Table, holdout: Table | None = None) -> Score:
    score = measure(Comparison.of(real, synthetic, holdout=holdout))[0]
    assert isinstance(score, Score)
    return score


def below(score: Score) -> bool:
    assert score.high is not None
    assert score.reference is not None
    return score.high < score.reference.low


def above(score: Score) -> bool:
    assert score.low is not None
    assert score.reference is not None
    return score.low > score.reference.high


def two_kinds(rows: int, seed: int, share: float = 0.3) -> Table:
    """Two kinds of rows that nothing lies between."""
    rng = np.random.default_rng(seed)
    kind = rng.random(rows) < share
    return table(
        number={name: rng.normal(np.where(kind, 8, 0), 1).round(3) for name in ("a", "b")},
        category={"kind": np.where(kind, "second", "first").tolist()},
    )


def test_fresh_rows_lie_inside_their_bands() -> None:
    inside = []
    for seed in range(4):
        comparison = Comparison.of(
            population(300, 3 * seed), population(200, 3 * seed + 1), holdout=population(200, 3 * seed + 2), seed=seed
        )
        for measure in MEASURES:
            for score in measure(comparison):
                if isinstance(score, Score) and score.value is not None and score.reference is not None:
                    inside.append(score.reference.low <= score.value <= score.reference.high)
    assert np.mean(inside) >= 0.9


def test_a_lost_kind_of_rows_is_named_and_silence_is_kept_else() -> None:
    real, holdout = two_kinds(300, 0), two_kinds(200, 1)
    kept, lost = (first(cluster_share.measure, real, two_kinds(300, 2, share), holdout) for share in (0.3, 0.0))
    assert "Mode collapse" not in kept.note
    assert not below(kept)
    assert below(lost)
    assert "Mode collapse: rows in which" in lost.note
    assert "kind is second" in lost.note


def test_clusters_are_told_the_largest_first_and_hold_all_rows() -> None:
    found = cluster_share.measure(Comparison.of(two_kinds(300, 0), two_kinds(300, 1)))
    (shown,) = [each for each in found if isinstance(each, Clusters)]
    shares = [each.real.value for each in shown.clusters]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert sum(each.synthetic.value for each in shown.clusters) == pytest.approx(1)
    assert any("kind is second" in each.typical for each in shown.clusters)


def test_rows_that_are_all_one_have_no_clusters() -> None:
    one = table(number={"a": [1] * 30, "b": [2] * 30})
    with pytest.raises(ValueError, match="no column varies"):
        cluster_share.measure(Comparison.of(one, one))


def test_missed_levels_are_counted_and_rare_ones_apart_without_a_name() -> None:
    real = table(category={"a": ["x"] * 50 + ["y"] * 40 + ["z"] * 8 + ["secret"] * 2})
    score = first(levels_missed.measure, real, table(category={"a": ["x"] * 60 + ["y"] * 40}))
    assert score.value == pytest.approx(1 / 3)
    assert "lacks 1 of 3 common levels" in score.note
    assert "Of 1 held by fewer than 5, which protection keeps out on purpose, 1 are not there." in score.note
    assert "secret" not in score.note
    out = first(levels_missed.measure, real, real)
    assert out.value == 0
    assert "0 are not there, but 1 are." in out.note


def test_no_category_has_no_levels_to_miss() -> None:
    numbers = table(number={"a": range(30)})
    assert first(levels_missed.measure, numbers, numbers).status == "not measured"


def test_tails_are_the_outer_values_and_never_the_missing() -> None:
    numbers = table(number={"a": [*range(80), *[None] * 20]})
    (coded,) = Comparison.of(numbers, numbers).coded.values()
    assert coded.values[outer(coded.count(coded.real), 0.025)[:-1]].tolist() == [0, 1, 78, 79]
    assert not outer(coded.count(coded.real), 0.025)[-1]


def test_lost_tails_and_invented_ones_are_told_from_fresh_ones() -> None:
    rng = np.random.default_rng(0)
    real, holdout = (table(number={"a": rng.normal(size=rows)}) for rows in (2000, 1000))
    for made, sign in ((np.clip(rng.normal(size=1000), -1.5, 1.5), "thinned"), (2 * rng.normal(size=1000), "too many")):
        scores = tail_share.measure(Comparison.of(real, table(number={"a": made}), holdout=holdout))
        tail = next(score for score in scores if score.subject == ("a",))
        assert tail.ideal == pytest.approx(0.05, abs=0.002)
        assert sign in tail.note


def test_no_row_far_out_of_few_is_not_told_from_chance_and_words_agree_with_the_figures() -> None:
    rng = np.random.default_rng(0)
    real, holdout = (table(number={"a": rng.normal(size=rows)}) for rows in (240, 60))
    middle = table(number={"a": np.clip(rng.normal(size=240), -1, 1)})
    score = tail_share.measure(Comparison.of(real, middle, holdout=holdout))[0]
    assert (score.measure, score.value, score.low) == ("far_out", 0, 0)
    assert score.high == pytest.approx(proportion(0, 240).high)
    assert short(score) == ("Nothing to do" not in score.note)


def test_a_column_of_two_values_has_no_tails() -> None:
    numbers = table(number={"a": [0, 1] * 20})
    scores = tail_share.measure(Comparison.of(numbers, numbers))
    assert [score.status for score in scores if score.subject] == ["not measured"]


def test_half_the_kinds_lower_recall_and_odd_rows_lower_precision() -> None:
    real, holdout = two_kinds(500, 0, 0.5), two_kinds(300, 1, 0.5)
    half = support.measure(Comparison.of(real, two_kinds(400, 2, 0.0), holdout=holdout))
    assert [score.measure for score in half] == ["alpha_precision", "beta_recall"]
    assert below(half[1])
    odd = two_kinds(400, 3, 0.5)
    noisy = Table(odd.frame.assign(a=np.random.default_rng(0).uniform(-20, 30, 400)), odd.schema)
    assert below(support.measure(Comparison.of(real, noisy, holdout=holdout))[0])


def test_a_sample_is_as_typical_as_itself_and_far_rows_are_not() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 2))
    assert evenness(np.arange(1000) / 1000) == pytest.approx(1, abs=0.01)
    assert evenness(np.ones(100)) == pytest.approx(0, abs=0.02)
    assert outlyingness(rows, rows + 100).min() == 1


def test_rows_made_again_and_again_are_mode_collapse() -> None:
    real, holdout = population(300, 0), population(200, 1)
    few = population(20, 2).take(np.arange(300) % 20)
    score = first(repeated_rows.measure, real, few, holdout)
    assert above(score)
    assert score.value == pytest.approx(0.9, abs=0.01)
    assert "Mode collapse" in score.note
    fresh = first(repeated_rows.measure, real, population(300, 3), holdout)
    assert fresh.value == 0
    assert "Nothing to do" in fresh.note


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    tables = [population(rows, seed) for seed, rows in enumerate((120, 90, 60))]
    mixed = [each.take(rng.permutation(len(each))) for each in tables]
    for measure in (levels_missed.measure, tail_share.measure, repeated_rows.measure, support.measure):
        one, other = first(measure, *tables), first(measure, *mixed)
        assert one.value == pytest.approx(other.value, abs=1e-9)


@pytest.mark.parametrize("held", [True, False])
def test_the_tails_of_fresh_rows_lie_in_their_bands(held: bool) -> None:
    inside = []
    for seed in range(12):
        real, fresh, holdout = (
            table(
                number={
                    name: np.random.default_rng([seed, part, place]).normal(size=60) for place, name in enumerate("abc")
                }
            )
            for part in range(3)
        )
        for score in tail_share.measure(Comparison.of(real, fresh, holdout=holdout if held else None, seed=seed)):
            assert score.value is not None
            assert score.reference is not None
            inside.append(score.reference.low <= score.value <= score.reference.high)
    assert np.mean(inside) >= 0.9


def test_the_band_of_a_mean_over_draws_is_narrower_than_that_of_one_draw() -> None:
    fresh = 0.96 + 0.01 * np.linspace(-1, 1, support.DRAWS)
    one, mean = support._reference(fresh, 1.0), support._reference(fresh, 0.1)
    assert one == prediction(fresh, (0, 1), ideal=1)[0]
    assert mean.value == pytest.approx(one.value)
    spread = np.sqrt((0.1 + 0.9 / support.DRAWS + 0.1) / 1.1)
    assert (mean.high - mean.low) / (one.high - one.low) == pytest.approx(spread, rel=0.02)
