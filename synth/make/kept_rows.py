"""Real rows that a generator starts from, already covered: kept with its model as Parquet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ModelError
from synth.prepare.schema import Kind
from synth.prepare.table import DTYPES, Table

ROWS = "rows.parquet"
MOST_LEVELS = 30


def write_rows(folder: Path, frame: pd.DataFrame) -> None:
    """Write the rows into an existing folder."""
    frame.to_parquet(folder / ROWS, index=False)


def read_rows(folder: Path, kinds: dict[str, Kind]) -> pd.DataFrame:
    """Read them back, with the dtypes of the columns' kinds; `ModelError` where they are not whole."""
    try:
        return pd.read_parquet(folder / ROWS).astype({name: DTYPES[kind] for name, kind in kinds.items()})
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The rows of this model cannot be read. Fit the model again.") from error


def draw_starts(kept: int, rows: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Positions of rows to start from: each row once before any comes twice."""
    rounds = [rng.permutation(kept) for _ in range(-(-rows // kept))]
    return np.concatenate([np.empty(0, dtype=np.int64), *rounds])[:rows]


def places(table: Table) -> NDArray[np.float64]:
    """Each row as a point: numbers and dates by rank from 0 to 1, levels a column each, a half for what is missing."""
    parts = []
    for column in table.schema.columns:
        cells = table.frame[column.name]
        if column.kind in ("number", "datetime"):
            parts.append(cells.rank(pct=True).fillna(0.5).to_numpy()[:, None])
        else:
            codes, levels = pd.factorize(cells.astype(object))
            common = np.argsort(-np.bincount(codes[codes >= 0], minlength=len(levels)), kind="stable")[:MOST_LEVELS]
            parts.append((codes[:, None] == common) / np.sqrt(2))
    return np.hstack(parts)
