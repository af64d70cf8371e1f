"""A remedy as a run of its own: the riskiest rows of a finished run dropped, resampled or generalised, then re-scored.

The new run names the one it comes from; that one stays as it is. Its table is held against the same real rows.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import Row

from synth.errors import SettingsError, WorkspaceError
from synth.prepare.control import Control
from synth.prepare.table import Table
from synth.work import database, events, files, judging, states
from synth.work.outputs import write_outputs
from synth.work.remedy import Remedy, drop, generalise, resample
from synth.work.store import Store

REMEDY = "remedy"


def prepare(store: Store, parent: Row[Any], remedy: str, rows: Sequence[int]) -> str:
    """Record the new run, which waits for a worker; its id. Nothing is recorded of what cannot be done."""
    taken = sorted(set(rows))
    if remedy not in get_args(Remedy):
        raise SettingsError(f"There is no remedy {remedy!r}. Choose one of {', '.join(get_args(Remedy))}.")
    if parent.state != "done":
        raise WorkspaceError(f"The run {parent.id} is {states.WORDS[parent.state]}: only a finished one can be mended.")
    if not taken or not 0 <= taken[0] <= taken[-1] < parent.rows:
        raise SettingsError(f"Choose rows from 0 to {parent.rows - 1:,}, at least one.")
    left = parent.rows - len(taken) if remedy == "drop" else parent.rows
    if left < 2:
        raise SettingsError("Hardly a row would be left. Make the table again instead.")
    if remedy == "resample" and _model_folder(store, parent) is None:
        raise SettingsError("This table was made elsewhere, so no row can be drawn anew. Drop or generalise them.")
    if remedy == "resample" and parent.control and Control.model_validate(parent.control).holds_real_rows:
        raise SettingsError(
            "This table holds real rows, which cannot be drawn anew. Drop or generalise the risky ones."
        )
    run_id = files.new_id()
    settings = dict(parent.settings) | {REMEDY: {"of": parent.id, "what": remedy, "rows": taken}}
    values = {
        "id": run_id,
        "owner": parent.owner,
        "dataset_id": parent.dataset_id,
        "dataset_version": parent.dataset_version,
        "generator": parent.generator,
        "settings": settings,
        "rows": left,
        "seed": parent.seed + 1,
        "control": parent.control,
        "state": "queued",
        "created": time.time(),
    }
    with store.database.writing() as connection:
        connection.execute(database.runs.insert().values(values))
        content = {"dataset_id": parent.dataset_id, "of": parent.id, "remedy": remedy, "rows": len(taken)}
        events.append(connection, parent.owner, "remedy started", run_id, content)
    return run_id


def apply(store: Store, run: Row[Any]) -> judging.Compared:
    """Make the mended table, write it with its recipe, and say what it is held against."""
    asked = run.settings[REMEDY]
    parent = states.row(store, asked["of"])
    before = judging.compared(store, parent)
    made = _mended(store, run, parent, before)
    outputs, neutralised = write_outputs(store.run_folder(run.id), made)
    recipe = json.loads((store.run_folder(parent.id) / "recipe.json").read_text(encoding="utf-8"))
    recipe |= {
        REMEDY: asked | {"seed": run.seed, "table": parent.synthetic_sha256},
        "rows": len(made),
        "outputs": {name: files.sha256(path) for name, path in outputs.items()},
        "neutralised": neutralised,
        "notes": [*recipe["notes"], *made.reading.notes],
    }
    files.write(store.run_folder(run.id) / "recipe.json", json.dumps(recipe, indent=2, ensure_ascii=False) + "\n")
    return replace(before, synthetic=made)


def _mended(store: Store, run: Row[Any], parent: Row[Any], before: judging.Compared) -> Table:
    asked, table = run.settings[REMEDY], judging.synthetic(store, store.run_folder(parent.id))
    if asked["what"] == "drop":
        return drop(table, asked["rows"])
    if asked["what"] == "generalise":
        label = run.settings.get("rare_label") or ""
        return generalise(table, asked["rows"], before.real, k=before.k, rare_label=label, seed=run.seed)
    from synth.make.model import Model  # noqa: PLC0415

    folder = _model_folder(store, parent)
    if folder is None:
        raise WorkspaceError("The model of this run is gone, so no row can be drawn anew. Drop or generalise them.")
    return resample(table, asked["rows"], Model.load(folder), seed=run.seed, control=before.control)


def _model_folder(store: Store, run: Row[Any]) -> Path | None:
    """Where the model lies that a run's rows were drawn from, its own or that of the run it was mended from."""
    while REMEDY in run.settings:
        run = states.row(store, run.settings[REMEDY]["of"])
    folder = store.run_folder(run.id) / "model"
    return folder if folder.is_dir() else None
