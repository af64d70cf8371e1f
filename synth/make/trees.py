"""`trees`: each column is learned from those before it with decision trees, and drawn from the leaves.

Reiter (2005), "Using CART to generate partially synthetic public use microdata"; Nowok, Raab & Dibben (2016),
"synthpop: bespoke creation of synthetic data in R".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from synth.errors import ModelError
from synth.make.cart import Cart, grow
from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.encode import Codes, Coding, encode
from synth.prepare.schema import Schema
from synth.prepare.table import Table

ARRAYS, RECIPE = "trees.npz", "trees.json"


class TreesSettings(Settings):
    """How far trees may grow, in which order columns are learned, and from how many others."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Closer to the data": {"min_leaf": 5},
        "More private": {"min_leaf": 100},
    }

    min_leaf: int = Field(
        20,
        ge=1,
        le=100_000,
        title="Smallest leaf (rows)",
        description="Each value is drawn among at least so many real rows that look alike. More is more private.",
    )
    max_depth: int = Field(
        25,
        ge=1,
        le=100,
        title="Deepest tree (questions)",
        description="How many questions a tree may ask before it draws a value.",
        json_schema_extra={"advanced": True},
    )
    order: Literal["table", "simplest first"] = Field(
        "table",
        title="Order of columns",
        description="Columns are learned one after the other, each from those before it.",
        json_schema_extra={"advanced": True},
    )
    max_related: int = Field(
        30,
        ge=1,
        le=1000,
        title="Columns to learn from",
        description="Each column is learned from at most so many earlier columns: the most related ones.",
        json_schema_extra={"advanced": True},
    )
    max_states: int = Field(
        50,
        ge=4,
        le=200,
        title="States of a column",
        description="A column of more values is learned in two stages: first its range or group, then its value.",
        json_schema_extra={"advanced": True},
    )


@dataclass(frozen=True)
class Step:
    """How one column is drawn: its coding, the earlier columns it is learned from, its tree, and one tree a state."""

    coding: Coding
    parents: tuple[str, ...]
    state: Cart
    value: Cart | None

    def draw(self, features: NDArray[np.float32], rng: np.random.Generator) -> Codes:
        """A code for each row of the parents' codes."""
        drawn = self.state.draw(features, np.zeros(len(features), dtype=np.int32), rng)
        return drawn if self.value is None else self.value.draw(features, drawn, rng)


