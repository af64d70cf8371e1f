from __future__ import annotations

import numpy as np

from synth.judge.draws import DRAWS, content_keys, draw_rows, generator


def test_rows_are_drawn_in_the_number_asked_for_and_differently_each_time() -> None:
    draws = draw_rows(np.arange(100, dtype=np.uint64), np.arange(100), 30, rng=generator(0, "x"))
    assert len(draws) == DRAWS
    assert {len(set(rows.tolist())) for rows in draws} == {30}
    assert len({tuple(rows.tolist()) for rows in draws}) == DRAWS


def test_units_stay_whole() -> None:
    units = np.repeat(np.arange(20), 5)
    for rows in draw_rows(np.arange(100, dtype=np.uint64), units, 30, rng=generator(0, "x")):
        assert len(rows) == 30
        assert np.bincount(units[rows], minlength=20).tolist().count(5) == 6


def test_a_draw_leaves_at_least_one_unit() -> None:
    units = np.array([0, 0, 0, 1])
    for rows in draw_rows(np.arange(4, dtype=np.uint64), units, 4, rng=generator(0, "x")):
        assert len(rows) in (1, 3)


def test_one_unit_alone_is_drawn_by_rows() -> None:
    for rows in draw_rows(np.arange(10, dtype=np.uint64), np.zeros(10, dtype=np.int64), 5, rng=generator(0, "x")):
        assert len(rows) == 5


def test_draws_follow_the_content_of_rows_and_not_their_order() -> None:
    keys = np.random.default_rng(0).integers(0, 2**60, 50).astype(np.uint64)
    other = np.random.default_rng(1).permutation(50)
    first = draw_rows(keys, np.arange(50), 20, rng=generator(7, "x"))
    second = draw_rows(keys[other], np.arange(50), 20, rng=generator(7, "x"))
    for one, two in zip(first, second, strict=True):
        assert set(keys[one]) == set(keys[other][two])


def test_keys_do_not_depend_on_the_order_of_columns() -> None:
    columns = [("a", np.array([0, 1, 1], dtype=np.int32)), ("b", np.array([2, 0, 2], dtype=np.int32))]
    keys = content_keys(3, columns)
    assert (keys == content_keys(3, reversed(columns))).all()
    assert len(set(keys.tolist())) == 3


def test_each_name_and_seed_has_random_numbers_of_its_own() -> None:
    drawn = {int(generator(seed, name).integers(2**60)) for seed in (0, 1) for name in ("a", "b")}
    assert len(drawn) == 4
    assert generator(0, "a").integers(2**60) in drawn


def test_few_of_many_rows_are_drawn_without_one_coming_twice() -> None:
    keys = np.arange(5000, dtype=np.uint64)
    drawn = draw_rows(keys, np.arange(5000), 100, rng=np.random.default_rng(0))
    assert {len(np.unique(rows)) for rows in drawn} == {100}
    turned = draw_rows(keys[::-1].copy(), np.arange(5000), 100, rng=np.random.default_rng(0))
    assert [sorted(keys[rows]) for rows in drawn] == [sorted(keys[::-1][rows]) for rows in turned]
