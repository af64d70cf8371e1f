"""Giveaways: by which columns does a learner tell synthetic rows from real ones, and how can they be seen?

A column's importance is the area that the learner loses on rows it was not fitted on when the column's cells are
shuffled among them (Breiman 2001). Beside it stands what shows best: the value, bin or gap of the column, alone or
together with that of another, whose share of the rows differs most between both tables, by (p − q)² / (p + q). Nothing
is named that fewer than k real units have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.exhibits import Giveaway, Giveaways
from synth.judge.joint.sides import FOLDS
from synth.judge.joint.trial import Trial, share_below
from synth.judge.learner import Predict
from synth.judge.telling import held_values, tell_bin, tell_value

MOST_FOUND = 8
LEAST_LOST = 0.005
TEST_CELLS = 60_000
AT_ONCE = 20
CLEAR, LEAST_APART = 16.0, 0.0005
"""A difference of shares is told if it is about four standard errors (squared here) and one row in 2,000, or more."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clue:
    """Something true of some rows: in words, of how large a share of each table, and by which columns."""

    columns: tuple[str, ...]
    words: str
    real: float
    synthetic: float
    hidden: bool
    """Whether fewer than k real units have it, so that their share is not told."""

    @property
    def apart(self) -> float:
        """The difference of the shares."""
        return abs(self.real - self.synthetic)

    @property
    def weight(self) -> float:
        """How much it tells of the two tables apart."""
        both = self.real + self.synthetic
        return self.apart**2 / both if both else 0.0


def giveaways(comparison: Comparison, learned: Trial) -> Giveaways:
    """The columns that give the synthetic rows of a trial away; none where the learner does no better than chance."""
    if learned.area().value <= learned.chance().high:
        return Giveaways(found=())
    columns = list(comparison.coded.values())
    lost = importance(learned, comparison.rng("giveaways"))
    order = [place for place in np.argsort(-lost, kind="stable").tolist() if lost[place] >= LEAST_LOST]
    found = [_giveaway(comparison, columns[place], lost[place]) for place in order[:MOST_FOUND]]
    once = {frozenset(each.columns): each for each in reversed(found)}  # of two columns told by each other, the first
    return Giveaways(found=tuple(each for each in found if once[frozenset(each.columns)] is each))