@dataclass(frozen=True)
class FittedTrees(Fitted):
    """The steps in the order they were learned; `names` is the order of the table."""

    steps: tuple[Step, ...]
    names: tuple[str, ...]

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw column after column."""
        codes: dict[str, Codes] = {}
        for done, step in enumerate(self.steps):
            progress(f"Drawing {step.coding.name}", done, len(self.steps))
            codes[step.coding.name] = step.draw(_features(codes, step.parents, rows), rng)
        columns = {step.coding.name: step.coding.decode(codes[step.coding.name]) for step in self.steps}
        progress("Drawn", len(self.steps), len(self.steps))
        return pd.DataFrame({name: columns[name] for name in self.names}, index=pd.RangeIndex(rows))

    def save(self, folder: Path) -> None:
        """Arrays in one npz without objects; names, parents and levels in one JSON file."""
        arrays: dict[str, NDArray[Any]] = {}
        recipe = []
        for at, step in enumerate(self.steps):
            coding = step.coding
            levels = list(coding.values) if coding.kind == "category" else None
            recipe.append({"name": coding.name, "kind": coding.kind, "parents": step.parents, "levels": levels})
            arrays[f"{at}.states"] = coding.states
            if levels is None:
                arrays[f"{at}.values"] = coding.values
            for stage, cart in (("state", step.state), ("value", step.value)):
                if cart is not None:
                    arrays |= {f"{at}.{stage}.{name}": array for name, array in cart.arrays().items()}
        np.savez_compressed(folder / ARRAYS, allow_pickle=False, **arrays)
        text = json.dumps({"format": 1, "names": self.names, "steps": recipe}, ensure_ascii=False, indent=1)
        (folder / RECIPE).write_text(text, encoding="utf-8")


class Trees(Generator):
    """Sequential decision trees."""

    card: ClassVar[Card] = Card(
        name="trees",
        title="Decision trees",
        approach="sequential trees (CART)",
        what="Learns each column from the columns before it with decision trees, and draws values from their leaves.",
        good_for="Most tables: mixed kinds, missing values, skewed numbers, strong relations; 100 rows to a million.",
        not_for="Tables of very few rows, and relations between many columns at once that no short question can tell.",
        cost="Seconds to a minute; no graphics card.",
        licence="MIT",
        paper="Reiter (2005), Journal of Official Statistics 21(3); Nowok, Raab & Dibben (2016), JSS 74(11)",
    )
    settings: ClassVar[type[Settings]] = TreesSettings

    def forecast(self, table: Table, settings: TreesSettings, rows: int) -> Forecast:
        """Cells times the depth of a tree, at a speed measured on two cores."""
        width = len(table.schema.names)
        work = len(table) * width * min(width, settings.max_related) / 2
        return Forecast(seconds=0.5 + work * 1e-6 + rows * width * 1e-6, megabytes=200 + len(table) * width * 1e-4)

    def fit(
        self, table: Table, settings: TreesSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedTrees:
        """Learn every column from those before it; columns are learned side by side, as all of them are known."""
        names = _order(table, settings)
        states = max(2, min(settings.max_states, len(table) // 4))
        coded = {name: encode(table.frame[name], table.schema[name].kind, max_states=states) for name in names}
        seeds = [int(seed) for seed in rng.integers(2**31, size=len(names))]
        codes = {name: coded[name][1] for name in names}

        def learn(at: int) -> Step:
            earlier = names[:at][-settings.max_related :]
            return _learn(
                coded[names[at]][0], codes[names[at]], codes, tuple(earlier), settings=settings, seed=seeds[at]
            )

        steps: list[Step] = []
        with ThreadPoolExecutor(2) as pool:
            try:
                for name, step in zip(names, pool.map(learn, range(len(names))), strict=True):
                    progress(f"Learning {name}", len(steps), len(names))
                    steps.append(step)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        progress("Learned", len(names), len(names))
        return FittedTrees(steps=tuple(steps), names=tuple(table.schema.names))

    def load(self, folder: Path, schema: Schema) -> FittedTrees:
        """Read trees back; `ModelError` where the files are not those of this version."""
        try:
            recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
            with np.load(folder / ARRAYS, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            if recipe["format"] != 1:
                raise ValueError(f"format {recipe['format']}")
            steps = tuple(_read_step(at, item, arrays) for at, item in enumerate(recipe["steps"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The fitted trees cannot be read: {error}. Fit the model again.") from error
        return FittedTrees(steps=steps, names=tuple(recipe["names"]))


def _order(table: Table, settings: TreesSettings) -> list[str]:
    """The order in which columns are learned."""
    names = table.schema.names
    if settings.order == "table":
        return names
    distinct = table.frame.nunique()
    return sorted(names, key=lambda name: int(distinct[name]))


def _features(codes: Mapping[str, Codes], parents: tuple[str, ...], rows: int) -> NDArray[np.float32]:
    """The parents' codes side by side, as trees take them."""
    features = np.empty((rows, len(parents)), dtype=np.float32)
    for at, name in enumerate(parents):
        features[:, at] = codes[name]
    return features


def _learn(
    coding: Coding,
    own: Codes,
    codes: Mapping[str, Codes],
    parents: tuple[str, ...],
    *,
    settings: TreesSettings,
    seed: int,
) -> Step:
    """The tree of a column's state and, where states hold several values, for each state the tree of the value."""
    limits = {"min_samples_leaf": settings.min_leaf, "max_depth": settings.max_depth}
    features = _features(codes, parents, len(own))
    states = coding.states[own]
    if len(coding.states) == coding.states[-1] + 1:
        return Step(coding, parents, grow(features, states, own, classes=True, limits=limits, seed=seed), None)
    state = grow(features, states, states, classes=True, limits=limits, seed=seed)
    carts = []
    for one in range(coding.states[-1] + 1):
        rows = np.flatnonzero(states == one)
        carts.append(grow(features[rows], own[rows], own[rows], classes=False, limits=limits, seed=seed))
    return Step(coding, parents, state, Cart.join(carts))


def _read_step(at: int, item: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Step:
    """One column's step, from its part of the recipe and of the arrays."""
    levels = item["levels"]
    values = arrays[f"{at}.values"] if levels is None else np.array(levels, dtype=object)
    carts = []
    for stage in ("state", "value"):
        head = f"{at}.{stage}."
        parts = {name.removeprefix(head): array for name, array in arrays.items() if name.startswith(head)}
        carts.append(Cart(**parts) if parts else None)
    if carts[0] is None:
        raise ValueError(f"column {at} has no tree")
    coding = Coding(item["name"], item["kind"], values, arrays[f"{at}.states"])
    return Step(coding, tuple(item["parents"]), carts[0], carts[1])
