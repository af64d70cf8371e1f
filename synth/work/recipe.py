"""Making a table to order, and the recipe that lies beside it: everything needed to make it again, byte for byte."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import synth
from synth.errors import ControlError
from synth.prepare.control import Control
from synth.prepare.table import Table
from synth.work import files

if TYPE_CHECKING:
    from synth.judge.exhibits import Imputed
    from synth.judge.score import Score
    from synth.make import Model, Progress
    from synth.make.unaided import Unaided


@dataclass(frozen=True)
class Order:
    """What was asked for: which generator, with which settings, how many rows, from which seed, under which control."""

    generator: str
    settings: Mapping[str, Any]
    rows: int
    seed: int
    control: Control | None = None

    def check(self, train: Table | None) -> None:
        """See, before the long work, that these training rows can meet the control; `ControlError` if they cannot.

        There are none where a spec states all.
        """
        from synth.make import generator  # noqa: PLC0415
        from synth.make.impute import check  # noqa: PLC0415
        from synth.make.protect import Shield  # noqa: PLC0415
        from synth.make.quota import Plan  # noqa: PLC0415

        if not self.control:
            return
        one = generator(self.generator)
        settings = one.settings.read(self.settings)
        unaided = one.unaided(settings)
        if unaided is not None or train is None:
            self._check_unaided(unaided)
            return
        if self.control.impute:
            check(train)
            return
        shield = Shield.learn(train, settings.k, settings.rare_label)
        plan = Plan.make(self.control, train.schema, shield)
        if self.control.augment:
            plan.beside(train.frame, self.rows)

    def _check_unaided(self, unaided: Unaided | None) -> None:
        """See that a table that nothing was learned from can be what was asked for."""
        from synth.make.quota import Plan  # noqa: PLC0415

        if self.control and self.control.holds_real_rows:
            raise ControlError("A table that a spec states knows no real rows: none can be added to or filled.")
        if self.control and unaided:
            Plan.make(self.control, unaided.schema, unaided.shield)

    def fit(self, train: Table | None, progress: Progress) -> Model:
        """Learn the training rows; where gaps are to be filled, without the known cells that tell how well they are."""
        from synth.make import fit, hide  # noqa: PLC0415

        if train is not None and self.control and self.control.impute:
            train, _ = hide(train, seed=self.seed)
        return fit(train, self.generator, settings=self.settings, seed=self.seed, progress=progress)

    def sample(self, model: Model, train: Table | None, progress: Progress) -> Table:
        """Make the table that was asked for: drawn rows, the training rows beside them, or their gaps filled."""
        from synth.make import augment, impute  # noqa: PLC0415

        control = self.control or Control()
        if train is not None and control.impute:
            return impute(model, train, seed=self.seed, progress=progress)
        if train is not None and control.augment:
            return augment(model, train, self.rows, seed=self.seed, control=control, progress=progress)
        return model.sample(self.rows, seed=self.seed, control=control, progress=progress)

    def tried(self, model: Model, train: Table | None, progress: Progress) -> list[Score | Imputed]:
        """How well known cells that were hidden are filled; nothing where no gap was to be filled."""
        from synth.judge.imputed import imputed  # noqa: PLC0415
        from synth.make import hide, impute  # noqa: PLC0415

        if train is None or not (self.control and self.control.impute):
            return []
        known, hidden = hide(train, seed=self.seed)
        return imputed(train, impute(model, known, seed=self.seed, progress=progress), hidden)

    def write_recipe(
        self,
        path: Path,
        model: Model,
        train: Table | None,
        made: Table,
        outputs: Mapping[str, Path],
        *,
        split: Mapping[str, Any] | None = None,
        neutralised: Mapping[str, int] = {},
    ) -> None:
        """Write the recipe: what was asked, the hash of what it was made from, the hashes of what was made, versions.

        A table that was made from a spec alone has no source.

        `split` says how the training rows were drawn, or None where all were used; `neutralised` counts, by column, the
        cells of the CSV (its header among them) that got an apostrophe, so that no spreadsheet runs them.
        """
        content = model.recipe(rows=self.rows, seed=self.seed, control=self.control)
        source = train and {
            "sha256": train.reading.sha256,
            "rows": train.reading.loaded,
            "training_rows": len(train),
        }
        content |= {
            "source": source,
            "split": dict(split) if split else None,
            "outputs": {name: files.sha256(written) for name, written in outputs.items()},
            "neutralised": dict(neutralised),
            "notes": list(made.reading.notes),
            "provenance": made.schema.names[-1] if self.control and self.control.holds_real_rows else None,
            "versions": {"synth": synth.__version__, "python": platform.python_version(), **content["versions"]},
        }
        files.write(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
