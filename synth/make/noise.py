"""`noise`: real rows, mixed with neighbours and perturbed column by column, as statistical offices long have done.

Numbers get noise, a scale and a shift, and may be swapped within a window of ranks; levels are redrawn now and then
(PRAM), so that their shares stay. What is made still stems row by row from somebody: the card says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field
from pydantic.config import JsonDict
from sklearn.neighbors import NearestNeighbors

from synth.errors import ModelError
from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.kept_rows import MOST_LEVELS, draw_starts, places, read_rows, write_rows
from synth.make.numbers import as_numbers, deviation, from_numbers
from synth.prepare.schema import Schema
from synth.prepare.table import Table

NEIGHBOURS = 5
AMONG = 20_000
NEAR = 1e-10
"""Seconds to hold one row against another, for each number that the search sees of them."""
FEW_NEIGHBOURS = "neighbours.npy"
ADVANCED: JsonDict = {"advanced": True}


class NoiseSettings(Settings):
    """How far rows are moved from those they stem from."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Closer to the data": {"noise": 0.05, "mix": 0.2, "redraw": 0.05, "swap": 0.0},
        "More private": {"noise": 0.4, "mix": 0.8, "redraw": 0.4, "swap": 0.2},
    }

    mix: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Mixing with a neighbour",
        description="Each row moves up to so far of the way to a real row like it; levels are taken from either.",
    )
    noise: float = Field(
        0.2,
        ge=0,
        le=5,
        title="Noise",
        description="Random noise on numbers and dates, in standard deviations of the column.",
    )
    redraw: float = Field(
        0.2,
        ge=0,
        le=1,
        title="Levels redrawn",
        description="Share of levels that are redrawn by how common they are in the column, so that shares stay.",
    )
    swap: float = Field(
        0.05,
        ge=0,
        le=1,
        title="Swapping of values",
        description="Numbers and dates swap with others up to so far away in the column's order; 1 shuffles all.",
    )
    scale: float = Field(
        1.0,
        gt=0,
        le=100,
        title="Scale of numbers",
        description="Every number is multiplied by this, around the column's mean. 1 leaves it.",
        json_schema_extra=ADVANCED,
    )
    shift: float = Field(
        0.0,
        ge=-100,
        le=100,
        title="Shift of numbers",
        description="Every number is moved by so many standard deviations of its column. 0 leaves it.",
        json_schema_extra=ADVANCED,
    )


