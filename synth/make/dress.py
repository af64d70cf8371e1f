"""The columns that are not learned: each gets the maker that its treatment and kind ask for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from synth.errors import TableError
from synth.make.agreed import Settle, agreed
from synth.make.alike import Alike
from synth.make.constant import Constant
from synth.make.deal import deal
from synth.make.fakes import WAYS, Fakes
from synth.make.keys import CHECKS, Keys
from synth.make.language import guess_locale
from synth.make.numbers import Numbers
from synth.make.repeats import Codes, Maker, Repeats
from synth.make.spelled import Spelled
from synth.make.streams import Streams
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table

IN_PATTERN = {"phone", "postcode", "national_id", "passport", "license_plate", "iban", "credit_card"}
"""Personal data that is remade in the pattern of the real values, as their form differs from country to country."""


class Dates(Maker):
    """Dates and times that say nothing: spread evenly between the k-th extremes."""

    makes: Literal["dates"] = "dates"
    guard: Numbers

    def labels(self, many: int, rng: np.random.Generator) -> NDArray[Any]:
        """`many` dates in µs."""
        if not self.guard.edges:
            return np.full(many, None, dtype=object)
        drawn = self.guard.spell(rng.uniform(self.guard.edges[0], self.guard.edges[-1], size=many))
        return drawn.astype("int64").view("datetime64[us]")


AnyMaker = Annotated[Keys | Fakes | Spelled | Dates | Constant, Field(discriminator="makes")]


class Dress(BaseModel):
    """A maker for each column that is not learned, and the rows of each unit where the table names units.

    `alike` names the modelled columns in which all rows of a unit are alike.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    units: Repeats | None
    makers: dict[str, AnyMaker]
    alike: Alike = Alike()

    @classmethod
    def learn(cls, table: Table, k: int, rng: np.random.Generator) -> Dress:
        """Learn the makers; `TableError` where a treatment does not fit a kind."""
        units = table.units()
        columns = [column for column in table.schema.columns if column.treatment not in ("model", "drop")]
        words = [table.frame[column.name] for column in columns if column.personal and column.kind == "text"]
        locale = guess_locale(pd.concat(words).dropna().tolist() if words else [], k)
        makers = {column.name: _maker(table.frame[column.name], column, units, k, locale, rng) for column in columns}
        if not table.schema.unit:
            return cls(units=None, makers=makers)
        alike = Alike.learn(table.frame, table.schema.modelled, units, k)
        return cls(units=Repeats.learn(units, k, rng), makers=makers, alike=alike)

    def put_on(self, modelled: pd.DataFrame, schema: Schema, rng: np.random.Generator, settle: Settle) -> pd.DataFrame:
        """The modelled columns and all others, in the order of the schema, which lists no dropped one.

        Rows of a unit are made alike, and stand side by side where real ones do; `settle` is given the rows before and
        after, and gives those that may stand (see `synth.make.agreed`).
        """
        units = None
        if self.units and self.alike:
            units, modelled = self._units_alike(self.units, modelled, rng, settle)
        elif self.units:
            units = self.units.assign(len(modelled), rng)
        streams, columns = Streams.of(rng), {}
        for column in schema.columns:
            if column.name in self.makers:
                made = self.makers[column.name].cells(len(modelled), units, streams(column.name))
                columns[column.name] = typed(made, column)
            else:
                columns[column.name] = modelled[column.name]
        return pd.DataFrame(columns)

    def told(self, schema: Schema) -> tuple[str, ...]:
        """A sentence on what rows of a made unit share, where the schema lists units."""
        return self.alike.told(schema.unit) if schema.unit else ()

    def _units_alike(
        self, repeats: Repeats, rows: pd.DataFrame, rng: np.random.Generator, settle: Settle
    ) -> tuple[Codes, pd.DataFrame]:
        """Units for rows that are alike, and the rows made the same where units are."""
        owners = deal(rows, self.alike, repeats.sizes(len(rows), rng), rng)
        rows = agreed(rows, self.alike, owners, rng, settle)
        if repeats.together:
            order = np.argsort(rng.permutation(len(rows))[owners], kind="stable")
            owners, rows = owners[order], rows.take(order).reset_index(drop=True)
        return pd.factorize(owners)[0].astype(np.int64), rows


def typed(cells: NDArray[np.object_], column: Column) -> pd.Series[Any]:
    """Cells, None where missing, as the dtype of the column's kind."""
    match column.kind:
        case "number":
            return pd.Series(np.array([np.nan if cell is None else float(cell) for cell in cells], dtype="float64"))
        case "datetime":
            return pd.Series(np.array(cells.tolist(), dtype="datetime64[us]"))
        case "boolean":
            return pd.Series(cells, dtype="boolean")
        case _:
            return pd.Series(cells, dtype=object)


def _maker(
    series: pd.Series[Any], column: Column, units: Codes, k: int, locale: str, rng: np.random.Generator
) -> AnyMaker:
    """The maker that a column's treatment and kind ask for."""
    if column.treatment == "constant":
        return Constant.learn(series, units, k)
    if series.isna().all():
        return Constant(value=None)
    if column.kind == "boolean":
        raise TableError(
            f"Column {column.name!r} is yes or no: it cannot be invented or remade as a key. "
            "Choose the treatment 'model', 'drop' or 'constant' on the Profile page."
        )
    per_unit = _same_in_unit(series, units)
    if per_unit:
        series, units = _once_for_each_unit(series, units)
    present = series.notna().to_numpy()
    common = {"missing": float((~present).mean()), "per_unit": per_unit}
    if column.kind == "datetime":
        guard = Numbers.learn(series, units, max(k, 2), column)
        return Dates(guard=guard).model_copy(update=common)
    values = _spelled(series[present], column)
    if _in_pattern(values, column):
        codes = pd.factorize(values)[0]
        repeats = Repeats.learn(codes, k, rng) if values.duplicated().any() else None
        check = column.personal if column.personal in CHECKS else None
        return Keys.learn(values, units[present], k, rng, check).model_copy(update=common | {"repeats": repeats})
    kind = column.personal if column.personal and column.personal in WAYS else "text"
    return Fakes.learn(values, kind, locale, k, rng).model_copy(update=common)


def _same_in_unit(series: pd.Series[Any], units: Codes) -> bool:
    """Whether units have several rows and every row of a unit has the same value."""
    return bool(units.max() + 1 < len(units)) and bool(series.groupby(units).nunique(dropna=False).max() == 1)


def _once_for_each_unit(series: pd.Series[Any], units: Codes) -> tuple[pd.Series[Any], Codes]:
    """The value of each unit, and the units."""
    numbers, first = np.unique(units, return_index=True)
    return series.iloc[first].reset_index(drop=True), numbers


def _spelled(series: pd.Series[Any], column: Column) -> pd.Series[str]:
    """Values as text, with a fresh index."""
    if column.kind != "number":
        return series.reset_index(drop=True)
    decimals = column.decimals if column.decimals is not None else 0 if (series % 1 == 0).all() else None
    return pd.Series([repr(value) if decimals is None else f"{value:.{decimals}f}" for value in series], dtype=object)


def _in_pattern(values: pd.Series[str], column: Column) -> bool:
    """Whether values are remade by their pattern: keys, numbers, some personal data, and codes of one word."""
    if column.treatment == "key" or column.kind == "number" or column.personal in IN_PATTERN:
        return True
    return not column.personal and float(values.str.fullmatch(r"\S*\d\S*").mean()) > 0.5
