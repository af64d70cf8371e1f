"""The table that passes between all rooms: a typed frame, its schema, and how it was read.

A frame's dtype follows from the column's kind, and nothing else is ever in it:

| kind | dtype | missing |
|---|---|---|
| `number` | float64, whole numbers too (digits beyond 2**53 are never read as numbers) | NaN |
| `boolean` | `boolean` | `<NA>` |
| `datetime` | datetime64[us], without time zone | NaT |
| `category`, `text`, `key` | object holding `str` | None |

Its index is always a fresh `RangeIndex`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.errors import TableError
from synth.prepare.schema import Kind, Schema

DTYPES: dict[Kind, str] = {
    "number": "float64",
    "boolean": "boolean",
    "datetime": "datetime64[us]",
    "category": "object",
    "text": "object",
    "key": "object",
}


class Dialect(BaseModel):
    """How a file is spelled. `header` counts the header's lines (0: none); `skip` the lines above it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    header: int = 1
    skip: int = 0
    decimal: str = "."


class Reject(BaseModel):
    """A line that could not be read as a row: its number in the file (from 1), and why, without its cells."""

    model_config = ConfigDict(frozen=True)

    line: int
    why: str


class Reading(BaseModel):
    """How a table was read. `rows_in_file == loaded + len(rejected) + blank` always holds.

    `notes` are plain sentences on everything that was decided on the way (renamed headers, a stripped byte order mark).
    `unparsed` counts, by column, the cells that did not fit the column's kind and are therefore missing in the frame;
    `respelled` those that were read as another table spells them.
    """

    model_config = ConfigDict(frozen=True)

    source: str = ""
    sha256: str = ""
    dialect: Dialect = Dialect()
    rows_in_file: int = 0
    loaded: int = 0
    blank: int = 0
    rejected: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    unparsed: dict[str, int] = {}
    respelled: dict[str, int] = {}


@dataclass(frozen=True, eq=False)
class Table:
    """A frame with its schema. Never changed in place: a change makes a new one.

    `owners`: for each row the number of its unit, where the unit's column itself is left out.
    """

    frame: pd.DataFrame
    schema: Schema
    reading: Reading = field(default_factory=Reading)
    owners: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        if list(self.frame.columns) != self.schema.names:
            raise TableError("The table's columns are not those of its schema, or not in its order.")
        if not self.frame.index.equals(pd.RangeIndex(len(self.frame))):
            raise TableError("The table's index does not count its rows from 0: give the frame a fresh RangeIndex.")
        for column in self.schema.columns:
            found, wanted = str(self.frame[column.name].dtype), DTYPES[column.kind]
            if found != wanted:
                raise TableError(f"Column {column.name!r} is of kind {column.kind}: {wanted}, not {found}.")

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.frame)

    def take(self, rows: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Table:
        """The rows at those positions, or where the mask is true, with a fresh index."""
        positions = np.flatnonzero(rows) if rows.dtype == bool else rows
        owners = None if self.owners is None else self.owners[positions]
        return replace(self, frame=self.frame.take(positions).reset_index(drop=True), owners=owners)

    def select(self, names: list[str]) -> Table:
        """The same rows on fewer columns, in the table's order."""
        schema = self.schema.select(names)
        return replace(self, frame=self.frame[schema.names], schema=schema)

    def with_schema(self, schema: Schema) -> Table:
        """The same frame under a schema that has the same names and dtypes."""
        return replace(self, schema=schema)

    def without_unit(self, names: list[str]) -> Table:
        """The same rows on fewer columns, which still know whose they are."""
        return replace(self.select(names), owners=self.units())

    def units(self) -> NDArray[np.int64]:
        """For each row the number of its unit, from 0; a row whose unit is missing is its own unit."""
        if self.owners is not None:
            return self.owners
        if self.schema.unit is None:
            return np.arange(len(self), dtype=np.int64)
        codes, uniques = pd.factorize(self.frame[self.schema.unit])
        codes = codes.astype(np.int64)
        alone = codes < 0
        codes[alone] = len(uniques) + np.arange(int(alone.sum()))
        return codes
