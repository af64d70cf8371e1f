"""Value protection: what fewer than k units hold is never learned, kept in a file or emitted.

Levels of a category or boolean held by fewer than k units are redrawn among the kept ones (see `synth.make.stand_ins`),
or become one label.
Numbers and dates are drawn anew between neighbours that span at least k units, unless the very value is held by k
(see `synth.make.numbers`); nothing lies beyond the k-th unit's value on either side. A date that lies near an
earlier one is drawn anew with it, through the time between both (see `synth.make.between`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from synth.make.between import Between, learn_between, release_dates
from synth.make.numbers import Numbers
from synth.make.stand_ins import stand_ins
from synth.prepare.table import Table


class Levels(BaseModel):
    """The levels of a category or boolean that may be emitted, with the rows that held each, the commonest first.

    `rare` is the label that stands for all others, itself among `names`, or empty: then they are redrawn among `names`.
    `missing` counts rows without a value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guards: Literal["levels"] = "levels"
    names: tuple[str | bool, ...]
    counts: tuple[int, ...]
    rare: str = ""
    missing: int = 0

    @classmethod
    def learn(cls, series: pd.Series[Any], units: NDArray[np.int64], k: int, rare_label: str = "") -> Levels:
        """Keep the levels held by at least `k` different units."""
        cells = pd.DataFrame({"level": series.astype(object), "unit": units}).dropna()
        holders = cells.drop_duplicates()["level"].value_counts()
        rows = cells["level"].value_counts()
        kept = sorted(holders.index[holders >= k], key=lambda name: (-int(rows[name]), str(name)))
        counts = [int(rows[name]) for name in kept]
        label = rare_label if len(kept) < len(rows) and str(series.dtype) == "object" else ""
        if label and label not in kept:
            kept, counts = [*kept, label], [*counts, len(cells) - sum(counts)]
        missing = len(series) - len(cells)
        return cls(names=tuple(kept), counts=tuple(counts), rare=label, missing=missing)

    def release(self, series: pd.Series[Any], rng: np.random.Generator) -> pd.Series[Any]:
        """Replace every level that is not kept; a missing cell stays missing."""
        present = series.notna()
        rare = (present & ~series.isin(self.names)).to_numpy(dtype=bool)
        values = series.astype(object).where(present, None).to_numpy(copy=True)
        values[rare] = self._stand_ins(int(rare.sum()), rng)
        return pd.Series(values, dtype=object).astype(series.dtype)

    def _stand_ins(self, many: int, rng: np.random.Generator) -> NDArray[np.object_]:
        if self.rare or not self.names:
            return np.full(many, self.rare or None, dtype=object)
        shares = np.array(self.counts) / sum(self.counts)
        return np.array(self.names, dtype=object)[rng.choice(len(self.names), size=many, p=shares)]


Guard = Annotated[Levels | Numbers, Field(discriminator="guards")]


class Shield(BaseModel):
    """What stands between a table and everything made of it: one guard for each modelled column.

    Dates that lie near an earlier one are guarded through what lies `between` as well. An `open` shield keeps nothing
    back, as there is no table: its guards only say which levels there are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int
    columns: dict[str, Guard]
    between: dict[str, Between] = {}
    open: bool = False

    @classmethod
    def learn(cls, table: Table, k: int, rare_label: str = "") -> Shield:
        """Learn the guards of the modelled columns of `table`; `k` counts units, and 1 switches protection off."""
        units = table.units()
        columns: dict[str, Levels | Numbers] = {}
        for column in table.schema.modelled:
            series = table.frame[column.name]
            if column.kind in ("number", "datetime"):
                columns[column.name] = Numbers.learn(series, units, k, column)
            else:
                columns[column.name] = Levels.learn(series, units, k, rare_label)
        between = learn_between(table.frame, table.schema, units, k) if k > 1 else {}
        return cls(k=k, columns=columns, between=between)

    def cover(self, table: Table, rng: np.random.Generator) -> Table:
        """The modelled columns of `table`, with every value that may not be emitted drawn anew.

        So a model that keeps the values it was shown holds no rare one, and its file may leave the house.
        """
        modelled = table.without_unit([column.name for column in table.schema.modelled])
        levels = {name: guard for name, guard in self.columns.items() if isinstance(guard, Levels) and not guard.rare}
        common = stand_ins(modelled.frame, {name: guard.names for name, guard in levels.items()}, rng)
        released = self.release(modelled.frame.assign(**common), rng)
        return Table(released, modelled.schema, owners=modelled.owners)

    def release(self, frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """The same frame, whose columns are all guarded, with every value that may not be emitted drawn anew."""
        if self.open:
            return frame
        numbers = {name: guard for name, guard in self.columns.items() if isinstance(guard, Numbers)}
        dates = release_dates(frame, self.between, numbers, rng)
        names = [str(name) for name in frame.columns]
        return pd.DataFrame(
            {name: dates[name] if name in dates else self.columns[name].release(frame[name], rng) for name in names}
        )
