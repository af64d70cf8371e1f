"""`vaegan`: a variational autoencoder and a discriminator in one, trained with torch, drawn from with numpy alone."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.ctgan import LICENCE
from synth.make.deep.cost import JUDGED, forecast
from synth.make.deep.decoder import FittedDecoder
from synth.make.deep.settings import VaeganSettings
from synth.make.deep.trained import Trained, Weights
from synth.make.deep.training import prepare
from synth.make.matrix import Matrix
from synth.prepare.schema import Schema
from synth.prepare.table import Table


class Vaegan(Generator):
    """A variational autoencoder with a discriminator."""

    card: ClassVar[Card] = Card(
        name="vaegan",
        title="VAE-GAN",
        approach="hybrid of variational autoencoder and generative adversarial network",
        what="An autoencoder rebuilds rows, another network tells them from real ones, and the first learns from both.",
        good_for="Trying whether a discriminator sharpens what an autoencoder smooths away.",
        not_for="A first look, small tables, or a result within minutes.",
        cost="Minutes; about twice a TVAE.",
        licence=LICENCE,
        paper="Larsen, Sønderby, Larochelle & Winther (2016), ICML 48",
    )
    settings: ClassVar[type[Settings]] = VaeganSettings
    packages: ClassVar[tuple[str, ...]] = ("ctgan", "torch", "scikit-learn")

    def forecast(self, table: Table, settings: VaeganSettings, rows: int) -> Forecast:
        """From the width of matrix and networks."""
        return forecast(table, settings, rows, JUDGED)

    def fit(
        self, table: Table, settings: VaeganSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> Trained:
        """Make the matrix, then train; `ModelError` where training breaks off."""
        from synth.make.deep.vaegan import train  # noqa: PLC0415  torch is imported only where it trains

        def finish(matrix: Matrix, weights: Weights) -> FittedDecoder:
            return FittedDecoder(matrix, weights, settings.embedding)

        rows, matrix, watch = prepare(table, settings, rng, progress, finish, by_distance=True)
        train(rows, matrix, watch, settings, rng=rng)
        return watch.fitted()

    def load(self, folder: Path, schema: Schema) -> FittedDecoder:
        """Read a trained network back; `ModelError` where the files are not those of this version."""
        return FittedDecoder.load(folder)
