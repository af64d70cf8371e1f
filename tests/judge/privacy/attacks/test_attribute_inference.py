from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.exhibits import Attacks
from synth.judge.privacy.attacks.attacks import attack
from synth.judge.privacy.attacks.attribute_inference import best_guess, guesses, right
from synth.judge.privacy.attacks.search import search
from synth.prepare.table import Table
from tests.prepare.tables import table


def compared(known: Iterable[object], secret: Iterable[object], made: Table) -> Comparison:
    real = table(number={"x": known}, category={"secret": secret})
    return Comparison.of(real, made)


def coded(values: Iterable[float | None]) -> Coded:
    whole = table(number={"x": values})
    return Comparison.of(whole, whole).coded["x"]


def test_the_guess_is_the_commonest_among_the_nearest_rows() -> None:
    made = table(number={"x": [1, 1, 1, 9, 9]}, category={"secret": list("aabbb")})
    comparison = compared([1, 8], ["b", "a"], made)
    nearest = search(comparison, ["x"], np.array([0, 1]))
    secret = comparison.coded["secret"]
    assert secret.values[guesses(secret, nearest)].tolist() == ["a", "b"]


def test_equally_near_rows_vote_by_their_number() -> None:
    made = table(number={"x": [1, 1, 3]}, category={"secret": list("aab")})
    comparison = compared([2, 1, 3], ["b", "a", "b"], made)
    nearest = search(comparison, ["x"], np.array([0]))
    assert sorted(nearest.found) == [0, 1]
    secret = comparison.coded["secret"]
    assert secret.values[guesses(secret, nearest)].tolist() == ["a"]


def test_of_numbers_the_middle_one_is_guessed() -> None:
    real = table(number={"secret": [1, 2, 3]}, category={"x": list("pqr")})
    made = table(number={"secret": [5, 50, 7, 4]}, category={"x": list("pppq")})
    comparison = Comparison.of(real, made)
    secret = comparison.coded["secret"]
    nearest = search(comparison, ["x"], np.array([0, 1]))
    assert secret.values[guesses(secret, nearest)].tolist() == [7, 4]


def test_numbers_are_right_within_a_twentieth_of_the_ranks() -> None:
    secret = coded(range(100))
    assert right(secret, np.array([10, 10, 10]), np.array([15, 16, 5])).tolist() == [True, False, True]
    missing = coded([*range(99), None])
    assert right(missing, np.array([99, 99, 3]), np.array([99, 3, 99])).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("values", "best"),
    [([1, 1, 1, 2, 3, 4], 1.0), ([*range(40), *[100] * 7], 100.0), ([None, None, 1, 2], None)],
)
def test_the_best_single_guess(values: list[float | None], best: float | None) -> None:
    secret = coded(values)
    guess = best_guess(secret)
    assert (None if guess == len(secret.values) else float(secret.values[guess])) == best


def payments(rows: int, seed: int, debts: bool) -> Table:
    """A secret that one guess is right about for nearly everybody: a level, or a number."""
    rng = np.random.default_rng(seed)
    few = rng.random(rows) < 0.04
    return table(
        number={
            "amount": rng.gamma(2, 50, rows),
            **({"debt": np.where(few, rng.gamma(2, 50, rows), 0)} if debts else {}),
        },
        category={"shop": rng.choice(list("abcd"), rows), **({} if debts else {"fraud": np.where(few, "yes", "no")})},
    )


@pytest.mark.parametrize("debts", [False, True])
def test_a_secret_that_nearly_all_share_is_seen_to_be_copied(debts: bool) -> None:
    real, holdout, fresh = (payments(rows, seed, debts) for seed, rows in enumerate((2_000, 1_500, 2_000)))
    secret = "debt" if debts else "fraud"
    copied, usual = (
        attack(Comparison.of(real, made, holdout=holdout), ["shop"], [secret])[-1] for made in (real, fresh)
    )
    assert isinstance(copied, Attacks)
    assert isinstance(usual, Attacks)
    (found,) = (each for each in copied.tried if each.secret)
    (other,) = (each for each in usual.tried if each.secret)
    assert (found.targets, found.result) == (other.targets, "risk")
    assert found.main.value >= 0.95
    assert found.baseline.value == 0.5
    assert "for half of whom one guess would do" in found.sentence
    assert other.result == "no result"
