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
from synth.make.anchors import after
from synth.make.sequential.alone import Alone
from synth.make.sequential.boosted import Boosted
from synth.make.sequential.distributed import Distributed
from synth.make.sequential.encode import Coding
from synth.make.sequential.grown import Grown
from synth.make.sequential.learned import Arrays, Learned, Words, features_of, named, part
from synth.make.sequential.levels import Codes
from synth.make.sequential.regressed import Regressed
from synth.prepare.formula import Formula
from synth.prepare.schema import Kind, Schema

ARRAYS, RECIPE, FORMAT = "steps.npz", "steps.json", 5

RULE = "rule"
_KINDS: dict[str, type[Learned]] = {kind.method: kind for kind in (Grown, Boosted, Regressed, Alone, Distributed)}


@dataclass(frozen=True)
class Step:
    """How one column is drawn: its coding, the columns before it that it is learned from, and what was learned.

    With an `anchor`, the coding is that of the time since the anchor's date.
    """

    coding: Coding
    parents: tuple[str, ...]
    anchor: str | None
    learned: Learned

    def draw(
        self, codes: Mapping[str, Codes], drawn: Mapping[str, pd.Series], rows: int, rng: np.random.Generator
    ) -> tuple[Codes, pd.Series]:
        """The column's codes and values, given those of the columns drawn before it."""
        own = self.learned.draw(features_of(codes, self.parents, rows), rng)
        return own, self.values(own, drawn)

    def values(self, own: Codes, drawn: Mapping[str, pd.Series]) -> pd.Series:
        """The values of those codes, given those of the columns drawn before it."""
        values = self.coding.decode(own)
        return values if self.anchor is None else after(drawn[self.anchor], values)

    def words(self) -> dict[str, Any]:
        """What of it is text, beside its coding."""
        return {
            "parents": self.parents,
            "anchor": self.anchor,
            "method": self.learned.method,
            **self.learned.words(),
        }

    def arrays(self) -> Arrays:
        """What of it is numbers, beside its coding."""
        return named("learned", self.learned.arrays())


@dataclass(frozen=True)
class WorkedStep:
    """A column that is not learned, but worked out by a formula from columns drawn before it, of these kinds."""

    coding: Coding
    formula: Formula
    kinds: Mapping[str, Kind]

    @classmethod
    def of(cls, coding: Coding, formula: str, schema: Schema) -> WorkedStep:
        """Read the formula."""
        read = Formula(formula)
        return cls(coding, read, {name: schema[name].kind for name in read.names})

    def draw(
        self, codes: Mapping[str, Codes], drawn: Mapping[str, pd.Series], rows: int, rng: np.random.Generator
    ) -> tuple[Codes, pd.Series]:
        """The column's values, and the codes that come nearest to them."""
        frame = pd.DataFrame({name: drawn[name] for name in self.kinds}, index=pd.RangeIndex(rows))
        values = self.formula.cells(frame, self.kinds).series(self.coding.kind)
        return self.coding.place(values), values

    def words(self) -> dict[str, Any]:
        """What of it is text, beside its coding."""
        return {"method": RULE, "formula": self.formula.text, "kinds": dict(self.kinds)}

    def arrays(self) -> Arrays:
        """What of it is numbers, beside its coding: nothing."""
        return {}


AnyStep = Step | WorkedStep


def write_steps(folder: Path, steps: Sequence[AnyStep]) -> None:
    """Write the steps into an existing folder."""
    arrays = {f"{at}/{name}": array for at, step in enumerate(steps) for name, array in _arrays(step).items()}
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **arrays)
    recipe = {"format": FORMAT, "steps": [_words(step) for step in steps]}
    (folder / RECIPE).write_text(json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_steps(folder: Path) -> tuple[AnyStep, ...]:
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


def _words(step: AnyStep) -> dict[str, Any]:
    """What of a step is text."""
    coding = step.coding
    return {
        "name": coding.name,
        "kind": coding.kind,
        "levels": list(coding.values) if coding.kind == "category" else None,
        **step.words(),
    }


def _arrays(step: AnyStep) -> Arrays:
    """What of a step is numbers."""
    own: Arrays = {"codes": step.coding.states}
    if step.coding.kind != "category":
        own["values"] = step.coding.values
    return own | step.arrays()


def _step(words: Words, arrays: Arrays) -> AnyStep:
    """A step from its two halves."""
    values = np.array(words["levels"], dtype=object) if words["kind"] == "category" else arrays["values"]
    coding = Coding(words["name"], words["kind"], values, arrays["codes"])
    if words["method"] == RULE:
        return WorkedStep(coding, Formula(words["formula"]), words["kinds"])
    learned = _KINDS[words["method"]].read(part(arrays, "learned"), words)
    return Step(coding, tuple(words["parents"]), words["anchor"], learned)
