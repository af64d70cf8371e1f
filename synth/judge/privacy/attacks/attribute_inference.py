"""Attribute inference: a secret of people is guessed from the synthetic rows nearest to what is known of them.

The guess is the commonest value among the nearest rows, or their middle one for numbers and dates. A level must be
guessed exactly, a number to within a twentieth of the ranks of all real ones. Control: the same on people of the
holdout. Baseline: the one value that is right most often, guessed of everybody. Where it is right of most people,
the attack is tried on as many of them as of all others. After Giomi et al. (2023) and Stadler et al. (2022).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.personas import Knowledge
from synth.judge.privacy.attacks.search import Search, search
from synth.judge.privacy.attacks.targets import Names, balanced, targets
from synth.judge.privacy.attacks.trial import MEANING, Result, Trial, knowing, percent, trial

TOLERANCE = 1 / 20
SOURCE = (
    "Attribute inference from the nearest synthetic rows, numbers to within a twentieth of the ranks; Giomi et al. 2023"
)

Integers = NDArray[np.integer[Any]]


def attack(comparison: Comparison, knowledge: Knowledge) -> list[Trial | str]:
    """Every persona after every secret, or why not."""
    if not knowledge.secrets:
        return ["Attribute inference: no column looks like a secret. Name one to have this tried."]
    return [
        _try(comparison, persona.name, known, secret)
        for secret in knowledge.secrets
        for persona, known in knowledge.attackers(secret)
    ]


def sentence(tried: Trial, result: Result) -> str:
    """A trial in words."""
    even = ", for half of whom one guess would do" if tried.balanced else ""
    return (
        f"A {tried.persona} who knows {knowing(tried.known)} guesses {tried.secret} right for {percent(tried.main)} of "
        f"people in the table{even}, {percent(tried.control)} of people who are not in it, and "
        f"{percent(tried.baseline)} without the table: {MEANING[result]}."
    )


def _try(comparison: Comparison, persona: str, known: Names, secret: str) -> Trial | str:
    chosen, coded = targets(comparison, known), comparison.coded[secret]
    if chosen.too_few:
        return f"Attribute inference of {secret} by a {persona}: {chosen.too_few}."
    easy = right(coded, np.full(len(coded.pool), best_guess(coded)), coded.pool)
    even = balanced(comparison, known, easy)
    if even is None:
        nearest = comparison.once(("attack search", known), lambda: search(comparison, known, chosen.rows))
    else:
        chosen, nearest = even, search(comparison, known, even.rows)
    truth = coded.pool[chosen.rows]
    hits = right(coded, guesses(coded, nearest), truth)
    best = easy[chosen.rows]
    people, controls = len(chosen.training), len(chosen.control)
    return trial(
        "attribute inference",
        persona,
        known,
        secret,
        main=(int(hits[:people].sum()), people),
        control=(int(hits[people:].sum()), controls),
        baseline=(int(best[:people].sum()), people),
        balanced=even is not None,
    )


def guesses(secret: Coded, nearest: Search) -> Codes:
    """For each person the code of the secret among the nearest rows. Each kind of row votes with its own guess."""
    guess = _middle if secret.ordered else _commonest
    rows = np.bincount(nearest.kind)
    of_kind = guess(nearest.kind, secret.synthetic, np.ones(len(nearest.kind), dtype=np.int64))
    return guess(nearest.person, of_kind[nearest.found], rows[nearest.found])


def right(secret: Coded, guess: Integers, truth: Integers) -> NDArray[np.bool_]:
    """Whether guesses are right: equal, or near enough for numbers and dates."""
    if not secret.ordered:
        return np.asarray(guess == truth)
    ranks = _ranks(secret)
    return np.asarray((guess == truth) | (np.abs(ranks[guess] - ranks[truth]) <= TOLERANCE))


def best_guess(secret: Coded) -> int:
    """The code that would be right of the most real rows."""
    counts = secret.count(secret.pool)
    if secret.ordered:
        ranks, before = _ranks(secret)[:-1], np.append(0, np.cumsum(counts[:-1]))
        first = np.searchsorted(ranks, ranks - TOLERANCE, side="left")
        last = np.searchsorted(ranks, ranks + TOLERANCE, side="right")
        counts = np.append(before[last] - before[first], counts[-1])
    return int(counts.argmax())


def _ranks(secret: Coded) -> NDArray[np.float64]:
    """By code, the share of known real values below it, half of its own included; missing lies apart."""
    counts = secret.count(secret.pool)[:-1]
    return np.append((np.cumsum(counts) - counts / 2) / max(int(counts.sum()), 1), 2.0)


def _commonest(owner: Integers, codes: Integers, weights: Integers) -> Codes:
    """For each owner, numbered from 0, the code of the most weight; ties go to the lowest code."""
    width = int(codes.max()) + 1
    pairs, place = np.unique(owner * width + codes, return_inverse=True)
    order = np.lexsort((pairs, -np.bincount(place, weights), pairs // width))
    first = np.unique((pairs // width)[order], return_index=True)[1]
    return np.asarray((pairs % width)[order][first], dtype=np.int32)


def _middle(owner: Integers, codes: Integers, weights: Integers) -> Codes:
    """For each owner, numbered from 0, the code in the middle of the weights, codes being in the values' order."""
    order = np.lexsort((codes, owner))
    reached, whose = np.cumsum(weights[order]), owner[order]
    ends = np.cumsum(np.bincount(whose, weights))
    starts = np.append(0, ends[:-1])
    return np.asarray(codes[order][np.searchsorted(reached, (starts + ends) / 2, side="left")], dtype=np.int32)
