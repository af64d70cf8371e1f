"""What was learned of all columns as two files: arrays in an npz without objects; names, parents and levels in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from synth.errors import ModelError
from synth.make.sequential.alone import Alone
from synth.make.sequential.anchors import after
from synth.make.sequential.boosted import Boosted
from synth.make.sequential.encode import Coding
from synth.make.sequential.grown import Grown
from synth.make.sequential.learned import Arrays, Learned, Words, named, part
from synth.make.sequential.levels import Codes
from synth.make.sequential.regressed import Regressed

ARRAYS, RECIPE, FORMAT = "steps.npz", "steps.json", 2

_KINDS: dict[str, type[Learned]] = {kind.method: kind for kind in (Grown, Boosted, Regressed, Alone)}


@dataclass(frozen=True)
class Step:
    """How one column is drawn: its coding, the columns before it that it is learned from, and what was learned.

    With an `anchor`, the coding is that of the time since the anchor's date.
    """

    coding: Coding
    parents: tuple[str, ...]
    anchor: str | None
    learned: Learned

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
        raise ModelError(f"What was learned cannot be read: {error}. Fit the model again.") from error


def _words(step: Step) -> dict[str, Any]:
    """What of a step is text."""
    coding = step.coding
    return {
        "name": coding.name,
        "kind": coding.kind,
        "parents": step.parents,
        "anchor": step.anchor,
        "levels": list(coding.values) if coding.kind == "category" else None,
        "method": step.learned.method,
        **step.learned.words(),
    }


def _arrays(step: Step) -> Arrays:
    """What of a step is numbers."""
    own: Arrays = {"codes": step.coding.states}
    if step.coding.kind != "category":
        own["values"] = step.coding.values
    return own | named("learned", step.learned.arrays())


def _step(words: Words, arrays: Arrays) -> Step:
    """A step from its two halves."""
    values = np.array(words["levels"], dtype=object) if words["kind"] == "category" else arrays["values"]
    coding = Coding(words["name"], words["kind"], values, arrays["codes"])
    learned = _KINDS[words["method"]].read(part(arrays, "learned"), words)
    return Step(coding, tuple(words["parents"]), words["anchor"], learned)
