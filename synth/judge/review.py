"""Expert review: can somebody who knows the field tell synthetic rows from real ones?

Real rows come from the holdout, so that nobody judges a row the generator was fitted to. The statistic is the share of
rows told right, from 0 to 1: .5 is guessing, 1 is never fooled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.stats import binom

from synth.errors import ReportError
from synth.judge.align import SYNTHETIC, align
from synth.judge.exhibits import Review, ReviewedRow
from synth.judge.interval import share
from synth.judge.score import Band, Score
from synth.prepare.cells import spell_cells
from synth.prepare.schema import Schema
from synth.prepare.table import Table

EACH = 10
"""How many rows are drawn of each table."""
LEAST = 3
MASK = "•••"


class Card(BaseModel):
    """One row of the quiz: whether it is real, and its position in the holdout or in the synthetic table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    real: bool
    row: int


class Quiz(BaseModel):
    """The drawn rows, shuffled. It holds the solution and no cell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cards: tuple[Card, ...]
    seed: int

    @property
    def holdout_rows(self) -> list[int]:
        """Positions of the real rows that are shown."""
        return sorted(card.row for card in self.cards if card.real)


def draw(
    synthetic: Table, holdout: Table | None, *, seed: int, provenance: str | None = None, each: int = EACH
) -> Quiz:
    """As many rows of both tables, at most `each`; of a table that holds real rows only the synthetic ones.

    `ReportError` where there is no holdout or a table has hardly a row.
    """
    if holdout is None:
        raise ReportError("There is no holdout to take real rows from. Hold some rows out, and make the table again.")
    rng = np.random.default_rng(seed)
    invented = np.arange(len(synthetic))
    if provenance is not None:
        invented = np.flatnonzero(synthetic.frame[provenance].astype(object).to_numpy() == SYNTHETIC)
    rows = min(each, len(invented), len(holdout))
    if rows < LEAST:
        raise ReportError(f"There are too few rows for a review: at least {LEAST} of each table are needed.")
    sides = ((False, invented), (True, np.arange(len(holdout))))
    cards = [Card(real=real, row=row) for real, rows_of in sides for row in _drawn(rows_of, rows, rng)]
    return Quiz(cards=tuple(cards[place] for place in rng.permutation(len(cards))), seed=seed)


def _drawn(positions: NDArray[Any], rows: int, rng: np.random.Generator) -> list[int]:
    found: list[int] = rng.choice(positions, rows, replace=False).tolist()
    return found


def shown(cards: Sequence[Card | ReviewedRow], synthetic: Table, holdout: Table, schema: Schema) -> pd.DataFrame:
    """The cards' cells as text, spelled alike on both sides under the real table's `schema`.

    Personal data is masked; keys, invented personal data and columns that one table lacks are left out.
    """
    made, _ = align(synthetic, schema, "synthetic table")
    held, _ = align(holdout, schema, "holdout")
    names = [
        column.name
        for column in schema.columns
        if column.treatment in ("model", "constant") and column.name in {*made.schema.names} & {*held.schema.names}
    ]
    rows = [spell_cells((held if card.real else made).select(names).take(np.array([card.row]))) for card in cards]
    frame = pd.concat(rows, ignore_index=True)
    personal = [column.name for column in schema.select(names).columns if column.personal]
    return frame.assign(**dict.fromkeys(personal, MASK))


def mark(quiz: Quiz, answers: Sequence[bool], *, expert: str, comments: Sequence[str] = ()) -> tuple[Score, Review]:
    """The score of somebody's answers, one for each card (True: real), with its interval against chance."""
    if len(answers) != len(quiz.cards):
        raise ReportError(f"There are {len(quiz.cards)} rows and {len(answers)} answers. Answer for each row.")
    if not expert.strip():
        raise ReportError("A review needs the name of the expert whose it is.")
    rows = len(quiz.cards)
    each = [
        ReviewedRow(real=card.real, row=card.row, said_real=answer)
        for card, answer in zip(quiz.cards, answers, strict=True)
    ]
    correct = sum(row.real == row.said_real for row in each)
    found = share(correct, rows)
    low, high = (float(binom.ppf(chance, rows, 0.5)) / rows for chance in (0.025, 0.975))
    score = Score(
        group="joint",
        measure="expert_review",
        value=found.value,
        low=found.low,
        high=found.high,
        better="nearer",
        ideal=0.5,
        reference=Band(value=0.5, low=low, high=high),
        rows=rows,
        note=_note(expert.strip(), correct, rows, found),
        source="Share of rows told right, with Wilson's interval (1927); the reference is guessing.",
    )
    said = tuple(filter(None, comments))
    review = Review(expert=expert.strip(), rows=rows, correct=correct, comments=said, each=tuple(each))
    return score, review


def _note(expert: str, correct: int, rows: int, found: Band) -> str:
    said = f"{expert} told real from synthetic in {correct} of {rows} rows"
    if found.low > 0.5:
        return f"{said}, more than guessing would: ask what gave the rows away, and look at those columns."
    if found.high < 0.5:
        return f"{said}, fewer than guessing would: the synthetic rows seem more typical than real ones are."
    return f"{said}, which guessing could do as well: {rows} rows show only gross faults."
