"""Making a table, and the recipe that lies beside it: everything needed to make it again, byte for byte."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synth.prepare.table import Table
from synth.work import files

if TYPE_CHECKING:
    from synth.make import Control, Progress
    from synth.make.model import Model

FORMAT = 1


@dataclass(frozen=True)
class Order:
    """What was asked for: which generator, with which settings, how many rows, from which seed, under which control."""

    generator: str
    settings: Mapping[str, Any]
    rows: int
    seed: int
    control: Control | None = None

    def fit(self, train: Table, progress: Progress) -> Model:
        """Learn the training rows."""
        from synth.make import fit  # noqa: PLC0415

        return fit(train, self.generator, settings=self.settings, seed=self.seed, progress=progress)

    def sample(self, model: Model, progress: Progress) -> Table:
        """Draw the rows that were asked for."""
        return model.sample(self.rows, seed=self.seed, control=self.control, progress=progress)


def write_recipe(
    path: Path,
    order: Order,
    train: Table,
    outputs: Mapping[str, Path],
    *,
    split: Mapping[str, Any] | None = None,
    neutralised: int = 0,
) -> None:
    """Write a recipe: the order, the hash of what it was made from, the hashes of what was made, and library versions.

    `split` says how the training rows were drawn, or None where all were used; `neutralised` counts the cells of the
    CSV that got an apostrophe, so that no spreadsheet runs them.
    """
    from synth.make import generator  # noqa: PLC0415
    from synth.make.registry import versions  # noqa: PLC0415

    content = {
        "format": FORMAT,
        "generator": order.generator,
        "settings": generator(order.generator).settings.read(order.settings).model_dump(mode="json"),
        "rows": order.rows,
        "seed": order.seed,
        "control": order.control.model_dump(mode="json") if order.control else None,
        "source": {"sha256": train.reading.sha256, "rows": train.reading.loaded, "training_rows": len(train)},
        "split": dict(split) if split else None,
        "schema_sha256": hashlib.sha256(train.schema.model_dump_json().encode()).hexdigest(),
        "neutralised": neutralised,
        "outputs": {name: files.sha256(written) for name, written in outputs.items()},
        "versions": {"python": platform.python_version(), **versions(generator(order.generator))},
    }
    files.write(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
