"""What is compared, made ready once: three tables on the same columns, coded, and the draws that measures share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ReportError
from synth.judge.align import SYNTHETIC, align, without_holdout, without_provenance
from synth.judge.coding import Coded, Codes, encode
from synth.judge.cores import side_by_side
from synth.judge.draws import Rows, content_keys, draw_rows, generator
from synth.judge.intent import as_asked
from synth.prepare.control import Control
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table

LEAST_ASKED = 20
MOST_DRAWN = 20_000
"""Rows of the draws that tell spreads alone: their figures are brought to the size of the scored draws."""

Kept = TypeVar("Kept")


@dataclass(frozen=True, eq=False)
class Comparison:
    """The tables of one comparison. Measures read it and change nothing.

    - `real`, `synthetic`, `holdout`: the tables on the columns that the first two share, in the real table's order and
      under its schema. `real` holds the training rows: where the holdout was part of the first table, it is taken out.
    - `real_rows`: for each real row its position in the first table as it was given.
    - `synthetic_rows`: the same of each synthetic row; None where all of them are judged.
    - `units`: the unit of each real row and then of each holdout row, numbered from 0.
    - `rules`: all rules of the real table, whether or not their columns are shared.
    - `control`: what was asked of the synthetic table. `provenance`: whether each synthetic row is in truth real,
      synthetic or filled, as its column `provenance_column` says; None where all are synthetic.
    - `quasi_identifiers`, `secrets`: what attackers may know and want to find out; None leaves it to the schema.
    - `target`: a modelled column, or None. `k`: how many units must hold a value for the report to tell it.
    - `protected`: whether the table was made with value protection; None where that is not known.
    - `notes`: plain sentences on what was done to make the tables comparable.
    """

    real: Table
    synthetic: Table
    holdout: Table | None
    real_rows: Rows
    units: NDArray[np.int64]
    rules: tuple[Rule, ...]
    target: str | None
    k: int
    seed: int
    protected: bool | None = None
    notes: tuple[str, ...] = ()
    control: Control = field(default_factory=Control)
    provenance: NDArray[Any] | None = None
    provenance_column: str = ""
    quasi_identifiers: tuple[str, ...] | None = None
    secrets: tuple[str, ...] | None = None
    synthetic_rows: Rows | None = None
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        real: Table,
        synthetic: Table,
        *,
        holdout: Table | None = None,
        target: str | None = None,
        control: Control | None = None,
        provenance: str | None = None,
        quasi_identifiers: Sequence[str] | None = None,
        secrets: Sequence[str] | None = None,
        k: int = 5,
        protected: bool | None = None,
        seed: int = 0,
    ) -> Comparison:
        """Bring the tables under the real one's schema; `ReportError` if they share no modelled column or lack rows."""
        whole, notes = align(real, real.schema, "real table")
        synthetic, marks = without_provenance(synthetic, provenance)
        made, more = align(synthetic, real.schema, "synthetic table")
        notes += more
        kept, held, more = without_holdout(whole, holdout)
        notes += more
        trained = whole if len(kept) == len(whole) else whole.take(kept)
        for table, role in ((trained, "real table"), (made, "synthetic table"), (held, "holdout")):
            if table is not None and len(table) < 2:
                raise ReportError(f"The {role} has too few rows to compare: {len(table)}. At least 2 are needed.")
        shared = made.schema.names
        modelled = [column.name for column in made.schema.modelled]
        if not modelled:
            raise ReportError(
                "The real and the synthetic table share no column that is modelled. Check that both have the same "
                "header, and that the schema is the real table's."
            )
        target, more = _chosen(target, real.schema, modelled)
        _check_known([*(quasi_identifiers or ()), *(secrets or ())], real.schema)
        return cls(
            real=trained.select(shared),
            synthetic=made,
            holdout=held.select(shared) if held is not None else None,
            real_rows=kept,
            units=_units(trained, held),
            rules=real.schema.rules,
            target=target,
            k=k,
            protected=protected,
            seed=seed,
            notes=(*notes, *more),
            control=(control and control.of_table) or Control(),
            provenance=marks,
            provenance_column=provenance or "",
            quasi_identifiers=None if quasi_identifiers is None else tuple(quasi_identifiers),
            secrets=None if secrets is None else tuple(secrets),
        )

    @cached_property
    def asked(self) -> Comparison:
        """This comparison with the real rows as they would be if they were what was asked for; itself if nothing was.

        `ReportError` where too few such real rows are left.
        """
        if not self.control:
            return self
        real, held = (
            table and table.take(as_asked(table, self.control, self.rng(f"asked {place}")))
            for place, table in enumerate((self.real, self.holdout))
        )
        if real is None or len(real) < LEAST_ASKED or (held is not None and len(held) < 2):
            raise ReportError("Too few real rows are as was asked to hold the synthetic ones against.")
        return replace(self, real=real, holdout=held, units=_units(real, held), control=Control())

    @cached_property
    def invented(self) -> Comparison | None:
        """This comparison with the wholly synthetic rows alone, for privacy; None if there are too few."""
        if self.provenance is None:
            return self
        rows = np.flatnonzero(self.provenance == SYNTHETIC)
        if len(rows) < 2:
            return None
        return replace(self, synthetic=self.synthetic.take(rows), synthetic_rows=rows, provenance=None)

    @property
    def schema(self) -> Schema:
        """The real table's schema, on the shared columns."""
        return self.real.schema

    @property
    def by_unit(self) -> bool:
        """Whether several rows may be of one unit."""
        return len(self.units) > 0 and int(self.units.max()) + 1 < len(self.units)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The modelled columns that the real and the synthetic table share."""
        return self.schema.modelled

    @property
    def names(self) -> list[str]:
        """Names of the modelled columns."""
        return [column.name for column in self.columns]

    def modelled(self, table: Table) -> pd.DataFrame:
        """The frame of one of the three tables, on the modelled columns."""
        return table.frame[self.names]

    def rng(self, name: str) -> np.random.Generator:
        """Random numbers for the measure of that name: the same for the same seed, whatever ran before."""
        return generator(self.seed, name)

    @cached_property
    def coded(self) -> dict[str, Coded]:
        """Each modelled column of all tables as whole numbers, by name."""
        held = self.holdout.frame if self.holdout is not None else None

        def one(column: Column) -> Coded:
            aside = held[column.name] if held is not None else None
            return encode(column, self.real.frame[column.name], self.synthetic.frame[column.name], aside)

        return dict(zip(self.names, side_by_side(one, self.columns), strict=True))

    @cached_property
    def size(self) -> int:
        """Rows of synthetic data in each scored draw: the holdout's number, or all if there are no more than that."""
        rows = len(self.synthetic)
        return min(rows, len(self.holdout)) if self.holdout is not None else rows

    @cached_property
    def takes(self) -> tuple[Rows, ...]:
        """The draws of `size` synthetic rows that a score is the mean of; one draw of all rows if there are no more."""
        if self.size == len(self.synthetic):
            return (np.arange(len(self.synthetic)),)
        return self._draw_synthetic(self.size)

    @cached_property
    def halves(self) -> tuple[Rows, ...]:
        """Draws of at most half of the synthetic rows: their spread gives a score's standard error."""
        half = min(len(self.synthetic) // 2, MOST_DRAWN)
        return self.takes if self.size <= half and len(self.takes) > 1 else self._draw_synthetic(half)

    @cached_property
    def fresh(self) -> tuple[Rows, ...]:
        """Draws from the pool of real and holdout rows, each playing a fresh real sample against the rows it left.

        With a holdout, they are as large as a scored draw; without, at most half of the real table. Where they are
        smaller, `fresh_scale` brings their distances to size.
        """
        rows = self.size if self.holdout is not None else min(self.size, len(self.real) // 2)
        rows = min(rows, MOST_DRAWN)
        keys = self._keys((name, coded.pool) for name, coded in self.coded.items())
        return draw_rows(keys, self.units, rows, rng=self.rng("fresh"))

    @cached_property
    def fresh_scale(self) -> float:
        """What brings a distance between a fresh draw and the rows it left to the sizes of the scored draws.

        Distances that sampling alone makes go with the root of 1 / rows on one side + 1 / rows on the other. It is 1
        where fresh draws are as large as the scored ones, and less where they are smaller.
        """
        sizes = np.array([len(rows) for rows in self.fresh])
        drawn = np.mean(1 / sizes + 1 / (len(self.units) - sizes))
        return float(np.sqrt((1 / self.size + 1 / len(self.real)) / drawn))

    def once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, worked out once for this comparison and kept under that key for the measures to share."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept

    def _draw_synthetic(self, rows: int) -> tuple[Rows, ...]:
        keys = self._keys((name, coded.synthetic) for name, coded in self.coded.items())
        return draw_rows(keys, self.synthetic.units(), rows, rng=self.rng(f"synthetic {rows}"))

    def _keys(self, columns: Iterable[tuple[str, Codes]]) -> NDArray[np.uint64]:
        found = list(columns)
        return content_keys(len(found[0][1]), found)


def _units(real: Table, holdout: Table | None) -> NDArray[np.int64]:
    """The unit of each real row, then of each row of the holdout."""
    if real.schema.unit is None:
        return np.arange(len(real) + (0 if holdout is None else len(holdout)), dtype=np.int64)
    if holdout is None:
        return real.units()
    return replace(real, frame=pd.concat([real.frame, holdout.frame], ignore_index=True)).units()


def _check_known(names: Sequence[str], schema: Schema) -> None:
    unknown = [name for name in names if name not in schema.names]
    if unknown:
        raise ReportError(
            f"No attacker can know or want {unknown[0]!r}: it is not a column of the real table. Its columns are "
            f"{', '.join(schema.names[:8])}, …."
        )


def _chosen(target: str | None, schema: Schema, modelled: list[str]) -> tuple[str | None, list[str]]:
    """The asked or else the schema's target, if it is a modelled column, or a note on why it is not."""
    target = target if target is not None else schema.target
    if target is not None and target not in schema.names:
        known = ", ".join(schema.names[:8])
        raise ReportError(f"The target {target!r} is not a column of the real table. Its columns are {known}, ….")
    if target is not None and target not in modelled:
        return None, [
            f"The target {target!r} is not modelled in both tables, so nothing can be said of its prediction."
        ]
    return target, []
