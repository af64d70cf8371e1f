"""Singling out: a statement that fits one synthetic row alone is taken to fit exactly one person in the table.

Statements name the values of a row, the most telling columns first, until no other synthetic row has them; of numbers
and dates they name the hundredth of the ranks. Main: the share that fit exactly one person of all, training and
holdout, and one in the table; statements that fit one in the table and others in the holdout are left out. Control:
the share that fit exactly one person of all, and one of the holdout, times the people in the table for each one there.
Whoever is singled out is in the table as often as chance deals, if the synthetic rows favour neither side, so that the
two are then equal whatever the sizes. Baseline: statements of the same columns with values drawn at random. After
Giomi et al. (2023), Cohen and Nissim (2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import hypergeom, nbinom

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.draws import content_keys
from synth.judge.interval import chance, share
from synth.judge.privacy.attacks.entropy import most_telling_first
from synth.judge.privacy.attacks.personas import Knowledge
from synth.judge.privacy.attacks.targets import FEWEST, TARGETS, Names, holders
from synth.judge.privacy.attacks.trial import MEANING, Result, Trial, band, knowing, percent
from synth.judge.score import Band

STEPS = 100
_NOBODY, _UNSURE = -1, -2
SOURCE = "Singling out by statements that fit one synthetic row; Giomi et al. 2023, Cohen and Nissim 2020"

Integers = NDArray[np.integer[Any]]


def attack(comparison: Comparison, knowledge: Knowledge) -> list[Trial | str]:
    """Every persona, or why not."""
    return [_try(comparison, persona.name, known) for persona, known in knowledge.attackers()]


def sentence(tried: Trial, result: Result) -> str:
    """A trial in words."""
    return (
        f"A {tried.persona} who knows {knowing(tried.known)} makes statements that fit one synthetic row: "
        f"{percent(tried.main)} fit exactly one person in the table, {percent(tried.control)} would if it had been "
        f"other people's, and {percent(tried.baseline)} of random ones do: {MEANING[result]}."
    )


def _try(comparison: Comparison, persona: str, known: Names) -> Trial | str:
    columns = [comparison.coded[name] for name in known]
    rng, whose = comparison.rng(f"singling out {persona}"), comparison.synthetic.units()
    both = statements(columns, len(comparison.real), comparison.units, rng)
    made, random = (stated.drawn(whose, rng).person for stated in both)
    if len(made) < FEWEST:
        few = f"only {len(made)} statements fit one synthetic row, where {FEWEST} are needed"
        return f"Singling out by a {persona}: {few}."
    return _trial(comparison, persona, known, made, random)


def _trial(comparison: Comparison, persona: str, known: Names, made: Integers, random: Integers) -> Trial:
    trained = np.unique(comparison.units[: len(comparison.real)])
    people, held = len(trained), len(np.unique(comparison.units)) - len(trained)
    hits, rows = int(np.isin(made, trained).sum()), len(made)
    others, by_chance = int((made >= 0).sum()) - hits, int(np.isin(random, trained).sum())
    times, control = people / max(held, 1), share(others, rows)
    return Trial(
        attack="singling out",
        persona=persona,
        known=known,
        secret=None,
        hits=hits,
        targets=rows,
        control=band(*(times * end for end in (control.value, control.low, control.high))),
        baseline=share(by_chance, len(random)),
        by_luck=float(hypergeom.sf(hits - 1, people + held, people, hits + others)),
        unaided=chance(hits, rows, by_chance, len(random)),
        usual=lambda confidence: usual(others, rows, times, confidence),
    )


def usual(others: int, rows: int, times: float, confidence: float) -> Band:
    """The share of so many statements that would fit one person in the table, when `others` fit one of the holdout and
    people in the table are so many times as many; with the band that holds it with that confidence (a Poisson count
    whose rate is known from another one, after Jeffreys).
    """
    ends = nbinom.ppf([(1 - confidence) / 2, (1 + confidence) / 2], others + 0.5, 1 / (1 + times))
    return band(times * others / rows, *(ends / rows))


@dataclass(frozen=True, eq=False)
class Statements:
    """Statements: of which synthetic row each is, and the one real person whom it fits, or -1 for nobody or several."""

    row: NDArray[np.int64]
    person: NDArray[np.int64]

    def drawn(self, whose: NDArray[np.int64], rng: np.random.Generator, most: int = TARGETS) -> Statements:
        """At most so many of them: one of each synthetic unit (`whose` says of each row), one of each real person, so
        that each says something of its own.
        """
        order = rng.permutation(len(self.row))
        order = order[_firsts(whose[self.row[order]])]
        found = self.person[order]
        again = found >= 0
        again[_firsts(found)] = False
        order = order[~again][:most]
        return Statements(self.row[order], self.person[order])


def _firsts(values: Integers) -> NDArray[np.intp]:
    """Where each value stands for the first time."""
    return np.sort(np.unique(values, return_index=True)[1])


def statements(
    columns: Sequence[Coded], training: int, units: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Statements, Statements]:
    """The statements made of synthetic rows, and random ones of the same columns, whatever the order of the rows.

    The first `training` of the real rows are the training rows; `units` says of each real row whose it is.
    """
    real, made = len(units), len(columns[0].synthetic)
    order = np.argsort(content_keys(made, ((each.column.name, each.synthetic) for each in columns)), kind="stable")
    numbers = np.zeros(real + 2 * made, dtype=np.int64)
    waiting = np.ones(made, dtype=bool)
    found: list[Statements] = []
    of_random: list[Statements] = []
    for column in most_telling_first(columns):
        numbers = _more(numbers, column, order, rng)
        people, rows, guesses = np.split(numbers, [real, real + made])
        unique = waiting & (np.bincount(rows, minlength=int(numbers.max()) + 1)[rows] == 1)
        waiting &= ~unique
        whose = _alone(people, training, units)
        for kept, cells in ((found, rows), (of_random, guesses)):
            kept.append(_fitting(order[unique], cells[unique], whose))
    return _all(found), _all(of_random)


def _more(
    numbers: NDArray[np.int64], column: Coded, order: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Rows (real, synthetic, random) numbered by one column more. Real rows are numbered from 0 without a gap."""
    cells = steps(column)
    made = cells[column.synthetic[order]]
    codes = np.concatenate([cells[column.pool], made, rng.permutation(made)])
    return np.asarray(pd.factorize(numbers * (int(codes.max()) + 1) + codes)[0], dtype=np.int64)


