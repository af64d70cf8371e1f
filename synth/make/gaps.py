"""Which cells of a row are missing together, as one column of levels: a network learns one level, not many flags."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

Codes = NDArray[np.int64]

UNTOLD, PRESENT, MISSING = -1, 0, 1


class Gaps(BaseModel):
    """The patterns of missing cells that enough rows have, the commonest first, and how many rows have each.

    A pattern names the columns that are missing, of all `columns` that are missing anywhere. One count more than
    patterns is that of the rows with rarer ones: of those each column tells by itself whether its cell is missing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[str, ...]
    patterns: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]

    @classmethod
    def learn(cls, frame: pd.DataFrame, least: int, most: int) -> tuple[Gaps, Codes] | None:
        """The patterns of at least `least` rows, at most `most` of them, and the place of each row's pattern.

        None where fewer than two columns have gaps, or no two patterns can be told apart.
        """
        gone = frame.isna().to_numpy()
        some = gone.any(axis=0)
        if some.sum() < 2:
            return None
        gone, names = gone[:, some], frame.columns.to_numpy()[some]
        found = np.zeros(len(gone), dtype=np.int64)
        for eight in np.packbits(gone, axis=1).T:
            found = pd.factorize(found * 256 + eight)[0]
        first, counts = np.unique(found, return_index=True, return_counts=True)[1:]
        order = np.argsort(-counts, kind="stable")
        kept = order[counts[order] >= least][:most]
        place = np.full(len(counts), len(kept))
        place[kept] = np.arange(len(kept))
        codes = place[found]
        rows = np.bincount(codes)
        if len(rows) < 2:
            return None
        patterns = tuple(tuple(names[row].tolist()) for row in gone[first[kept]])
        return cls(columns=tuple(names.tolist()), patterns=patterns, counts=tuple(rows.tolist())), codes

    def told(self, codes: Codes, name: str) -> NDArray[Any]:
        """Of each row's pattern, whether a column's cell is missing or present, or untold."""
        if name not in self.columns:
            return np.full(len(codes), UNTOLD)
        of = [MISSING if name in pattern else PRESENT for pattern in self.patterns]
        return np.array([*of, UNTOLD])[codes]
