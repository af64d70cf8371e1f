"""Rows to learn from, and rows held back that judge what was learned."""

from __future__ import annotations

import numpy as np

from synth.make.sequential.learned import Rows


def deal(units: Rows, *, held_back: float, most_rows: int, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Rows to learn from, at most `most_rows` of them, and all others: at least about that share is held back.

    A unit's rows stay on one side: what is true of one person alone must not be confirmed by the same person's rows.
    """
    turn = rng.permutation(int(units.max(initial=-1)) + 1)[units]
    drawn = _order(turn)
    cut = min(len(units) - int(held_back * len(units)), most_rows)
    if cut < len(units):
        cut = int(np.searchsorted(turn[drawn], turn[drawn[cut]]))
    return drawn[:cut], drawn[cut:]


def _order(turn: Rows) -> Rows:
    """The rows by their turn, those of one turn in their order."""
    if len(turn) and len(turn) > turn.max() and np.bincount(turn).max() == 1:
        drawn = np.empty_like(turn)
        drawn[turn] = np.arange(len(turn))  # every row has a turn of its own: no need to sort
        return drawn
    return np.argsort(turn, kind="stable")
