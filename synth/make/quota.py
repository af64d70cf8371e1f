"""Rows are drawn and sorted into cells until every cell has its quota: one sampler for rules and for every control."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ControlError, ModelError
from synth.make.numbers import Numbers
from synth.make.protect import Levels, Shield
from synth.make.rules import keeps
from synth.prepare.control import Control
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema

Counts = NDArray[np.int64]
Draw = Callable[[int], pd.DataFrame]

NO_SHARE = 1e-9
MOST_DRAWS = 200
"""At most so many rows are drawn for each row asked for, and as many again for 100 rows."""
IN_THE_PROFILE = "Change or remove it on the Profile page, or choose another generator."
IN_THE_SPEC = "Change or remove it in the spec, under 'Rules that every row keeps' (`rules` in its file)."
"""Where a rule that no row can keep is mended: the rules of a table, and those that a spec states."""


@dataclass(frozen=True)
class Cut:
    """One column whose levels have given shares; the last share is that of all levels not named, missing included.

    The shares may be `natural`, those of the training rows: then no row of a level without a share is asked for.
    """

    name: str
    levels: tuple[Any, ...]
    shares: tuple[float, ...]
    natural: bool = False

    def codes(self, frame: pd.DataFrame) -> Counts:
        """For each row the number of its share."""
        found = pd.Index(self.levels, dtype=object).get_indexer(frame[self.name].astype(object))
        return np.where(found < 0, len(self.levels), found).astype(np.int64)


@dataclass(frozen=True)
class Plan:
    """Which rows are wanted: those with the `given` values, in quotas over the cells that `cuts` make.

    `held` counts, by cell, real rows beside which they will stand: shares are those of all rows together.
    """

    given: tuple[tuple[str, Any], ...] = ()
    cuts: tuple[Cut, ...] = ()
    held: tuple[int, ...] = ()

    @classmethod
    def make(cls, control: Control, schema: Schema, shield: Shield) -> Plan:
        """Read a control against a table; `ControlError` where the table cannot meet it."""
        given = tuple((name, _value(schema[name], shield, value)) for name, value in control.given.items())
        cuts = [_balanced(schema[name], shield, shares) for name, shares in control.balance.items()]
        cuts += [_natural(schema[name], shield) for name in reversed(control.fair or ())]
        return cls(given, tuple(cuts))

    def cells(self, frame: pd.DataFrame) -> Counts:
        """For each row the number of its cell; -1 where it lacks a given value."""
        cells = np.zeros(len(frame), dtype=np.int64)
        for cut in self.cuts:
            cells = cells * len(cut.shares) + cut.codes(frame)
        for name, value in self.given:
            cells[~(frame[name] == value).fillna(False).to_numpy(dtype=bool)] = -1
        return cells

    def quotas(self, rows: int) -> Counts:
        """How many rows each cell gets: shared out column after column, so that every group has the same shares."""
        quotas = [rows + sum(self.held)]
        for cut in self.cuts:
            quotas = [part for quota in quotas for part in apportion(quota, cut.shares)]
        return np.array(quotas, dtype=np.int64) - np.array(self.held or 0, dtype=np.int64)

    def beside(self, real: pd.DataFrame, rows: int) -> Plan:
        """The same for `rows` rows that are added to real ones; `ControlError` where these leave no room for it."""
        shares = _crossed([cut.shares for cut in self.cuts])
        found = np.bincount(replace(self, given=()).cells(real), minlength=len(shares))
        counted = _crossed([[not cut.natural or share > NO_SHARE for share in cut.shares] for cut in self.cuts])
        held = np.where(counted > 0, found, 0)
        plan = replace(self, held=tuple(held.tolist()))
        for cell in np.flatnonzero((held > 0) & (shares <= NO_SHARE)).tolist():
            raise ControlError(
                f"The real rows that have {replace(self, given=()).describe(cell)} stay, so their share cannot be 0. "
                "Give it a share."
            )
        if (plan.quotas(rows) < 0).any():
            need = int(np.ceil(held[held > 0] / shares[held > 0]).max()) - int(held.sum())
            while (plan.quotas(need) < 0).any():
                need += 1 + need // 1000
            nearer = "" if all(cut.natural for cut in self.cuts) else ", or for shares nearer to the real ones"
            raise ControlError(
                f"Adding {rows:,} rows to {len(real):,} real ones cannot give them all the shares that are asked for "
                f"in {' and '.join(repr(cut.name) for cut in self.cuts)}. Ask for {need:,} rows or more{nearer}."
            )
        return plan

    def describe(self, cell: int) -> str:
        """A cell in words."""
        parts = [f"{name} = {value}" for name, value in self.given]
        for cut in reversed(self.cuts):
            cell, code = divmod(cell, len(cut.shares))
            parts.append(f"{cut.name} = {[*cut.levels, 'no value' if cut.natural else 'another value'][code]}")
        return " and ".join(parts)


@dataclass
class Tally:
    """What was seen while drawing: rows drawn and kept, those of each cell, and those that broke each rule."""

    seen: Counts
    broken: Counts
    drawn: int = 0
    kept: int = 0

    @property
    def rate(self) -> float:
        """The share of drawn rows that kept all rules."""
        return self.kept / self.drawn

    def next_size(self, short: Counts, rows: int) -> int:
        """How many rows to draw next, so that the cell that is hardest to fill is likely to be filled."""
        hardest = np.max(short * (self.drawn + 1) / (self.seen + 1))
        return int(min(1.2 * hardest + 10, 5 * rows + 1000))


def fill(
    draw: Draw,
    plan: Plan,
    rules: Sequence[Rule],
    shield: Shield,
    rows: int,
    rng: np.random.Generator,
    mend: str = IN_THE_PROFILE,
) -> tuple[pd.DataFrame, float]:
    """Draw until `rows` rows keep the rules and fill the plan's quotas.

    Also gives the share of drawn rows that kept the rules. Raises `ModelError` or `ControlError`, with the rates seen,
    where the rows cannot be had in a bounded number of draws; `mend` says where the rules stand.
    """
    each = [rule for rule in rules if rule.kind != "unique"]
    quotas = plan.quotas(rows)
    tally = Tally(np.zeros_like(quotas), np.zeros(len(each), dtype=np.int64))
    pool, short, size = pd.DataFrame(), quotas, rows
    while short.any():
        if tally.drawn >= MOST_DRAWS * (rows + 100):
            raise _refusal(plan, each, tally, short, mend)
        fresh = _sift(draw(size), plan, each, shield, tally)
        pool = fresh if pool.empty else pd.concat([pool, fresh], ignore_index=True)
        for rule in rules:
            if rule.kind == "unique":
                pool = pool[rule.holds(pool)]
        cells = pd.Series(plan.cells(pool))
        within = (cells.groupby(cells).cumcount() < quotas[cells]).to_numpy()
        pool = pool[within].reset_index(drop=True)
        short = quotas - np.bincount(cells[within], minlength=len(quotas))
        size = tally.next_size(short, rows)
    return pool.take(rng.permutation(rows) if plan.cuts else np.arange(rows)).reset_index(drop=True), tally.rate


def _sift(batch: pd.DataFrame, plan: Plan, rules: Sequence[Rule], shield: Shield, tally: Tally) -> pd.DataFrame:
    """The rows of a batch that keep the rules and belong to some cell; the tally counts them."""
    kept = np.array([keeps(batch, rule, shield) for rule in rules], dtype=bool).reshape(len(rules), len(batch))
    good = kept.all(axis=0)
    cells = plan.cells(batch)
    wanted = good & (cells >= 0)
    tally.drawn += len(batch)
    tally.kept += int(good.sum())
    tally.broken += (~kept).sum(axis=1)
    tally.seen += np.bincount(cells[wanted], minlength=len(tally.seen))
    return batch[wanted].reset_index(drop=True)


def _refusal(plan: Plan, rules: Sequence[Rule], tally: Tally, short: Counts, mend: str) -> ControlError | ModelError:
    """Why the rows could not be had."""
    worst = f" The rule most often broken: {rules[int(tally.broken.argmax())]}." if tally.kept < tally.drawn else ""
    if not (plan.given or plan.cuts) or not tally.kept:
        return ModelError(
            f"Of {tally.drawn} sampled rows {tally.kept} keep the rules of this table, too few.{worst} {mend}"
        )
    cell = int((short / (tally.seen + 1)).argmax())
    return ControlError(
        f"Of {tally.drawn} sampled rows {tally.seen[cell]} have {plan.describe(cell)}: too few for what was asked."
        f"{worst} Ask for fewer rows, another value or a smaller share."
    )


def _crossed(parts: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """For each cell that columns make together, the product of what each column's level has."""
    found = np.ones(1)
    for part in parts:
        found = np.outer(found, part).ravel()
    return found


