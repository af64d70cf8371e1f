"""All rows of a unit take the values of one of them, in the columns that are the same within units, or come near to it.

The row is drawn at random, so that each value is as likely as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.alike import Alike, apart
from synth.make.numbers import as_numbers, from_numbers

Codes = NDArray[np.int64]
Settle = Callable[[pd.DataFrame, pd.DataFrame], tuple[pd.DataFrame, NDArray[np.bool_]]]
"""From rows before and after a change to those that may stand, and which of them could be changed."""

TRIES = 8
"""How many of its rows a unit may try, where the values of one break a rule in another."""


def agreed(rows: pd.DataFrame, alike: Alike, owners: Codes, rng: np.random.Generator, settle: Settle) -> pd.DataFrame:
    """The rows of each unit made the same; after the last try, those that cannot be are as they were."""
    closer = {name: _closer(rows[name], owners, far) for name, far in alike.near.items()}
    pending, parts = np.arange(len(rows)), []
    for turn in range(TRIES):
        before = rows.take(pending).reset_index(drop=True)
        after, kept = settle(before, share_out(before, alike, owners[pending], rng, closer))
        done = ~np.isin(owners[pending], owners[pending[~kept]]) | (turn == TRIES - 1)
        parts.append(after[done].set_index(pending[done]))
        pending = pending[~done]
        if not len(pending):
            break
    return pd.concat(parts).sort_index().reset_index(drop=True) if len(parts) > 1 else parts[0]


def share_out(
    frame: pd.DataFrame, alike: Alike, owners: Codes, rng: np.random.Generator, closer: Mapping[str, float]
) -> pd.DataFrame:
    """All rows of a unit with the values of one of them, drawn at random, in the columns that are the same.

    Where gaps may be anywhere they stay where they are, and the values are those of a row that has one. Numbers and
    dates of `closer` come towards those of the one row, until they are so many times as far from it.
    """
    rows, columns = rng.permutation(len(frame)), {}
    for name in (*alike.same, *closer):
        cells, known = frame[name], frame[name].notna().to_numpy()
        told = np.ones(len(frame), dtype=bool) if name in alike.gaps else known
        giver = np.zeros(int(owners.max()) + 1, dtype=np.int64)
        giver[owners[rows[told[rows]]]] = rows[told[rows]]
        source = np.where(told, giver[owners], np.arange(len(frame)))
        given = cells.take(source).reset_index(drop=True)
        columns[name] = _towards(cells, given, closer[name]) if name in closer else given
    return frame.assign(**columns)


def _closer(cells: pd.Series[Any], owners: Codes, far: float) -> float:
    """How much closer rows of a unit must come to lie so `far` apart; 1 where they do not lie further."""
    known = cells.notna().to_numpy()
    now = apart(cells[known], owners[known])
    return min(1.0, far / now) if 0 < now < np.inf else 1.0


def _towards(cells: pd.Series[Any], given: pd.Series[Any], closer: float) -> pd.Series[Any]:
    known = cells.notna().to_numpy()
    ends = as_numbers(given[known])
    return from_numbers((1 - closer) * ends + closer * as_numbers(cells[known]), known, cells)
