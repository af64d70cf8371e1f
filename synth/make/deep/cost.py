"""What training an autoencoder will cost, told from the shape of its matrix and networks (see `shape`)."""

from __future__ import annotations

from dataclasses import dataclass

from synth.make.contract import Forecast
from synth.make.deep.settings import AutoencoderSettings
from synth.make.deep.shape import Shape, warned
from synth.prepare.table import Table

STOPS = 0.8
"""Share of the most epochs after which training usually stops where rows are held back.

Of 300, TVAEs of heart303, penguins, shoppers and taxis made 275 to 300, VAE-GANs of the first two 165 and 185.
"""


@dataclass(frozen=True)
class Step:
    """Seconds of a step: whatever its size, for each part of the matrix, for each cell, and for each product."""

    once: float
    part: float
    cell: float
    product: float

    def seconds(self, shape: Shape, cells: int, products: int) -> float:
        """Of one step."""
        return self.once + self.part * shape.parts + self.cell * cells + self.product * products


ALONE = Step(1.25e-3, 8e-5, 6.5e-9, 2.4e-11)
JUDGED = Step(3.8e-3, 4.7e-4, 5.5e-8, 2e-10)
"""An autoencoder by itself, and one that a discriminator judges: it makes rows four times in a step."""


def forecast(table: Table, settings: AutoencoderSettings, rows: int, step: Step) -> Forecast:
    """Seconds and megabytes of fitting `table` and drawing `rows` rows, with warnings in words."""
    shape = Shape.of(table, settings)
    weights = settings.width * (2 * shape.width + 2 * settings.embedding + 2 * settings.layers * settings.width)
    cells = settings.batch_size * shape.width
    steps = settings.epochs * max(len(table) * (1 - settings.held_back) / settings.batch_size, 1)
    share = STOPS if settings.held_back and settings.patience < settings.epochs else 1.0
    training = share * steps * step.seconds(shape, cells, settings.batch_size * weights)
    seconds = training + shape.around(len(table), rows, settings)
    megabytes = 500 + (max(len(table), rows) * shape.width * 8 + cells * 80 + weights * 24) / 1e6
    warnings = warned(
        len(table),
        weights,
        seconds,
        shorter="Fewer epochs show sooner whether it is worth it.",
        smaller="A smaller width, dropout or more rows held back keep that in check.",
    )
    return Forecast(seconds, megabytes, tuple(warnings))
