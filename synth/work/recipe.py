"""Making a table to order, and the recipe that lies beside it: everything needed to make it again, byte for byte."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import synth
from synth.prepare.control import Control
from synth.prepare.table import Table
from synth.work import files

if TYPE_CHECKING:
    from synth.make import Model, Progress


@dataclass(frozen=True)
class Order:
    """What was asked for: which generator, with which settings, how many rows, from which seed, under which control."""

    generator: str
    settings: Mapping[str, Any]
    rows: int
    seed: int
    control: Control | None = None

    def check(self, train: Table) -> None:
        """See, before the long work, that these training rows can meet the control; `ControlError` if they cannot."""
        from synth.make import generator  # noqa: PLC0415
        from synth.make.protect import Shield  # noqa: PLC0415
        from synth.make.quota import Plan  # noqa: PLC0415

        if self.control:
            settings = generator(self.generator).settings.read(self.settings)
            Plan.make(self.control, train.schema, Shield.learn(train, settings.k, settings.rare_label))

    def fit(self, train: Table, progress: Progress) -> Model:
        """Learn the training rows."""
        from synth.make import fit  # noqa: PLC0415

        return fit(train, self.generator, settings=self.settings, seed=self.seed, progress=progress)

    def sample(self, model: Model, progress: Progress) -> Table:
        """Draw the rows that were asked for."""
        return model.sample(self.rows, seed=self.seed, control=self.control, progress=progress)

    def write_recipe(
        self,
        path: Path,
        model: Model,
        train: Table,
        made: Table,
        outputs: Mapping[str, Path],
        *,
        split: Mapping[str, Any] | None = None,
        neutralised: Mapping[str, int] = {},
    ) -> None:
        """Write the recipe: what was asked, the hash of what it was made from, the hashes of what was made, versions.

        `split` says how the training rows were drawn, or None where all were used; `neutralised` counts, by column, the
        cells of the CSV (its header among them) that got an apostrophe, so that no spreadsheet runs them.
        """
        content = model.recipe(rows=self.rows, seed=self.seed, control=self.control)
        content |= {
            "source": {"sha256": train.reading.sha256, "rows": train.reading.loaded, "training_rows": len(train)},
            "split": dict(split) if split else None,
            "outputs": {name: files.sha256(written) for name, written in outputs.items()},
            "neutralised": dict(neutralised),
            "notes": list(made.reading.notes),
            "versions": {"synth": synth.__version__, "python": platform.python_version(), **content["versions"]},
        }
        files.write(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
