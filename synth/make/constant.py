"""A column that is the same in every row."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.repeats import Maker


class Constant(Maker):
    """One value (a date in ISO 8601), or None where too few units hold it."""

    makes: Literal["constant"] = "constant"
    value: bool | float | str | None

    @classmethod
    def learn(cls, series: pd.Series[Any], units: NDArray[np.int64], k: int) -> Constant:
        """The commonest value of a column, if at least `k` units hold it."""
        present = series.dropna()
        if present.empty:
            return cls(value=None)
        common = present.value_counts().index[0]
        holders = len(np.unique(units[(series == common).fillna(False).to_numpy(dtype=bool)]))
        if holders < k:
            return cls(value=None)
        return cls(value=common.isoformat() if isinstance(common, pd.Timestamp) else np.asarray(common).item())

    def labels(self, many: int, rng: np.random.Generator) -> NDArray[Any]:
        """The value, `many` times."""
        return np.full(many, self.value, dtype=object)
