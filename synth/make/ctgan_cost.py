"""What training a CTGAN will cost, told from the shape of its matrix and networks before either is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from synth.make.contract import Forecast
from synth.make.ctgan_settings import CtganSettings
from synth.make.matrix import is_levels
from synth.make.mixture import MOST
from synth.prepare.table import Table

FEW_ROWS, WIDE, LONG, HEAVY = 500, 1000, 1800.0, 100


@dataclass(frozen=True)
class Shape:
    """How many columns become `levels` or `modes`, how many entries each of them takes, and which have too many."""

    levels: int
    modes: int
    level_entries: int
    mode_entries: int
    crowded: dict[str, int]

    @classmethod
    def of(cls, table: Table, most: int) -> Shape:
        """The shape of a table's matrix; modes are taken to be as many as they can."""
        distinct = {column.name: int(table.frame[column.name].nunique(dropna=False)) for column in table.schema.columns}
        levels = [column.name for column in table.schema.columns if is_levels(table.frame[column.name], column.kind)]
        modes = len(distinct) - len(levels)
        return cls(
            levels=len(levels),
            modes=modes,
            level_entries=sum(min(distinct[name], most) for name in levels),
            mode_entries=modes * (1 + MOST),
            crowded={name: distinct[name] for name in levels if distinct[name] > most},
        )

    @property
    def width(self) -> int:
        """Columns of the matrix."""
        return self.level_entries + self.mode_entries

    def weights(self, settings: CtganSettings) -> tuple[int, int]:
        """Weights of the generator, each of whose layers sees all before it, and of the discriminator."""
        inputs = settings.embedding + self.level_entries
        sizes = [inputs + layer * settings.generator_width for layer in range(settings.generator_layers + 1)]
        generator = sum(size * settings.generator_width for size in sizes[:-1]) + sizes[-1] * self.width
        judged = (self.width + self.level_entries) * settings.pac
        layers = [judged, *[settings.discriminator_width] * settings.discriminator_layers, 1]
        return generator, sum(before * after for before, after in pairwise(layers))

    def step(self, settings: CtganSettings) -> float:
        """Seconds of a step: fitted to within a fifth on one core over 14 shapes of 2 to 1055 columns."""
        generator, discriminator = self.weights(settings)
        cells = settings.batch * (self.width + self.level_entries)
        products = settings.batch * (generator + discriminator / settings.pac)
        once = 7e-3 + 7e-4 * (self.levels + 2 * self.modes) + 7e-8 * cells + 1.6e-10 * products
        return once * (1 + settings.discriminator_steps) / 2

    def megabytes(self, rows: int, settings: CtganSettings) -> float:
        """At the peak: the libraries, the matrix and its rows by level, and the networks with what they pass on."""
        generator, discriminator = self.weights(settings)
        matrix = rows * (self.width * 4 + self.levels * 8)
        passed = settings.batch * (self.width + self.level_entries) * 4 * 20
        return 500 + (matrix + passed + (generator + discriminator) * 4 * 6) / 1e6


def forecast(table: Table, settings: CtganSettings, rows: int) -> Forecast:
    """Seconds and megabytes of fitting `table` and drawing `rows` rows, with warnings in words."""
    shape = Shape.of(table, settings.max_levels)
    steps = settings.epochs * max(len(table) // settings.batch, 1)
    seconds = 4 + 0.5 * shape.modes + steps * shape.step(settings) + rows * shape.width * 1e-7
    warnings = tuple(_warnings(table, settings, shape, seconds))
    return Forecast(seconds, shape.megabytes(max(len(table), rows), settings), warnings)


def _warnings(table: Table, settings: CtganSettings, shape: Shape, seconds: float) -> Iterator[str]:
    if seconds > LONG:
        long = f"{seconds / 3600:.1f} hours" if seconds >= 5400 else f"{seconds / 60:.0f} minutes"
        yield f"This will take about {long}. A quick look of 30 epochs shows sooner whether it is worth it."
    if len(table) < FEW_ROWS:
        yield f"{len(table)} rows are few for neural networks. Decision trees keep closer to so small a table."
    weights = sum(shape.weights(settings))
    if weights > HEAVY * len(table):
        yield (
            f"The networks have {weights:,} weights, more than {HEAVY} for each row: they may learn rows by heart. "
            "Smaller widths keep that in check; what comes of it is followed while it trains."
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
