"""`smote`: new rows of chosen classes, each between a real row and one of its neighbours of the same class.

Chawla, Bowyer, Hall & Kegelmeyer (2002), SMOTE, and SMOTE-NC for mixed kinds, by the imbalanced-learn package.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field
from sklearn import config_context

from synth.errors import ModelError, SettingsError, TableError
from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.crowded import count_levels
from synth.make.kept_rows import read_rows, write_rows
from synth.make.matrix import NO_PLACES, Coded, Levels
from synth.make.numbers import as_numbers, deviation, from_numbers
from synth.make.quota import apportion
from synth.make.smote_blocks import BLOCK, LEAST, LEVELS_BLOCK, WORKING, Block, blocks, made_at_once, pairs, patterns
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table

MOST_LEVELS = 100
RECIPE = "smote.json"

MIXED, NUMBERS = (0.25, 5.5e-6, 2e-10), (0.25, 2e-6, 1e-10)
"""Seconds to begin, for each made cell, and for each column of two rows whose distance is taken."""
LEVEL = 7e-7
"""Seconds for each made row and each level that it may have.

All were fitted to ten tables of 242 to 39,116 rows and 7 to 117 columns, each of which they tell within a half.
"""


class SmoteSettings(Settings):
    """Which column holds the classes, which of them are grown, and among how many neighbours."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"Recommended": {}, "More private": {"neighbours": 15}}

    target: str = Field(
        "",
        max_length=200,
        title="Column of classes",
        description="The column whose classes rows are made for. Empty: the target, or the column of fewest levels.",
    )
    classes: tuple[str, ...] = Field(
        (),
        title="Classes to make",
        description="Only rows of these classes are made, in equal parts. Empty: all of them, as common as they are.",
    )
    neighbours: int = Field(
        5,
        ge=1,
        le=100,
        title="Neighbours",
        description="A new row lies between a real row and one of its so many nearest of the same class, of which "
        "10,000 are looked at where it has more.",
    )


