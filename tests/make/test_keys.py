"""Keys: the same pattern, as unique, none of the real ones, and the rows of each unit."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from stdnum import iban, luhn

from synth.make.keys import Keys
from synth.make.repeats import Repeats
from synth.make.taken import Taken

RNG = np.random.default_rng


def remake(keys: list[str], many: int, check: str | None = None) -> list[str]:
    learned = Keys.learn(pd.Series(keys, dtype=object), np.arange(len(keys)), 5, RNG(0), check)
    made: list[str] = learned.labels(many, RNG(1)).tolist()
    assert len(set(made)) == many
    assert made == Keys.model_validate_json(learned.model_dump_json()).labels(many, RNG(1)).tolist()
    return made


@pytest.mark.parametrize(
    ("keys", "pattern"),
    [
        ([f"P{number:05d}" for number in range(1000)], r"P\d{5}"),
        ([f"2024-{number:06d}-{'NB'[number % 2]}" for number in range(0, 90000, 100)], r"2024-0\d{5}-[NB]"),
        ([f"{number * 7919 % 10**8:08x}" for number in range(1, 400)], r"[0-9a-f]{8}"),
        ([str(70_000 + 31 * number) for number in range(300)], r"[1-9]\d{4}"),
        ([f"AB{number}" for number in range(10, 99)] + ["SECRET-NUMBER"], r"AB\d{4}"),
        (["ä-1", "ß-22", "§"], r"[A-Z0-9]{12}"),
    ],
)
def test_the_pattern_is_kept_and_no_real_key_comes_back(keys: list[str], pattern: str) -> None:
    made = remake(keys, len(keys))
    assert all(re.fullmatch(pattern, key) for key in made), made[:5]
    assert not set(made) & set(keys)


def test_there_are_keys_for_more_rows_than_the_pattern_has_room() -> None:
    made = remake([f"K{number:02d}" for number in range(100)], 20_000)
    assert {key[0] for key in made} == {"K"}


def test_every_prefix_that_enough_keys_have_is_kept() -> None:
    made = remake([f"{['PAT', 'ENC'][number % 3 == 0]}-{number:04d}" for number in range(900)], 3000)
    assert pd.Series([key[:4] for key in made]).value_counts(normalize=True)["PAT-"] == pytest.approx(2 / 3, abs=0.05)
    assert {key[:4] for key in made} == {"PAT-", "ENC-"}


def test_check_digits_hold() -> None:
    banks = [f"DE00 {number:04d} 5000 1053 7017 18" for number in range(90)]
    banks += [f"AT00 {number:04d} 5000 1053 7017" for number in range(90)]
    assert all(iban.is_valid(key) and key[4] == " " for key in remake(banks, 300, "iban"))
    cards = [f"4{number:03d}-0000-0000-0000" for number in range(90)]
    assert all(luhn.is_valid(key.replace("-", "")) and key[0] == "4" for key in remake(cards, 300, "credit_card"))


@pytest.mark.parametrize("first", [0, 1])
def test_row_numbers_stay_row_numbers_also_where_rows_were_held_out(first: int) -> None:
    kept = [number for number in range(first, first + 50) if number % 5 != 3]
    assert remake([str(number) for number in kept], 7) == [str(number) for number in range(first, first + 7)]


def test_a_model_file_does_not_tell_who_was_in_the_table() -> None:
    real = np.array([f"P{number:05d}" for number in range(1000)], dtype=object)
    others = np.array([f"Q{number:05d}" for number in range(5000)], dtype=object)
    taken = Taken.learn(real, RNG(0))
    assert not taken.free(real).any()
    assert 0.3 < taken.free(others).mean() < 0.65
    assert "P00017" not in taken.model_dump_json()


@pytest.mark.parametrize("together", [True, False])
def test_rows_of_each_unit_are_as_many_as_before(together: bool) -> None:
    codes = np.repeat(np.arange(3000), RNG(0).choice([1, 2, 5], size=3000, p=[0.5, 0.3, 0.2]))
    codes = codes if together else RNG(1).permutation(codes)
    learned = Repeats.learn(pd.factorize(codes)[0].astype(np.int64), 5, RNG(2))
    made = learned.assign(6000, RNG(3))
    counts = pd.Series(np.bincount(made)).value_counts(normalize=True)
    assert len(made) == 6000
    assert counts[[1, 2, 5]].tolist() == pytest.approx([0.5, 0.3, 0.2], abs=0.05)
    assert ((np.diff(made) == 0).mean() > 0.3) == together
    assert (np.diff(pd.unique(made)) == 1).all()


def test_the_unit_with_most_rows_is_not_told() -> None:
    codes = np.concatenate([np.repeat(np.arange(100), 2), np.full(977, 100)])
    assert set(Repeats.learn(codes, 5, RNG(0)).rows) == {2}