@dataclass(frozen=True)
class FittedNoise(Fitted):
    """The covered rows, the neighbours of each (rows, at most 5), and how far to move."""

    table: Table
    neighbours: NDArray[np.int32]
    settings: NoiseSettings

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Start from real rows, each as often as the others, and move every cell."""
        frame, names = self.table.frame, self.table.schema.names
        starts = draw_starts(len(frame), rows, rng)
        near = self.neighbours[starts, rng.integers(0, self.neighbours.shape[1], rows)]
        far = rng.random(rows) * self.settings.mix
        columns = {}
        for done, column in enumerate(self.table.schema.columns):
            progress(f"Moving {column.name}", done, len(names))
            cells = frame[column.name]
            move = self._numbers if column.kind in ("number", "datetime") else self._levels
            columns[column.name] = move(cells, starts, near, far, rng)
        return pd.DataFrame(columns, index=pd.RangeIndex(rows))

    def _numbers(
        self,
        cells: pd.Series[Any],
        starts: NDArray[np.int64],
        near: NDArray[np.int32],
        far: NDArray[np.float64],
        rng: np.random.Generator,
    ) -> pd.Series[Any]:
        present = cells.notna().to_numpy()
        values = as_numbers(cells)
        known = values[present]
        mean, spread = (known.mean() if len(known) else 0.0), deviation(known)
        there = np.where(rng.random(len(starts)) < far, present[near], present[starts])
        own = np.where(present[starts], values[starts], values[near])
        moved = np.where(present[near] & present[starts], own + far * (values[near] - own), own)
        missing = ~(present[starts] | present[near])
        moved[missing], there[missing] = mean, False
        moved = _swapped(moved, self.settings.swap, rng)
        moved = mean + self.settings.scale * (moved - mean) + self.settings.shift * spread
        spikes = np.isin(moved, _common(known))  # a value that many share stays one they share
        noise = rng.normal(0, self.settings.noise * spread, len(moved)) if spread > 0 else np.zeros(len(moved))
        return from_numbers(np.where(spikes, moved, moved + noise)[there], there, cells)

    def _levels(
        self,
        cells: pd.Series[Any],
        starts: NDArray[np.int64],
        near: NDArray[np.int32],
        far: NDArray[np.float64],
        rng: np.random.Generator,
    ) -> pd.Series[Any]:
        chosen = np.where(rng.random(len(starts)) < far, near, starts)
        redrawn = rng.random(len(starts)) < self.settings.redraw
        chosen[redrawn] = rng.integers(0, len(cells), int(redrawn.sum()))
        return cells.take(chosen).reset_index(drop=True)

    def save(self, folder: Path) -> None:
        """Write the rows, their neighbours and the settings."""
        write_rows(folder, self.table.frame)
        np.save(folder / FEW_NEIGHBOURS, self.neighbours, allow_pickle=False)
        (folder / "noise.json").write_text(self.settings.model_dump_json(indent=1) + "\n", encoding="utf-8")


class Noise(Generator):
    """Perturbed real rows."""

    card: ClassVar[Card] = Card(
        name="noise",
        title="Perturbation",
        approach="noise, swapping, PRAM, mixing of neighbours",
        what="Takes the real rows and moves each cell: mixed with a neighbour's, with noise, swapped or redrawn.",
        good_for="A table that must look very much alike, for people who may see the real one anyway.",
        not_for="Release to strangers: each row still stems from somebody's, and the report will often say so.",
        cost="Seconds.",
        licence="MIT",
        paper="Kim (1986), ASA; Gouweleeuw, Kooiman, Willenborg & de Wolf (1998), Journal of Official Statistics 14(4)",
    )
    settings: ClassVar[type[Settings]] = NoiseSettings
    packages: ClassVar[tuple[str, ...]] = ("scikit-learn", "pyarrow")

    def forecast(self, table: Table, settings: NoiseSettings, rows: int) -> Forecast:
        """Estimate time and memory: each row is held against up to 20,000 others."""
        length, width = len(table), len(table.schema.names)
        distinct = table.frame.head(AMONG).nunique()
        words = [column.name for column in table.schema.columns if column.kind in ("category", "boolean")]
        points = max(30, width - len(words) + int(np.minimum(distinct[words], MOST_LEVELS).sum()))
        seconds = 0.05 + NEAR * length * min(length, AMONG) * points + 1e-7 * rows * width
        warning = "Each row stems from a real one: expect the report to find rows near their training rows."
        return Forecast(seconds, 230 + (length * width * 300 + rows * width * 24) / 1e6, (warning,))

    def fit(
        self, table: Table, settings: NoiseSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedNoise:
        """Find each row's nearest others, among 20,000 that are drawn where there are more."""
        points = places(table)
        among = np.sort(rng.permutation(len(table))[:AMONG])
        count = min(NEIGHBOURS, len(table) - 1)
        near = np.zeros((len(table), max(count, 1)), dtype=np.int64)
        if count:
            search = NearestNeighbors(n_neighbors=count + 1).fit(points[among])
            for start in range(0, len(table), AMONG):
                progress("Looking for neighbours", start, len(table))
                own = np.arange(start, min(start + AMONG, len(table)))
                found = among[search.kneighbors(points[own], return_distance=False)]
                near[own] = np.where(found[:, :1] == own[:, None], found[:, 1:], found[:, :-1])
        progress("Looking for neighbours", len(table), len(table))
        return FittedNoise(table, near.astype(np.int32), settings)

    def load(self, folder: Path, schema: Schema) -> FittedNoise:
        """Read it back; `ModelError` where the files are not whole."""
        frame = read_rows(folder, {column.name: column.kind for column in schema.columns})
        try:
            near = np.load(folder / FEW_NEIGHBOURS, allow_pickle=False)
            settings = NoiseSettings.model_validate_json((folder / "noise.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError("The files of this model are not whole. Fit the model again.") from error
        return FittedNoise(Table(frame, schema), near, settings)


def _swapped(values: NDArray[np.float64], reach: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Values swapped with others up to `reach` of all ranks away."""
    if reach <= 0 or len(values) < 2:
        return values
    order = np.argsort(values, kind="stable")
    moved = np.argsort(np.arange(len(values)) + rng.uniform(0, reach * len(values), len(values)), kind="stable")
    swapped = np.empty_like(values)
    swapped[order] = values[order[moved]]
    return swapped


def _common(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values that a twentieth of the rows hold."""
    distinct, counts = np.unique(values, return_counts=True)
    return distinct[counts >= 0.05 * len(values)]