def importance(learned: Trial, rng: np.random.Generator) -> Floats:
    """The area lost when each column is shuffled: the mean over folds, of at most 60,000 cells or a little more."""
    lost, tested = np.zeros(learned.cells.shape[1]), 0
    most = 1 + TEST_CELLS // len(lost)
    for fold in range(FOLDS):
        rows = np.flatnonzero(learned.folds == fold)
        rows = rng.permutation(rows)[:most]
        cells, made = learned.cells[rows], learned.made[rows]
        if tested >= most or made.all() or not made.any():
            continue
        left = [
            _areas(learned.models[fold], _shuffled(cells, columns, rng), made)
            for columns in np.array_split(np.arange(len(lost)), 1 + len(lost) // AT_ONCE)
        ]
        lost += (_areas(learned.models[fold], cells[None], made) - np.concatenate(left)) * len(rows)
        tested += len(rows)
    return lost / max(tested, 1)


def _shuffled(cells: Floats, columns: NDArray[np.intp], rng: np.random.Generator) -> Floats:
    """The rows once for each of these columns, with that one shuffled: (columns, rows, all columns)."""
    copies = np.repeat(cells[None], len(columns), axis=0)
    for copy, column in zip(copies, columns.tolist(), strict=True):
        copy[:, column] = rng.permutation(copy[:, column])
    return copies


def _areas(model: Predict, copies: Floats, made: NDArray[np.bool_]) -> Floats:
    """The area on each copy of some rows. All are judged in one go, for a call costs more than its rows."""
    with threadpool_limits(1, user_api="openmp"):
        suspicion = model(copies.reshape(-1, copies.shape[-1]))[:, 1].reshape(len(copies), -1)
    return np.array([share_below(each[made], each[~made]).mean() for each in suspicion])


def _giveaway(comparison: Comparison, coded: Coded, lost: float) -> Giveaway:
    alone = _alone(comparison, coded)
    together = _together(comparison, coded)
    clear = CLEAR * (1 / len(comparison.real) + 1 / len(comparison.synthetic)) / 2
    known = [clue for clue in (alone, together) if clue and clue.weight > clear and clue.apart > LEAST_APART]
    if not known:
        name = coded.column.name
        words = f"No single value of {name!r} shows it: the learner sees it in several columns at once."
        return Giveaway(columns=(name,), importance=lost, sentence=words)
    shown = known[0] if known[0] is together or 2 * known[0].weight >= known[-1].weight else known[-1]
    return Giveaway(columns=shown.columns, importance=lost, sentence=_sentence(shown))


def _sentence(clue: Clue) -> str:
    real = "hardly any" if clue.hidden else f"{_percent(clue.real)} of the"
    return f"{clue.words} in {_percent(clue.synthetic)} of the synthetic rows, but in {real} real ones."


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.01 or not share else f"{share:.2%}"


def _alone(comparison: Comparison, coded: Coded) -> Clue | None:
    """The value or bin of the column that shows most."""
    real, synthetic = coded.count(coded.real), coded.count(coded.synthetic)
    bins = [np.bincount(coded.bins, counts, coded.width + 1) for counts in (real, synthetic)]
    of_bin, of_value = _weights(*bins), _weights(real, synthetic) * held_values(comparison, coded)
    of_value[-1] = 0  # what is missing is a bin already
    for place in np.argsort(-np.append(of_bin, of_value), kind="stable")[:5].tolist():
        code = place - len(of_bin)
        words = tell_bin(comparison, coded, place) if code < 0 else tell_value(coded, code)
        if words:
            counts = [each[place] for each in bins] if code < 0 else [real[code], synthetic[code]]
            shares = float(counts[0] / real.sum()), float(counts[1] / synthetic.sum())
            return Clue((coded.column.name,), words, *shares, hidden=False)
    return None


def _weights(real: NDArray[np.number], synthetic: NDArray[np.number]) -> Floats:
    p, q = real / real.sum(), synthetic / synthetic.sum()
    return np.asarray((p - q) ** 2 / np.where(p + q > 0, p + q, 1))


def _together(comparison: Comparison, coded: Coded) -> Clue | None:
    """The two bins, of the column and of another one, that show most together."""
    best, found = 0.0, None
    for other in comparison.coded.values():
        if other is coded:
            continue
        tables = [_crossed(coded, other, role) for role in ("real", "synthetic")]
        weights = _weights(*tables)
        place = int(np.argmax(weights))
        if weights[place] > best:
            best, found = float(weights[place]), (other, place, tables)
    return None if found is None else _told(comparison, coded, *found)


def _crossed(first: Coded, second: Coded, role: str) -> NDArray[np.intp]:
    """How many rows of one table are in each bin of both columns."""
    bins = [column.bins[getattr(column, role)] for column in (first, second)]
    width = int(second.bins.max()) + 1
    return np.bincount(bins[0] * width + bins[1], minlength=(int(first.bins.max()) + 1) * width)


def _told(
    comparison: Comparison, coded: Coded, other: Coded, place: int, tables: list[NDArray[np.intp]]
) -> Clue | None:
    numbers = divmod(place, int(other.bins.max()) + 1)
    words = [tell_bin(comparison, column, number) for column, number in zip((coded, other), numbers, strict=True)]
    if not words[0] or not words[1]:
        return None
    inside = (coded.bins[coded.real] == numbers[0]) & (other.bins[other.real] == numbers[1])
    units = len(np.unique(comparison.units[: len(inside)][inside]))
    return Clue(
        columns=(coded.column.name, other.column.name),
        words=f"{words[0]} while {words[1]}",
        real=float(tables[0][place] / tables[0].sum()),
        synthetic=float(tables[1][place] / tables[1].sum()),
        hidden=units < comparison.k,
    )
