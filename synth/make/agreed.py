"""All rows of a unit take the values of one of them, in the columns that are the same within units.

The row is drawn at random, so that each value is as likely as before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.alike import Alike

Codes = NDArray[np.int64]
Settle = Callable[[pd.DataFrame, pd.DataFrame], tuple[pd.DataFrame, NDArray[np.bool_]]]
"""From rows before and after a change to those that may stand, and which of them could be changed."""

TRIES = 8
"""How many of its rows a unit may try, where the values of one break a rule in another."""


def agreed(rows: pd.DataFrame, alike: Alike, owners: Codes, rng: np.random.Generator, settle: Settle) -> pd.DataFrame:
    """The rows of each unit made the same; after the last try, those that cannot be are as they were."""
    pending, parts = np.arange(len(rows)), []
    for turn in range(TRIES):
        before = rows.take(pending).reset_index(drop=True)
        after, kept = settle(before, share_out(before, alike, owners[pending], rng))
        done = ~np.isin(owners[pending], owners[pending[~kept]]) | (turn == TRIES - 1)
        parts.append(after[done].set_index(pending[done]))
        pending = pending[~done]
        if not len(pending):
            break
    return pd.concat(parts).sort_index().reset_index(drop=True) if len(parts) > 1 else parts[0]


def share_out(frame: pd.DataFrame, alike: Alike, owners: Codes, rng: np.random.Generator) -> pd.DataFrame:
    """All rows of a unit with the values of one of them, drawn at random, in the columns that are the same.

    Where gaps may be anywhere they stay where they are, and the values are those of a row that has one.
    """
    rows, columns = rng.permutation(len(frame)), {}
    for name in alike.same:
        known = frame[name].notna().to_numpy()
        told = np.ones(len(frame), dtype=bool) if name in alike.gaps else known
        giver = np.zeros(int(owners.max()) + 1, dtype=np.int64)
        giver[owners[rows[told[rows]]]] = rows[told[rows]]
        source = np.where(told, giver[owners], np.arange(len(frame)))
        columns[name] = frame[name].take(source).reset_index(drop=True)
    return frame.assign(**columns)