@dataclass(frozen=True)
class FittedSmote(Fitted):
    """The covered rows, the column of classes, and the share of made rows of each class."""

    table: Table
    target: str
    shares: Mapping[str, float]
    neighbours: int

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Make rows of each class in their shares, then shuffle them."""
        wanted = dict(zip(self.shares, apportion(rows, list(self.shares.values())), strict=True))
        made, classes = self._between({name: count for name, count in wanted.items() if count}, rng, progress)
        order = rng.permutation(rows)
        columns = {
            column.name: self._column(column, made, classes, rng).take(order).reset_index(drop=True)
            for column in self.table.schema.columns
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(rows))

    def _between(
        self, wanted: Mapping[str, int], rng: np.random.Generator, progress: Progress
    ) -> tuple[pd.DataFrame, NDArray[Any]]:
        """The new rows as features, and the class of each."""
        classes = spelled(self.table.frame[self.target])
        groups, of_class = patterns(classes, self.table.frame.drop(columns=self.target).isna().to_numpy())
        wanted, whose = _by_group(wanted, of_class)
        features, levels = _features(self.table, self.target)
        most = LEVELS_BLOCK if all(levels) else BLOCK
        width = int(features.loc[:, levels].nunique().sum()) + levels.count(False)
        at_once = made_at_once(width, self.neighbours, most)
        made, names, total = [features.head(0)], [classes[:0]], sum(wanted.values())
        for block in blocks(groups, wanted, most=most, made=at_once, rng=rng):
            progress("Making rows between neighbours", sum(map(len, made)), total)
            made.append(self._block(features, levels, block, rng))
            names.append(np.full(block.made, whose[block.name], dtype=object))
        progress("Making rows between neighbours", total, total)
        return pd.concat(made, ignore_index=True), np.concatenate(names)

    def _block(
        self, features: pd.DataFrame, levels: list[bool], block: Block, rng: np.random.Generator
    ) -> pd.DataFrame:
        """The rows made of one block; the rows of other groups only say how much levels have to do with groups."""
        from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC  # noqa: PLC0415  slow to import

        options = {
            "sampling_strategy": {1: len(block.rows) + block.made},
            "k_neighbors": min(self.neighbours, len(block.rows) - 1),
            "random_state": int(rng.integers(2**31)),
        }
        if all(levels):
            method = SMOTEN(**options)
        else:
            method = SMOTENC(categorical_features=levels, **options) if any(levels) else SMOTE(**options)
        others = (
            block.others if all(levels) else block.others[:1]
        )  # where distances need no classes, one of them will do
        rows = features.iloc[np.concatenate([block.rows, others])]
        own = np.arange(len(rows)) < len(block.rows)
        with warnings.catch_warnings(), config_context(working_memory=WORKING):
            warnings.simplefilter("ignore")  # that a class has more rows than another: that is what was asked
            grown, _ = method.fit_resample(rows, own.astype(np.int64))
        made: pd.DataFrame = grown.iloc[len(rows) :]
        return made

    def _column(
        self, column: Column, made: pd.DataFrame, classes: NDArray[Any], rng: np.random.Generator
    ) -> pd.Series[Any]:
        """One column of the new rows with its own dtype."""
        like, at = self.table.frame[column.name], str(self.table.schema.names.index(column.name))
        if column.name == self.target:
            cells_of = dict(zip(spelled(like), like, strict=True))
            return pd.Series([cells_of[word] for word in classes], dtype=like.dtype)
        if column.kind in ("number", "datetime"):
            gone = f"{at} missing"
            present = ~made[gone].astype(bool).to_numpy() if gone in made else np.ones(len(made), dtype=bool)
            values = made[at].to_numpy(dtype=float)[present] * _scale(like)
            return from_numbers(values, present, like)
        levels, _ = Levels.learn(like, column.kind, MOST_LEVELS)
        return levels.decode(Coded(made[at].to_numpy(dtype=np.int64), NO_PLACES), rng)

    def save(self, folder: Path) -> None:
        """Write the rows, and the rest as JSON."""
        write_rows(folder, self.table.frame)
        rest = {"target": self.target, "shares": dict(self.shares), "neighbours": self.neighbours}
        (folder / RECIPE).write_text(json.dumps(rest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Smote(Generator):
    """Synthetic minority oversampling."""

    card: ClassVar[Card] = Card(
        name="smote",
        title="SMOTE",
        approach="augmentation between neighbours (SMOTE, SMOTE-NC)",
        what="Makes rows of chosen classes, each on the line between a real row and a neighbour of its class.",
        good_for="Growing a rare class for a model that trains on real and made rows together, inside the house.",
        not_for="Release: rows lie between two real people's, and both can often be told. It is no privacy method.",
        cost="Seconds; of a class of more than 10,000 rows, neighbours are sought among 10,000 drawn at random.",
        licence="MIT",
        paper="Chawla, Bowyer, Hall & Kegelmeyer (2002), Journal of Artificial Intelligence Research 16",
    )
    settings: ClassVar[type[Settings]] = SmoteSettings
    packages: ClassVar[tuple[str, ...]] = ("imbalanced-learn", "scikit-learn", "pyarrow")

    def forecast(self, table: Table, settings: SmoteSettings, rows: int) -> Forecast:
        """Estimate time and memory: each made row looks for its neighbours."""
        target, classes = _target(table, settings)
        shares = _shares(table, target, classes)
        length, width = len(table), len(table.schema.names)
        words = any(column.kind in ("category", "boolean") for column in table.schema.columns if column.name != target)
        start, each, pair = MIXED if words else NUMBERS
        most = BLOCK if any(column.kind in ("number", "datetime") for column in table.schema.columns) else LEVELS_BLOCK
        held = {name: int(share * length) for name, share in _shares(table, target, ()).items()}
        made = {name: round(share * rows) for name, share in shares.items()}
        levels = sum(min(count, MOST_LEVELS) for name, count in count_levels(table).items() if name != target)
        seconds = start + width * (pair * pairs(made, held, most) + each * rows) + LEVEL * rows * levels
        searched = 2 * min(WORKING, 8e-6 * min(max(held.values()), most) ** 2) if words else 0.0
        warning = "Rows lie between two real people's: SMOTE protects nobody. For use inside the house."
        return Forecast(seconds, 230 + searched + (length + rows) * width * 100 / 1e6, (warning,))

    def fit(
        self, table: Table, settings: SmoteSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSmote:
        """Find the classes; the rest is done when rows are made."""
        progress("Finding classes", 0, 1)
        target, classes = _target(table, settings)
        shares = _shares(table, target, classes)
        progress("Finding classes", 1, 1)
        return FittedSmote(table, target, shares, settings.neighbours)

    def load(self, folder: Path, schema: Schema) -> FittedSmote:
        """Read it back; `ModelError` where the files are not whole."""
        frame = read_rows(folder, {column.name: column.kind for column in schema.columns})
        try:
            rest = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
            return FittedSmote(Table(frame, schema), rest["target"], rest["shares"], int(rest["neighbours"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError("The files of this model are not whole. Fit the model again.") from error


def _target(table: Table, settings: SmoteSettings) -> tuple[str, tuple[str, ...]]:
    """The column of classes, and those to make; empty for all of them."""
    named = [column.name for column in table.schema.columns if column.kind in ("category", "boolean")]
    if len(table.schema.columns) < 2:
        raise TableError(
            "SMOTE makes rows between neighbours, and a single column that varies tells no neighbours. "
            "Choose another generator."
        )
    if settings.target:
        if settings.target not in named:
            raise SettingsError(
                f"The setting 'target' cannot be {settings.target!r}: choose a category or a yes/no column that is "
                f"modelled and varies: {', '.join(named[:20]) or 'there is none'}."
            )
        return settings.target, settings.classes
    if table.schema.target in named:
        return str(table.schema.target), settings.classes
    if not named:
        raise TableError(
            "SMOTE makes rows of classes, and no column of this table has classes. Choose another generator."
        )
    return min(named, key=lambda name: table.frame[name].nunique()), settings.classes


def _shares(table: Table, target: str, chosen: tuple[str, ...]) -> dict[str, float]:
    """The share of made rows of each class: equal for chosen ones, else as common as they are; missing is a class."""
    counts = pd.Series(spelled(table.frame[target])).value_counts()
    enough = {str(name): int(count) for name, count in counts.items() if count >= LEAST}
    unknown = [name for name in chosen if name not in enough]
    if unknown:
        raise SettingsError(
            f"The setting 'classes' cannot hold {unknown[0]!r}: {target!r} has {', '.join(list(enough)[:20])}."
        )
    if not enough:
        raise TableError(f"No class of {target!r} has two rows to make others between. Choose another generator.")
    if chosen:
        return dict.fromkeys(chosen, 1 / len(chosen))
    total = sum(enough.values())
    return {name: count / total for name, count in sorted(enough.items())}


def _by_group(
    wanted: Mapping[str, int], of_class: Mapping[str, Mapping[str, int]]
) -> tuple[dict[str, int], dict[str, str]]:
    """The rows to make of each group, in the shares that it has of its class, and whose group it is."""
    parts: dict[str, int] = {}
    for name, count in wanted.items():
        held = of_class[name]
        parts |= zip(held, apportion(count, [each / sum(held.values()) for each in held.values()]), strict=True)
    whose = {group: name for name, held in of_class.items() for group in held}
    return {group: count for group, count in parts.items() if count}, whose


def spelled(cells: pd.Series[Any]) -> NDArray[Any]:
    """Classes as words; a missing one is an empty word."""
    return np.array(["" if pd.isna(cell) else str(cell) for cell in cells], dtype=object)


def _features(table: Table, target: str) -> tuple[pd.DataFrame, list[bool]]:
    """All other columns, named by their place, as numbers and as numbered levels; and which of them are levels.

    Numbers are divided by their width, so that no column counts for more because of its unit. Missing numbers take the
    middle one, beside a level that says so. Where levels are many, rare ones go as groups,
    within which a level is drawn by how common it is: the search for neighbours takes a column for each.
    """
    columns: dict[str, Any] = {}
    levels: list[bool] = []
    for place, column in enumerate(table.schema.columns):
        cells, at = table.frame[column.name], str(place)
        if column.name == target:
            continue
        if column.kind in ("number", "datetime"):
            present = cells.notna().to_numpy()
            values = as_numbers(cells) / _scale(cells)
            columns[at] = np.where(present, values, np.median(values[present]) if present.any() else 0.0)
            levels.append(False)
            if not present.all():
                columns[f"{at} missing"] = (~present).astype(float)
                levels.append(True)
        else:
            columns[at] = Levels.learn(cells, column.kind, MOST_LEVELS)[1].entries.astype(float)
            levels.append(True)
    return pd.DataFrame(columns), levels


def _scale(cells: pd.Series[Any]) -> float:
    """The power of two nearest to the standard deviation of a column: numbers divided by it come back as they were."""
    values = as_numbers(cells)
    width = deviation(values[np.isfinite(values)]) if np.isfinite(values).any() else 0.0
    return float(np.exp2(np.round(np.log2(width)))) if width > 0 and np.isfinite(width) else 1.0
