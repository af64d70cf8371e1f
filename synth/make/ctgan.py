"""`ctgan`: the ctgan package's networks, trained in a loop of ours, and drawn from with numpy alone.

Xu, Skoularidou, Cuesta-Infante & Veeramachaneni (2019), "Modeling tabular data using conditional GAN", NeurIPS 32.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from synth.errors import ModelError
from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.ctgan_cost import forecast
from synth.make.ctgan_sampling import FittedCtgan
from synth.make.ctgan_settings import CtganSettings
from synth.make.deep.trained import Trained, Weights
from synth.make.deep.training import prepare
from synth.make.matrix import Matrix
from synth.prepare.schema import Schema
from synth.prepare.table import Table

LICENCE = (
    "Business Source License 1.1, not open source: the ctgan package, and rdt and copulas under it. You may "
    "use them, in production too, but not in a commercial offering through which others than your employees "
    "and contractors get at what they do: no synthetic data service for third parties without a licence from "
    "DataCebo. Each version becomes MIT-licensed four years after its release."
)


class Ctgan(Generator):
    """A conditional generative adversarial network."""

    card: ClassVar[Card] = Card(
        name="ctgan",
        title="CTGAN",
        approach="generative adversarial network",
        what="Two neural networks learn against each other: one makes rows, the other tells them from real ones.",
        good_for="Tables of some thousand rows and more whose columns hang together in ways no short question tells.",
        not_for="Fewer than some 500 rows, many columns of many levels, or a result within minutes.",
        cost="Minutes to hours; a graphics card helps with wide tables.",
        licence=LICENCE,
        paper="Xu, Skoularidou, Cuesta-Infante & Veeramachaneni (2019), NeurIPS 32",
    )
    settings: ClassVar[type[Settings]] = CtganSettings
    packages: ClassVar[tuple[str, ...]] = ("ctgan", "torch", "scikit-learn")

    def forecast(self, table: Table, settings: CtganSettings, rows: int) -> Forecast:
        """From the width of matrix and networks, at a speed timed on one core (see `ctgan_cost`)."""
        return forecast(table, settings, rows)

    def fit(
        self, table: Table, settings: CtganSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> Trained:
        """Make the matrix, then train; `ModelError` where there is nothing to learn or training breaks off."""
        if not len(table) or not table.schema.columns:
            raise ModelError("CTGAN cannot learn a table without rows or columns. Give it at least one of each.")
        from synth.make.ctgan_training import train  # noqa: PLC0415  torch is imported only where it trains

        def finish(matrix: Matrix, weights: Weights) -> FittedCtgan:
            return FittedCtgan(matrix, weights, settings.embedding, settings.batch)

        rows, matrix, watch = prepare(table, settings, rng, progress, finish, by_distance=True)
        train(rows, matrix, watch, settings, rng=rng)
        return watch.fitted()

    def load(self, folder: Path, schema: Schema) -> FittedCtgan:
        """Read a trained network back; `ModelError` where the files are not those of this version."""
        return FittedCtgan.load(folder)
