"""`tvae`: the ctgan package's variational autoencoder, trained in a loop of ours, and drawn from with numpy alone.

Xu, Skoularidou, Cuesta-Infante & Veeramachaneni (2019), "Modeling tabular data using conditional GAN", NeurIPS 32.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.ctgan import LICENCE
from synth.make.deep.cost import ALONE, forecast
from synth.make.deep.decoder import FittedDecoder
from synth.make.deep.settings import TvaeSettings
from synth.make.deep.trained import Trained, Weights
from synth.make.deep.training import prepare
from synth.make.matrix import Matrix
from synth.prepare.schema import Schema
from synth.prepare.table import Table


class Tvae(Generator):
    """A variational autoencoder."""

    card: ClassVar[Card] = Card(
        name="tvae",
        title="TVAE",
        approach="variational autoencoder",
        what="A network squeezes each row into some numbers and rebuilds it; new rows are rebuilt from random numbers.",
        good_for="Tables of some thousand rows and more, for a deep model that trains steadily and faster than a GAN.",
        not_for="Rare levels and small groups, which it smooths away; fewer than some 500 rows.",
        cost="Minutes.",
        licence=LICENCE,
        paper="Xu, Skoularidou, Cuesta-Infante & Veeramachaneni (2019), NeurIPS 32; Kingma & Welling (2014), ICLR",
    )
    settings: ClassVar[type[Settings]] = TvaeSettings
    packages: ClassVar[tuple[str, ...]] = ("ctgan", "torch", "scikit-learn")

    def forecast(self, table: Table, settings: TvaeSettings, rows: int) -> Forecast:
        """From the width of matrix and networks."""
        return forecast(table, settings, rows, ALONE)

    def fit(
        self, table: Table, settings: TvaeSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> Trained:
        """Make the matrix, then train; `ModelError` where training breaks off."""
        from synth.make.deep.vae import train  # noqa: PLC0415  torch is imported only where it trains

        def finish(matrix: Matrix, weights: Weights) -> FittedDecoder:
            return FittedDecoder(matrix, weights, settings.embedding)

        rows, matrix, watch = prepare(table, settings, rng, progress, finish)
        train(rows, matrix, watch, settings, rng=rng)
        return watch.fitted()

    def load(self, folder: Path, schema: Schema) -> FittedDecoder:
        """Read a trained network back; `ModelError` where the files are not those of this version."""
        return FittedDecoder.load(folder)
