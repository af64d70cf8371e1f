"""What training an autoencoder will cost, told from the shape of its matrix and networks."""

from __future__ import annotations

from collections.abc import Iterator

from synth.make.contract import Forecast
from synth.make.ctgan_cost import FEW_ROWS, HEAVY, LONG, Shape
from synth.make.deep.settings import AutoencoderSettings
from synth.prepare.table import Table

STOPS = 0.6
"""Share of the most epochs after which training usually stops where rows are held back."""


def forecast(table: Table, settings: AutoencoderSettings, rows: int, networks: int) -> Forecast:
    """Seconds and megabytes; `networks` is 2 for an autoencoder, and more where others judge it."""
    shape = Shape.of(table, settings.max_levels)
    weights = settings.width * (2 * shape.width + 2 * settings.embedding + 2 * settings.layers * settings.width)
    cells = settings.batch_size * shape.width
    columns = shape.levels + 2 * shape.modes
    step = (1.2e-3 + 6e-5 * columns + 2.5e-8 * cells + 8e-11 * settings.batch_size * weights) * networks / 2
    steps = settings.epochs * max(len(table) * (1 - settings.held_back) / settings.batch_size, 1)
    share = STOPS if settings.held_back and settings.patience < settings.epochs else 1.0
    seconds = 4 + 0.5 * shape.modes + share * steps * step + rows * shape.width * 1e-7
    megabytes = 500 + (max(len(table), rows) * shape.width * 8 + cells * 80 + weights * 24) / 1e6
    return Forecast(seconds, megabytes, tuple(_warnings(table, weights, seconds)))


def _warnings(table: Table, weights: int, seconds: float) -> Iterator[str]:
    if seconds > LONG:
        yield f"This will take about {seconds / 60:.0f} minutes. Fewer epochs show sooner whether it is worth it."
    if len(table) < FEW_ROWS:
        yield f"{len(table)} rows are few for neural networks. Decision trees keep closer to so small a table."
    if weights > HEAVY * len(table):
        yield (
            f"The networks have {weights:,} weights, more than {HEAVY} for each row: they may learn rows by heart. "
            "A smaller width, dropout or more rows held back keep that in check."
        )