def steps(column: Coded) -> Codes:
    """By code, what a statement names: the level itself; of numbers and dates the hundredth of the real ranks."""
    if not column.ordered:
        return np.arange(len(column.values) + 1, dtype=np.int32)
    counts = column.count(column.pool)[:-1]
    middle = np.cumsum(counts) - counts / 2
    return np.asarray(np.append(STEPS * middle // max(int(counts.sum()), 1), STEPS + 1), dtype=np.int32)


def _alone(cells: NDArray[np.int64], training: int, units: NDArray[np.int64]) -> NDArray[np.int64]:
    """By cell the only person in it; or that there are several, of whom one alone may be of the training rows."""
    everybody = holders(cells, units)
    trained = np.zeros(len(everybody), dtype=np.int64)
    there = holders(cells[:training], units[:training])
    trained[: len(there)] = there
    person = np.empty(len(everybody), dtype=np.int64)
    person[cells] = units
    return np.where(everybody == 1, person, np.where(trained == 1, _UNSURE, _NOBODY))


def _fitting(row: NDArray[np.int64], cells: Integers, whose: Integers) -> Statements:
    """Statements by the cell of each, without those that fit one person in training and others in the holdout."""
    known = cells < len(whose)
    person = np.where(known, whose[np.where(known, cells, 0)], _NOBODY)
    kept = person != _UNSURE
    return Statements(row[kept], person[kept])


def _all(parts: Sequence[Statements]) -> Statements:
    return Statements(np.concatenate([part.row for part in parts]), np.concatenate([part.person for part in parts]))
