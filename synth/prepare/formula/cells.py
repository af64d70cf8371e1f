"""What a formula works on: one value a row, and where none is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.schema import Kind
from synth.prepare.table import DTYPES

ValueKind = Literal["number", "text", "boolean", "date", "nothing"]
"""`nothing` is the kind of the word `missing`, which goes with every other."""

Mask = NDArray[np.bool_]

KIND_OF: dict[Kind, ValueKind] = {
    "number": "number",
    "category": "text",
    "text": "text",
    "key": "text",
    "boolean": "boolean",
    "datetime": "date",
}
_DTYPES: dict[ValueKind, Any] = {
    "number": np.float64,
    "text": object,
    "boolean": np.bool_,
    "date": "datetime64[us]",
    "nothing": np.float64,
}


@dataclass(frozen=True, eq=False)
class Cells:
    """Values of one kind, of shape (rows,), and a mask of those that are missing: their values mean nothing."""

    kind: ValueKind
    values: NDArray[Any]
    missing: Mask

    @classmethod
    def full(cls, kind: ValueKind, value: Any, rows: int) -> Cells:
        """The same value in each row; None for none."""
        blank = np.zeros(rows, dtype=_DTYPES[kind])
        if value is not None:
            blank[:] = value
        return cls(kind, blank, np.full(rows, value is None))

    @classmethod
    def of(cls, series: pd.Series[Any], kind: ValueKind) -> Cells:
        """A column of a table."""
        missing = series.isna().to_numpy(dtype=bool)
        values = series.fillna(False) if kind == "boolean" else series
        return cls(kind, values.to_numpy(dtype=_DTYPES[kind]), missing)

    @classmethod
    def finite(cls, values: NDArray[Any], missing: Mask) -> Cells:
        """Numbers; those that are infinite or none count as missing."""
        return cls("number", values, missing | ~np.isfinite(values))

    def series(self, kind: Kind) -> pd.Series[Any]:
        """As a column of a table."""
        if self.kind == "nothing":
            return pd.Series([None] * len(self.values), dtype=DTYPES[kind])
        if self.kind == "date":
            return pd.Series(np.where(self.missing, np.datetime64("NaT"), self.values).astype("datetime64[us]"))
        if self.kind == "number":
            return pd.Series(np.where(self.missing, np.nan, self.values))
        values = self.values.astype(object)
        values[self.missing] = None
        return pd.Series(values, dtype=DTYPES[kind])