def apportion(rows: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers in these shares that add up to `rows` (largest remainders)."""
    exact = np.array(shares) * rows
    parts = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: rows - parts.sum()]] += 1
    return [int(part) for part in parts]


def _learned(column: Column, shield: Shield) -> Levels | Numbers:
    """The guard of a column that control may speak of."""
    if column.treatment != "model" or column.kind == "datetime":
        why = "it is a date" if column.treatment == "model" else f"its treatment is {column.treatment!r}"
        raise ControlError(f"Column {column.name!r} cannot be controlled: {why}. Choose a category, boolean or number.")
    return shield.columns[column.name]


def _levels(column: Column, shield: Shield) -> Levels:
    """The levels of a column whose shares control may set."""
    guard = _learned(column, shield)
    if not isinstance(guard, Levels):
        raise ControlError(
            f"Column {column.name!r} is a number and has no levels. Make it a category on the Profile page."
        )
    return guard


def _value(column: Column, shield: Shield, asked: bool | float | str) -> Any:
    """A value as the column holds it; `ControlError` where it never occurs."""
    guard = _learned(column, shield)
    if isinstance(guard, Levels):
        return _level(column, guard, asked)
    try:
        value = float(asked)
    except ValueError:
        raise ControlError(f"Column {column.name!r} is a number: {asked!r} is not.") from None
    if not guard.within(pd.Series([value]))[0]:
        low, high = guard.spell(np.array([guard.edges[0], guard.edges[-1]])) if guard.edges else (np.nan, np.nan)
        raise ControlError(f"Column {column.name!r} never has the value {asked}: it lies between {low:g} and {high:g}.")
    spelled = float(guard.spell(np.array([value]))[0])
    if not math.isclose(spelled, value, rel_tol=1e-12):
        raise ControlError(f"Column {column.name!r} never has the value {asked}: the nearest it has is {spelled:g}.")
    return spelled


def _level(column: Column, guard: Levels, asked: bool | float | str) -> str | bool:
    """A kept level by its name; a boolean also by its spelling in the file."""
    spelled = {str(level): level for level in guard.names}
    if column.kind == "boolean":
        spelled |= {{True: column.true, False: column.false}[bool(level)]: level for level in guard.names}
    found = spelled.get(str(asked))
    if found is None:
        known = ", ".join(repr(name) for name in list(spelled)[:20])
        raise ControlError(f"Column {column.name!r} never has the value {asked!r}. It has: {known or 'none'}.")
    return found


def _balanced(column: Column, shield: Shield, asked: Mapping[str, float]) -> Cut:
    """The shares asked for, and the rest for all other levels."""
    guard = _levels(column, shield)
    levels = tuple(_level(column, guard, name) for name in asked)
    rest = max(0.0, 1 - math.fsum(asked.values()))
    if rest > 1e-9 and set(levels) == set(guard.names) and not guard.missing:
        raise ControlError(
            f"The shares of {column.name!r} add up to {1 - rest:g}, and there is no other level to fill the rest. "
            "Make them add up to 1."
        )
    return Cut(column.name, levels, (*asked.values(), rest))


def _natural(column: Column, shield: Shield) -> Cut:
    """Every level with the share it has in the training rows."""
    guard = _levels(column, shield)
    counts = np.array([*guard.counts, guard.missing])
    return Cut(column.name, guard.names, tuple((counts / counts.sum()).tolist()), natural=True)
