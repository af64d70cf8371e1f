"""From a table to a model: what a generator is shown, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import psutil

from synth.errors import SettingsError, TableError
from synth.make.constant import Constant
from synth.make.contract import Forecast, Generator, Peek, Progress, Settings, silent
from synth.make.crowded import LEVEL_MEGABYTES, LEVEL_SECONDS, count_levels, crowded
from synth.make.dress import Dress
from synth.make.model import Envelope, Model
from synth.make.protect import Shield
from synth.make.registry import generator, versions
from synth.make.sums import find_sums, guards_apart, take_apart
from synth.make.unaided import Unaided
from synth.make.worked import check_formulas, told
from synth.prepare.table import Table

COLUMN_SECONDS = 1.5e-3
"""For each modelled column, however short, to guard its values: measured on 2,000 and 20,000 columns of 50 rows."""


def forecast(
    table: Table | None, name: str, settings: Mapping[str, Any] | None = None, rows: int | None = None
) -> Forecast:
    """Estimate what fitting `table` and sampling `rows` rows (by default as many as it has) will cost.

    Raises what `fit` would raise: `SettingsError`, or `TableError` where there is nothing to learn.
    """
    one = generator(name)
    read = one.settings.read(settings or {})
    unaided = one.unaided(read)
    if unaided is not None:
        return unaided.forecast(rows or 1)
    if table is None:
        raise _no_table(name)
    check(table)
    table, _ = _finite(table)
    if not any(_moves(table, column.name, read) for column in table.schema.modelled):
        raise _nothing_to_learn(read.k)
    modelled = table.select([column.name for column in table.schema.modelled])
    cost = one.forecast(modelled, read, len(table) if rows is None else rows)
    levels = count_levels(modelled)
    megabytes = cost.megabytes + LEVEL_MEGABYTES * sum(levels.values())
    return Forecast(
        seconds=cost.seconds + COLUMN_SECONDS * len(modelled.schema.columns) + LEVEL_SECONDS * sum(levels.values()),
        megabytes=megabytes,
        warnings=(*_too_large(megabytes), *_unprotected(read.k), *cost.warnings, *crowded(levels, len(table), read.k)),
    )


def fit(
    table: Table | None,
    name: str,
    *,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Model:
    """Fit the generator called `name` on the training rows in `table`.

    Where the settings state all there is to know (`rules` with a spec), no table is needed, and none is looked at.

    The generator is shown the modelled columns after `Shield.cover`; columns that then hold a single value, or none,
    are set aside and put back into every sample. Raises `SettingsError`, or `TableError` where there is nothing to
    learn.
    """
    one = generator(name)
    read = one.settings.read(settings or {})
    unaided = one.unaided(read)
    if unaided is not None:
        progress("Reading the spec", 0, 1)
        return _stated(one, read, seed, unaided)
    if table is None:
        raise _no_table(name)
    for_cover, for_dress, for_core = np.random.default_rng(seed).spawn(3)
    check(table)
    table, infinite = _finite(table)
    shield = Shield.learn(table, read.k, read.rare_label)
    sums = find_sums(table, shield) if one.sums else ()
    covered = guards_apart(shield, sums).cover(take_apart(table, sums), for_cover)
    still = {column.name: _still(covered.frame[column.name]) for column in table.schema.modelled}
    moving = [name for name, constant in still.items() if constant is None]
    if not moving:
        raise _nothing_to_learn(read.k)
    formulas = dict(one.formulas(read))
    check_formulas(formulas, table.schema.select(moving))
    envelope = Envelope(
        generator=name,
        settings=read.model_dump(mode="json"),
        seed=seed,
        trained_on=table.schema,
        shield=shield,
        still={name: constant for name, constant in still.items() if constant is not None},
        dress=Dress.learn(table, read.k, for_dress),
        formulas=formulas,
        sums=sums,
        notes=(
            *_unprotected(read.k),
            *infinite,
            *_emptied(table, covered, read.k),
            *told(table, formulas),
            *(each.told() for each in sums),
        ),
        versions=versions(one),
    )
    fitted = one.fit(covered.select(moving), read, rng=for_core, progress=_Peeking(progress, envelope))
    return Model(envelope.model_copy(update={"notes": (*envelope.notes, *fitted.notes)}), fitted)


def _stated(one: Generator, read: Settings, seed: int, unaided: Unaided) -> Model:
    """A model for which nothing was learned."""
    envelope = Envelope(
        generator=one.card.name,
        settings=read.model_dump(mode="json"),
        seed=seed,
        trained_on=unaided.schema,
        shield=unaided.shield,
        still={},
        dress=unaided.dress,
        notes=unaided.notes,
        stated=True,
        versions=versions(one),
    )
    return Model(envelope, unaided.fitted)


def _no_table(name: str) -> SettingsError:
    return SettingsError(
        f"The generator {name!r} was given no table to learn from. Give one; only 'rules' with a spec needs none."
    )


@dataclass(frozen=True)
class _Peeking:
    """A progress whose peeks are finished as samples are, so that who listens never sees what may not be emitted."""

    progress: Progress
    envelope: Envelope

    def __call__(
        self,
        stage: str,
        done: int,
        total: int,
        measures: Mapping[str, float] | None = None,
        peek: Peek | None = None,
    ) -> float | None:
        if peek is None:
            return self.progress(stage, done, total, measures)
        return self.progress(
            stage, done, total, measures, lambda rows: self.envelope.finish(peek(rows), np.random.default_rng(0))
        )


def check(table: Table) -> None:
    """Refuse a table from which nothing can be learned, whatever the settings."""
    if len(table) < 2:
        rows = "1 row" if len(table) else "0 rows"
        raise TableError(f"A table of {rows} cannot be learned. Give at least two.")
    if not table.schema.modelled:
        raise TableError(
            "No column has the treatment 'model', so there is nothing to learn. "
            "Choose it for at least one column on the Profile page."
        )


def _finite(table: Table) -> tuple[Table, tuple[str, ...]]:
    """The table with infinite numbers as missing ones, and a sentence for each column that held some."""
    numbers = [column.name for column in table.schema.modelled if column.kind == "number"]
    infinite = {name: np.isinf(table.frame[name].to_numpy()) for name in numbers}
    found = {name: places for name, places in infinite.items() if places.any()}
    if not found:
        return table, ()
    finite = table.frame.assign(**{name: table.frame[name].mask(places) for name, places in found.items()})
    notes = tuple(
        f"Column {name!r} holds {int(places.sum()):,} infinite values, which were learned as missing."
        for name, places in found.items()
    )
    return replace(table, frame=finite), notes


def _too_large(megabytes: float) -> Iterator[str]:
    """A sentence where the memory that is free here will hardly do."""
    free = psutil.virtual_memory().available / 1e6
    if megabytes > free:
        yield (
            f"This needs about {megabytes / 1e3:.1f} GB of memory, and {free / 1e3:.1f} GB are free here. Choose fewer "
            "rows or columns, or another generator."
        )


def _unprotected(k: int) -> Iterator[str]:
    """A sentence where value protection is switched off."""
    if k == 1:
        yield "Value protection is off (k = 1): values that a single person has may be repeated."


def _moves(table: Table, name: str, settings: Settings) -> bool:
    """Whether a column still holds two values, or values and gaps, once the rare ones are covered."""
    alone = table.select([column for column in table.schema.names if column in (name, table.schema.unit)])
    guard = Shield.learn(alone, settings.k, settings.rare_label).columns[name]
    return _still(guard.release(table.frame[name], np.random.default_rng(0))) is None


def _nothing_to_learn(k: int) -> TableError:
    return TableError(
        "There is nothing to learn: no modelled column holds two values "
        f"that at least {k} people (units) share. Give more rows, or lower k in the settings."
    )


def _still(series: pd.Series[Any]) -> Constant | None:
    """The constant that a column is, missing throughout included; None where it varies."""
    if series.nunique(dropna=False) > 1:
        return None
    return Constant.learn(series, np.arange(len(series)), 1)


def _emptied(table: Table, covered: Table, k: int) -> Iterator[str]:
    """A sentence for each column that had values before it was covered, and has none now."""
    for name in covered.schema.names:
        if covered.frame[name].isna().all() and table.frame[name].notna().any():
            yield f"Column {name!r} is left empty: too few people (units) share its values to emit any with k = {k}."
