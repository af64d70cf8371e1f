"""The generators there are: a new one is its file and one line here."""

from __future__ import annotations

from importlib.metadata import version

from synth.errors import SettingsError
from synth.make.boost import Boost
from synth.make.contract import Generator
from synth.make.copula import Copula
from synth.make.ctgan import Ctgan
from synth.make.fitted import FittedDistributions
from synth.make.forest import RandomForest
from synth.make.hybrid import Hybrid
from synth.make.noise import Noise
from synth.make.regression import SequentialRegression
from synth.make.rules_generator import Rules
from synth.make.smote import Smote
from synth.make.trees import Trees
from synth.make.tvae import Tvae
from synth.make.vaegan import Vaegan

GENERATORS: tuple[Generator, ...] = (
    Trees(),
    Boost(),
    RandomForest(),
    SequentialRegression(),
    Hybrid(),
    Rules(),
    FittedDistributions(),
    Copula(),
    Ctgan(),
    Tvae(),
    Vaegan(),
    Smote(),
    Noise(),
)


def generator(name: str) -> Generator:
    """The generator of that name; `SettingsError` names the known ones."""
    for one in GENERATORS:
        if one.card.name == name:
            return one
    known = ", ".join(one.card.name for one in GENERATORS)
    raise SettingsError(f"There is no generator {name!r}. Generators are: {known}.")


def versions(one: Generator) -> dict[str, str]:
    """The versions of the libraries that a run of this generator depends on."""
    return {package: version(package) for package in ("numpy", "pandas", "faker", *one.packages)}
