"""Fitted trees as two files: arrays in an npz without objects; names, parents and levels in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ModelError
from synth.make.anchors import after
from synth.make.cart import Cart
from synth.make.decided import Decided
from synth.make.encode import Coding
from synth.make.forest import Forest
from synth.make.levels import Codes

ARRAYS, RECIPE, FORMAT = "trees.npz", "trees.json", 1

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Step:
    """How one column is drawn: its coding, the columns before it that it is learned from, and its trees.

    With an `anchor`, the coding is that of the time since the anchor's date.
    """

    coding: Coding
    parents: tuple[str, ...]
    anchor: str | None
    forest: Forest

    def decode(self, codes: Codes, drawn: Mapping[str, pd.Series]) -> pd.Series:
        """The column's values, given the columns drawn before it."""
        values = self.coding.decode(codes)
        return values if self.anchor is None else after(drawn[self.anchor], values)


def write_steps(folder: Path, steps: Sequence[Step]) -> None:
    """Write the steps into an existing folder."""
    arrays = {f"{at}/{name}": array for at, step in enumerate(steps) for name, array in _arrays(step).items()}
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **arrays)
    recipe = {"format": FORMAT, "steps": [_words(step) for step in steps]}
    (folder / RECIPE).write_text(json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_steps(folder: Path) -> tuple[Step, ...]:
    """Read the steps back; `ModelError` where the files are not whole, or not of this version."""
    try:
        recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
        if recipe["format"] != FORMAT:
            raise ValueError(f"their format is {recipe['format']}, not {FORMAT}")
        parts: list[Arrays] = [{} for _ in recipe["steps"]]
        with np.load(folder / ARRAYS, allow_pickle=False) as stored:
            for name in stored.files:
                at, _, part = name.partition("/")
                parts[int(at)][part] = stored[name]
        return tuple(_step(words, arrays) for words, arrays in zip(recipe["steps"], parts, strict=True))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ModelError(f"The fitted trees cannot be read: {error}. Fit the model again.") from error


def _words(step: Step) -> dict[str, Any]:
    """What of a step is text."""
    coding = step.coding
    levels = list(coding.values) if coding.kind == "category" else None
    return {
        "name": coding.name,
        "kind": coding.kind,
        "parents": step.parents,
        "anchor": step.anchor,
        "decided_by": step.forest.decided.by if step.forest.decided else None,
        "levels": levels,
    }


def _arrays(step: Step) -> Arrays:
    """What of a step is numbers."""
    coding, forest = step.coding, step.forest
    places = [order for tree in forest.places for order in tree]
    sizes = np.array([[len(order) for order in tree] for tree in forest.places], dtype=np.int64)
    arrays: Arrays = {"codes": coding.states, "sizes": sizes, "places": np.concatenate([np.empty(0, "f4"), *places])}
    if coding.kind != "category":
        arrays["values"] = coding.values
    for stage, cart in (("states", forest.states), ("inside", forest.inside)):
        arrays |= {f"{stage}/{name}": array for name, array in cart.arrays().items()} if cart else {}
    if forest.decided:
        arrays["decided"] = forest.decided.codes
    return arrays


def _step(words: Mapping[str, Any], arrays: Arrays) -> Step:
    """A step from its two halves."""
    values = np.array(words["levels"], dtype=object) if words["kind"] == "category" else arrays["values"]
    coding = Coding(words["name"], words["kind"], values, arrays["codes"])
    sizes = arrays["sizes"]
    orders = iter(np.split(arrays["places"], np.cumsum(sizes.ravel())[:-1]))
    places = tuple(tuple(next(orders) for _ in tree) for tree in sizes)
    states, inside = (_cart(arrays, f"{stage}/") for stage in ("states", "inside"))
    if states is None:
        raise ValueError(f"the column {coding.name!r} has no tree")
    decided = None if words["decided_by"] is None else Decided(words["decided_by"], arrays["decided"])
    return Step(coding, tuple(words["parents"]), words["anchor"], Forest(places, states, inside, decided))


def _cart(arrays: Arrays, stage: str) -> Cart | None:
    """The trees of one stage; None if it has none."""
    found = {name.removeprefix(stage): array for name, array in arrays.items() if name.startswith(stage)}
    return Cart(**found) if found else None
