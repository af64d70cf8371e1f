"""What a steward has last chosen on the way to a run, kept beside the dataset: it outlives a browser tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.prepare.control import Control
from synth.work import files
from synth.work.datasets import Datasets
from synth.work.store import Store

FILE = "chosen.json"


class Chosen(BaseModel):
    """A generator, settings by generator, rows, seed and what is asked of them; None and {} where nothing was chosen.

    `after` is the run whose comments were read before: settings found before other comments are older than these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    generator: str | None = None
    settings: Mapping[str, Mapping[str, Any]] = {}
    rows: int | None = None
    seed: int = 0
    control: Control = Control()
    after: str = ""


def keep(store: Store, dataset_id: str, chosen: Chosen) -> None:
    """Write it in the place of what was chosen before."""
    dataset = Datasets(store).get(dataset_id)
    with files.disk_errors(store.folder):
        files.write(store.dataset_folder(dataset.id) / FILE, chosen.model_dump_json(indent=1) + "\n")


def found(store: Store, dataset_id: str) -> Chosen:
    """What was chosen last; nothing where nothing was, or by another version of synth."""
    dataset = Datasets(store).get(dataset_id)
    try:
        return Chosen.model_validate_json((store.dataset_folder(dataset.id) / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        return Chosen()
