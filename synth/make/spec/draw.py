"""Rows drawn from a spec: column after column, each from a stream of random numbers that its name alone decides."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ValidationError

from synth.errors import ModelError
from synth.make.contract import Fitted, Progress, silent
from synth.make.numbers import Numbers
from synth.make.spec.check import needs, value_of
from synth.make.spec.correlated import Copula
from synth.make.spec.distributions import Drawn, Floats
from synth.make.spec.spec import Spec, Stated
from synth.make.spec.values import Dates, Fixed, Quantiles, Weights, WeightsBy, Worked
from synth.make.streams import Streams
from synth.prepare.formula import Formula
from synth.prepare.formula.cells import KIND_OF, Cells

FILE = "spec.json"


@dataclass(frozen=True)
class DrawnSpec(Fitted):
    """A spec that draws its modelled columns; `sha256` is that of the text it was stated in."""

    spec: Spec
    sha256: str

    @cached_property
    def copula(self) -> Copula:
        """What ties correlated columns."""
        return Copula.of(self.spec)

    def recipe(self) -> dict[str, Any]:
        """The hash of the spec."""
        return {"spec_sha256": self.sha256}

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw `rows` rows."""
        streams = Streams.of(rng)
        places = self.copula.places(rows, streams)
        scenario = self._scenarios(streams("scenarios of the spec").random(rows))
        needed = needs(self.spec)
        columns: dict[str, pd.Series[Any]] = {}
        for done, name in enumerate(self.spec.order):
            progress(f"Drawing {name}", done, len(self.spec.order))
            frame = pd.DataFrame({other: columns[other] for other in needed[name]}, index=pd.RangeIndex(rows))
            at = places[name] if name in places else streams(name).random(rows)
            column = self.spec[name]
            cells = self._column(column, at, scenario, frame)
            cells = self._with_gaps(column, cells, streams(f"{name} missing").random(rows), frame)
            columns[name] = _spelled(column, cells)
        return pd.DataFrame({name: columns[name] for name in self.spec.kinds}, index=pd.RangeIndex(rows))

    def _scenarios(self, places: Floats) -> NDArray[np.int64]:
        """The number of each row's scenario; as many as there are for none."""
        steps = np.cumsum([scenario.share for scenario in self.spec.scenarios])
        return np.searchsorted(steps, places, side="right").astype(np.int64)

    def _column(self, column: Stated, places: Floats, scenario: NDArray[np.int64], frame: pd.DataFrame) -> Cells:
        """A column's values: those of its scenario, else of the first case that holds, else its own."""
        kinds = self.spec.kinds
        cells = self._cells(column, column.values, places, frame)
        for case in reversed(column.cases):
            holds = Formula(case.when).holds(frame, kinds)
            cells = _where(holds, self._cells(column, case.then, places, frame), cells)
        for number, each in enumerate(self.spec.scenarios):
            if column.name in each.set:
                cells = _where(scenario == number, self._cells(column, each.set[column.name], places, frame), cells)
        return cells

    def _cells(self, column: Stated, values: Any, places: Floats, frame: pd.DataFrame) -> Cells:
        kind = KIND_OF[column.kind]
        none = np.zeros(len(places), dtype=bool)
        match values:
            case Drawn():
                return Cells.finite(values.values(places), none)
            case Dates():
                return Cells("date", _dates(values.values(places)), none)
            case Quantiles():
                found = values.values(places)
                return Cells("date", _dates(found), none) if values.dates else Cells.finite(found, none)
            case Weights():
                return _levels(column, values.pick(places))
            case WeightsBy():
                return self._by(column, values, places, frame)
            case Worked():
                worked = values.read.cells(frame, self.spec.kinds)
                return Cells.full(kind, None, len(places)) if worked.kind == "nothing" else worked
            case Fixed():
                return _levels(column, np.full(len(places), values.value, dtype=object))
        raise ModelError(f"Column {column.name!r} cannot be drawn.")

    def _by(self, column: Stated, values: WeightsBy, places: Floats, frame: pd.DataFrame) -> Cells:
        """Levels with weights that depend on another column's level; none where that has no weights."""
        others = frame[values.by]
        spelled = Formula(f"concat(`{values.by}`)").cells(frame, self.spec.kinds)
        picked = np.full(len(places), None, dtype=object)
        if values.otherwise:
            picked = Weights(weights=values.otherwise).pick(places)
        for level, weights in values.levels.items():
            rows = (spelled.values == level) & others.notna().to_numpy()
            picked[rows] = Weights(weights=weights).pick(places[rows])
        return _levels(column, picked)

    def _with_gaps(self, column: Stated, cells: Cells, places: Floats, frame: pd.DataFrame) -> Cells:
        """The cells, without those that are missing by a condition."""
        rate = np.zeros(len(places))
        for gap in reversed(column.missing):
            holds = Formula(gap.when).holds(frame, self.spec.kinds) if gap.when else True
            rate = np.where(holds, gap.rate, rate)
        return Cells(cells.kind, cells.values, cells.missing | (places < rate))

    def save(self, folder: Path) -> None:
        """Write `spec.json`."""
        content = {"sha256": self.sha256, "spec": self.spec.model_dump(mode="json", exclude_defaults=True)}
        (folder / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> DrawnSpec:
        """Read it back; `ModelError` where the file is not whole."""
        try:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls(Spec.model_validate(content["spec"]), str(content["sha256"]))
        except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
            raise ModelError("The spec of this model cannot be read. Make the model again.") from error


def hashed(text: str) -> str:
    """The hash of a spec's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _where(holds: NDArray[np.bool_], then: Cells, otherwise: Cells) -> Cells:
    values = np.where(holds, then.values, otherwise.values)
    return Cells(otherwise.kind, values, np.where(holds, then.missing, otherwise.missing))


def _dates(microseconds: Floats) -> NDArray[Any]:
    return microseconds.round().astype("int64").view("datetime64[us]")


def _levels(column: Stated, levels: NDArray[np.object_]) -> Cells:
    """Levels as cells of the column's kind; None for none."""
    kind = KIND_OF[column.kind]
    missing = np.array([level is None for level in levels], dtype=bool)
    values = Cells.full(kind, None, len(levels)).values
    held = levels[~missing].tolist()
    known = {level: value_of(column.kind, level) for level in set(held)}
    if held:
        values[~missing] = [known[level] for level in held]
    return Cells(kind, values, missing)


def _spelled(column: Stated, cells: Cells) -> pd.Series[Any]:
    """Cells as a column of the table, on its steps, or with its decimals or the grain of its dates."""
    series = cells.series(column.kind)
    if column.spelling:
        return column.spelling.release(series, np.random.default_rng(0))
    if column.kind == "number":
        return series.round(column.decimals) if column.decimals is not None else series
    if column.kind == "datetime":
        return Numbers.unguarded(column.column()).release(series, np.random.default_rng(0))
    return series
