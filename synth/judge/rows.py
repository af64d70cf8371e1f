"""Whole rows: which of them are equal, and whose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def number_rows(columns: Iterable[NDArray[np.integer[Any]]]) -> NDArray[np.int64]:
    """Number rows, given by the codes of their columns, so that equal rows, and only they, bear the same number.

    Exact, not a hash: the first column's codes are paired with the second's, the pairs numbered, and so on.
    """
    first, *others = columns
    numbers = first.astype(np.int64)
    for codes in others:
        numbers = pd.factorize(numbers * (int(codes.max(initial=0)) + 1) + codes)[0].astype(np.int64)
    return numbers


def shared(numbers: NDArray[np.integer[Any]], units: NDArray[np.int64]) -> int:
    """How many rows, given by number, equal one of another unit."""
    holders = np.unique(np.stack([numbers, units]), axis=1)[0]
    return int((np.bincount(holders)[numbers] > 1).sum())
