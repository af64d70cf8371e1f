"""Linkability: records of two sources are seen to be one person's because the same synthetic row is nearest to both.

What is known is dealt into two halves, as if it came from two sources. Main: the share of people in the table whose
halves are linked. Control: the same for people of the holdout. Baseline: the share of halves of two different people
that are linked as well. A half that is equally near to very many kinds of rows links nothing. After Giomi et al.
(2023), whose baseline draws synthetic rows at random; false pairs also show links that coarse columns make by chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.entropy import most_telling_first
from synth.judge.privacy.attacks.personas import Knowledge
from synth.judge.privacy.attacks.search import Search, search
from synth.judge.privacy.attacks.targets import Names, targets
from synth.judge.privacy.attacks.trial import MEANING, Result, Trial, knowing, percent, trial

MOST_TIED = 20
SOURCE = "Linkability through a common nearest synthetic row; Giomi et al. 2023, with false pairs as the baseline"


def attack(comparison: Comparison, knowledge: Knowledge) -> list[Trial | str]:
    """Every persona, or why not."""
    return [_try(comparison, persona.name, known) for persona, known in knowledge.attackers()]


def sentence(tried: Trial, result: Result) -> str:
    """A trial in words."""
    return (
        f"A {tried.persona} who has {knowing(tried.known)} in two sources links the two records of "
        f"{percent(tried.main)} of people in the table, {percent(tried.control)} of people who are not in it, and "
        f"{percent(tried.baseline)} of records that are not one person's: {MEANING[result]}."
    )


def _try(comparison: Comparison, persona: str, known: Names) -> Trial | str:
    if len(known) < 2:
        return f"Linkability by a {persona}: one column cannot come from two sources."
    chosen = targets(comparison, known)
    if chosen.too_few:
        return f"Linkability by a {persona}: {chosen.too_few}."
    first, second = (
        search(comparison, half, chosen.rows) for half in halves([comparison.coded[name] for name in known])
    )
    people, controls = len(chosen.training), len(chosen.control)
    everybody = np.arange(people + controls)
    true, false = linked(first, second, everybody), linked(first, second, np.roll(everybody[:people], 1))
    return trial(
        "linkability",
        persona,
        known,
        None,
        main=(int(true[:people].sum()), people),
        control=(int(true[people:].sum()), controls),
        baseline=(int(false.sum()), people),
    )


def halves(columns: Sequence[Coded]) -> tuple[Names, Names]:
    """Columns dealt into two halves that tell people apart about equally well: 1st, 4th, 5th, 8th, … and the others."""
    ordered = [column.column.name for column in most_telling_first(columns)]
    return (
        tuple(name for place, name in enumerate(ordered) if place % 4 in (0, 3)),
        tuple(name for place, name in enumerate(ordered) if place % 4 in (1, 2)),
    )


def linked(first: Search, second: Search, partners: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each person's first half and their partner's second half are nearest to the same synthetic row."""
    width = int(second.kind.max()) + 1
    rows = first.kind * width + second.kind
    person, mine = _few(first, len(partners))
    starts, theirs = _few_by_person(second)
    times = np.diff(starts)[partners[person]]
    pair = np.repeat(np.arange(len(person)), times)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    other = theirs[starts[partners[person[pair]]] + within]
    found = pd.Index(mine[pair] * width + other).isin(rows)
    return np.bincount(person[pair], found, minlength=len(partners)) > 0


def _few(half: Search, people: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of the first people, without those people who are equally near to very many kinds."""
    few = (np.bincount(half.person)[half.person] <= MOST_TIED) & (half.person < people)
    return half.person[few], half.found[few]


def _few_by_person(half: Search) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each person's kinds start, and where the last one's end; and the kinds."""
    people = int(half.person.max()) + 1
    person, found = _few(half, people)
    return np.append(0, np.cumsum(np.bincount(person, minlength=people))), found
