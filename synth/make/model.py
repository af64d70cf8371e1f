"""A fitted generator in its envelope: samples whole tables, and is kept as files that a person can read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import ControlError, ModelError
from synth.make.constant import Constant
from synth.make.contract import Fitted, Progress, Settings, silent
from synth.make.dress import Dress, typed
from synth.make.kept_sums import keep_sums
from synth.make.protect import Shield
from synth.make.quota import IN_THE_PROFILE, IN_THE_SPEC, Plan, fill
from synth.make.registry import generator
from synth.make.rules import derive, enforceable
from synth.make.settle import Mask, settle, spelled
from synth.make.sums import Sum, add_up, guards_apart
from synth.make.worked import work_out
from synth.prepare.control import Control
from synth.prepare.schema import Schema
from synth.prepare.table import Reading, Table

ENVELOPE, CORE = "model.json", "core"


class Envelope(BaseModel):
    """All of a model but the generator's own part: how it was fitted, and what turns its samples into a table.

    `still` are the modelled columns that the generator does not see, as they hold a single value or none; of `sums` it
    sees what is left. `stated` says that a spec states it all, and no table was learned from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    generator: str
    settings: dict[str, Any]
    seed: int
    trained_on: Schema
    shield: Shield
    still: dict[str, Constant]
    dress: Dress
    formulas: dict[str, str] = {}
    sums: tuple[Sum, ...] = ()
    notes: tuple[str, ...] = ()
    stated: bool = False
    versions: dict[str, str]

    @property
    def moving(self) -> list[str]:
        """The columns that the generator sees."""
        return [column.name for column in self.trained_on.modelled if column.name not in self.still]

    @property
    def made(self) -> Schema:
        """The schema of what is made: that of the training rows without dropped columns."""
        return self.trained_on.select(column.name for column in self.trained_on.columns if column.treatment != "drop")

    def finish(self, core: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """The generator's rows as all modelled columns: values redrawn, still columns put back, the rest worked out."""
        released = guards_apart(self.shield, self.sums).release(core[self.moving], rng)
        columns = {
            column.name: typed(self.still[column.name].cells(len(core), None, rng), column)
            if column.name in self.still
            else released[column.name]
            for column in self.trained_on.modelled
        }
        return self.worked_out(add_up(pd.DataFrame(columns), self.sums, self.shield, rng))

    def worked_out(self, frame: pd.DataFrame) -> pd.DataFrame:
        """All modelled columns, those that follow from others by a rule or a formula worked out."""
        derived = derive(frame, enforceable(self.trained_on), self.shield)
        return work_out(derived, self.formulas, self.trained_on, self.shield)


@dataclass(frozen=True, eq=False)
class Model:
    """What `fit` returns. Sampling changes nothing: the same seed gives the same table, also after `load`."""

    envelope: Envelope
    fitted: Fitted

    @property
    def generator(self) -> str:
        """The generator's name."""
        return self.envelope.generator

    @property
    def settings(self) -> Settings:
        """The settings it was fitted with."""
        return generator(self.generator).settings.read(self.envelope.settings)

    @property
    def schema(self) -> Schema:
        """The schema of the tables it samples: that of the training rows without dropped columns."""
        return self.envelope.made

    @property
    def notes(self) -> tuple[str, ...]:
        """Plain sentences on what could not be learned."""
        return self.envelope.notes

    def sample(
        self,
        rows: int,
        *,
        seed: int = 0,
        control: Control | None = None,
        beside: Table | None = None,
        progress: Progress = silent,
    ) -> Table:
        """Draw a table of exactly `rows` rows that keep the table's rules and what `control` asks.

        Real rows `beside` which they will stand count in the shares that are asked for.

        Raises `ControlError` where the table cannot meet the control, and `ModelError` where too few rows keep
        the rules.
        """
        if rows < 1:
            raise ModelError(f"A table of {rows} rows cannot be made. Ask for at least one.")
        if control and control.holds_real_rows:
            raise ControlError("The real rows are needed for that: use synth.make.augment or synth.make.impute.")
        envelope = self.envelope
        for_core, for_release, for_order, for_dress = np.random.default_rng(seed).spawn(4)
        plan = Plan.make(control or Control(), envelope.trained_on, envelope.shield)
        plan = plan if beside is None else plan.beside(beside.frame, rows)

        def draw(many: int) -> pd.DataFrame:
            return envelope.finish(self.fitted.sample(many, rng=for_core, progress=progress), for_release)

        rules = enforceable(envelope.trained_on)
        mend = IN_THE_SPEC if envelope.stated else IN_THE_PROFILE
        modelled, rate = fill(draw, plan, rules, envelope.shield, rows, for_order, mend)

        def settled(before: pd.DataFrame, after: pd.DataFrame) -> tuple[pd.DataFrame, Mask]:
            after = spelled(after, envelope.dress.alike.near, envelope.shield)
            after = keep_sums(before, after, envelope.sums, envelope.dress.alike, envelope.shield)
            return settle(before, envelope.worked_out(after), plan, rules, envelope.shield)

        frame = envelope.dress.put_on(modelled, self.schema, for_dress, settled)
        lost = [f"{1 - rate:.1%} of the rows drawn broke a rule and were drawn again."] if rate < 1 else []
        notes = (*self.notes, *envelope.dress.told(self.schema), *lost)
        reading = Reading(source=self.generator, rows_in_file=rows, loaded=rows, notes=notes)
        return Table(frame, self.schema, reading)

    def recipe(self, *, rows: int | None = None, seed: int = 0, control: Control | None = None) -> dict[str, Any]:
        """What is needed to make the same table again from the same training rows, as plain JSON."""
        return {
            "format": 1,
            "generator": self.generator,
            "settings": self.envelope.settings,
            "fit_seed": self.envelope.seed,
            "rows": rows,
            "seed": seed,
            "control": (control or Control()).model_dump(mode="json"),
            "schema_sha256": hashlib.sha256(self.envelope.trained_on.model_dump_json().encode()).hexdigest(),
            "versions": self.envelope.versions,
            **self.fitted.recipe(),
        }

    def save(self, folder: Path | str) -> None:
        """Write the model into a new or empty folder; `ModelError` if it is neither, or cannot be written."""
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise ModelError(f"The folder {folder.name!r} is not empty. Save the model into a new one.")
            (folder / CORE).mkdir()
            self.fitted.save(folder / CORE)
            (folder / ENVELOPE).write_text(self.envelope.model_dump_json(indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise ModelError(f"The model cannot be written to {folder.name!r}: {error.strerror}.") from error

    @classmethod
    def load(cls, folder: Path | str) -> Model:
        """Read a model that `save` wrote; `ModelError` where it is not one of this version."""
        folder = Path(folder)
        try:
            envelope = Envelope.model_validate_json((folder / ENVELOPE).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise ModelError(f"There is no readable model in {folder.name!r}. Fit the model again.") from error
        shown = envelope.trained_on.select(envelope.moving)
        return cls(envelope, generator(envelope.generator).load(folder / CORE, shown))
