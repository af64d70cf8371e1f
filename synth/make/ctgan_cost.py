"""What training a CTGAN will cost, told from the shape of its matrix and networks (see `deep.shape`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from synth.make.contract import Forecast
from synth.make.ctgan_settings import CtganSettings
from synth.make.deep.cost import Step
from synth.make.deep.shape import Shape, warned
from synth.prepare.table import Table

WIDE = 1000

STEP = Step(3.5e-3, 6.1e-4, 3.5e-8, 5.8e-11)
"""Of both networks, one step each."""


def forecast(table: Table, settings: CtganSettings, rows: int) -> Forecast:
    """Seconds and megabytes of fitting `table` and drawing `rows` rows, with warnings in words."""
    shape = Shape.of(table, settings)
    generator, discriminator = weights(shape, settings)
    cells = settings.batch * (shape.width + shape.level_entries)
    step = STEP.seconds(shape, cells, settings.batch * (generator + discriminator // settings.pac))
    steps = settings.epochs * max(len(table) // settings.batch, 1)
    seconds = steps * step * (1 + settings.discriminator_steps) / 2 + shape.around(len(table), rows, settings)
    matrix = max(len(table), rows) * (shape.width * 4 + shape.levels * 8)
    megabytes = 500 + (matrix + cells * 4 * 20 + (generator + discriminator) * 4 * 6) / 1e6
    warnings = tuple(_warnings(table, settings, shape, generator + discriminator, seconds))
    return Forecast(seconds, megabytes, warnings)


def weights(shape: Shape, settings: CtganSettings) -> tuple[int, int]:
    """Weights of the generator, each of whose layers sees all before it, and of the discriminator."""
    inputs = settings.embedding + shape.level_entries
    sizes = [inputs + layer * settings.generator_width for layer in range(settings.generator_layers + 1)]
    generator = sum(size * settings.generator_width for size in sizes[:-1]) + sizes[-1] * shape.width
    judged = (shape.width + shape.level_entries) * settings.pac
    layers = [judged, *[settings.discriminator_width] * settings.discriminator_layers, 1]
    return generator, sum(before * after for before, after in pairwise(layers))


def _warnings(table: Table, settings: CtganSettings, shape: Shape, weights: int, seconds: float) -> Iterator[str]:
    yield from warned(
        len(table),
        weights,
        seconds,
        shorter="A quick look of 30 epochs shows sooner whether it is worth it.",
        smaller="Smaller widths keep that in check; what comes of it is followed while it trains.",
    )
    if settings.batch > len(table):
        yield (
            f"A batch of {settings.batch} rows is larger than the table, so that each step sees rows more than once. "
            "A smaller batch learns more in each epoch."
        )
    if shape.width > WIDE:
        yield (
            f"The columns become {shape.width} inputs, which makes training slow and uncertain. "
            "Drop columns of many levels on the Profile page, or lower 'Levels of a column'."
        )
    for name, distinct in shape.crowded.items():
        yield (
            f"Column {name!r} has {distinct} levels: rare ones are learned in groups, "
            "so that what holds for one of them alone is lost."
        )
