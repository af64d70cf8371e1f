"""`hybrid`: a method for each column in one sequential model: trees here, boosting there, none elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from synth.errors import SettingsError
from synth.make.boost import Boost, BoostSettings
from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.fitted import FittedDistributions
from synth.make.forest import ForestSettings, RandomForest
from synth.make.regression import RegressionSettings, SequentialRegression
from synth.make.sequential.alone import ByItself
from synth.make.sequential.distributed import ByItsDistribution
from synth.make.sequential.engine import FittedSteps, learn_steps, load_steps
from synth.make.sequential.learned import Method
from synth.make.sequential.settings import NO_WATCH, SequentialSettings
from synth.make.trees import Trees
from synth.make.trees_settings import TreesSettings
from synth.make.worked import check_formulas
from synth.prepare.schema import Schema
from synth.prepare.table import Table

MethodName = Literal["trees", "boost", "forest", "regression", "fitted", "alone"]
_METHODS: dict[MethodName, Callable[[int, int], Method]] = {
    "trees": lambda rows, k: TreesSettings(k=k).method(rows),
    "boost": lambda rows, k: BoostSettings(k=k).method(rows),
    "forest": lambda rows, k: ForestSettings(k=k).method(rows),
    "regression": lambda rows, k: RegressionSettings(k=k).method(rows),
    "fitted": lambda rows, k: ByItsDistribution(),
    "alone": lambda rows, k: ByItself(),
}
_FORECASTS: dict[MethodName, tuple[Generator, type[Settings]]] = {
    "trees": (Trees(), TreesSettings),
    "boost": (Boost(), BoostSettings),
    "forest": (RandomForest(), ForestSettings),
    "regression": (SequentialRegression(), RegressionSettings),
    "fitted": (FittedDistributions(), Settings),
}
_SHARED = {"k", "most_related", "most_states", "most_levels"}
"""What is set for all methods; whatever else a method may be told stays as it is by default."""


class HybridSettings(SequentialSettings):
    """Which method learns which column."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"Recommended": {}, "Boosting": {"usual": "boost"}}

    usual: MethodName = Field(
        "trees",
        title="Usual method",
        description="How columns are learned that no other method is chosen for.",
    )
    methods: Mapping[str, MethodName] = Field(
        {},
        title="Methods of single columns",
        description="Written as column=method, apart by semicolons; methods are trees, boost, forest, regression, "
        "fitted (a distribution) and alone (by how common each value is), the last two without regard to the others.",
    )

    formulas: Mapping[str, str] = Field(
        {},
        title="Formulas of single columns",
        description="Such a column is not learned but worked out from others, as in total = quantity * price. One a "
        "line, or apart by semicolons.",
    )

    @field_validator("methods", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> Any:
        """As typed in a form or a shell."""
        if not isinstance(value, str):
            return value
        pairs = [part.rpartition("=") for part in value.split(";") if part.strip()]
        return {name.strip(): method.strip() for name, _, method in pairs}

    @field_validator("formulas", mode="before")
    @classmethod
    def _lines(cls, value: Any) -> Any:
        """As typed in a form or a shell: a text may hold semicolons where formulas stand a line each."""
        if not isinstance(value, str):
            return value
        pairs = [part.partition("=") for part in value.split("\n" if "\n" in value else ";") if part.strip()]
        return {name.strip(): formula.strip() for name, _, formula in pairs}


class Hybrid(Generator):
    """A method for each column."""

    card: ClassVar[Card] = Card(
        name="hybrid",
        title="A method for each column",
        approach="hybrid of sequential methods",
        what="Learns each column from those before it, by the method that you choose for that column; a column may "
        "also be worked out by a formula.",
        good_for="Tables in which a column needs another method: a regression for an income, boosting for an outcome.",
        not_for="A first look: start with trees, and see which column falls short." + NO_WATCH,
        cost="As its methods.",
        licence="MIT",
        paper="Nowok, Raab & Dibben (2016), Journal of Statistical Software 74(11)",
    )
    settings: ClassVar[type[Settings]] = HybridSettings
    packages: ClassVar[tuple[str, ...]] = ("lightgbm", "scikit-learn", "scipy")

    def formulas(self, settings: HybridSettings) -> Mapping[str, str]:
        """Those that were typed."""
        return settings.formulas

    def forecast(self, table: Table, settings: HybridSettings, rows: int) -> Forecast:
        """Each method's share of the columns, at what it would cost for all of them."""
        check_formulas(settings.formulas, table.schema)
        chosen = [_method_of(table, settings, name) for name in table.schema.names]
        seconds, megabytes = 0.05, 230.0
        warnings: dict[str, None] = {}  # in order, each once
        for name in sorted(set(chosen) - {"alone"}):
            one, model = _FORECASTS[name]
            shared = settings.model_dump(include=_SHARED & set(model.model_fields))
            cost = one.forecast(table, model(**shared), rows)
            seconds += cost.seconds * chosen.count(name) / len(chosen)
            megabytes = max(megabytes, cost.megabytes)
            warnings |= dict.fromkeys(cost.warnings)
        return Forecast(seconds, megabytes, tuple(warnings))

    def fit(
        self, table: Table, settings: HybridSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSteps:
        """Learn every column by its method."""
        named = {name: _method_of(table, settings, name) for name in table.schema.names}
        methods = {name: _METHODS[name](len(table), settings.k) for name in set(named.values())}
        return learn_steps(
            table,
            settings,
            lambda name: methods[named[name]],
            formulas=settings.formulas,
            rng=rng,
            progress=progress,
        )

    def load(self, folder: Path, schema: Schema) -> FittedSteps:
        """Read it back; `ModelError` where the files are not whole."""
        return load_steps(folder, schema)


def _method_of(table: Table, settings: HybridSettings, name: str) -> MethodName:
    unknown = [other for other in settings.methods if other not in table.schema.names]
    if unknown:
        raise SettingsError(
            f"The setting 'methods' cannot name {unknown[0]!r}: it is no column that is modelled and varies."
        )
    return settings.methods.get(name, settings.usual)
