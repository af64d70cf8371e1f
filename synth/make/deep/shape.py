"""The shape of the matrix that a network learns, told before it is made; what this costs besides the network's steps.

All seconds here, in `cost` and in `ctgan_cost` were fitted to runs of 30 epochs on one core: heart303, penguins, taxis,
shoppers and magic of the gallery (242 to 15,216 rows, 7 to 18 columns, 47 to 484 inputs), and nonvoters and loans (117
and 54 columns). They tell each of these 21 runs within two fifths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from synth.make.deep.training import LEAST_HELD, Iterative, looks_every
from synth.make.gaps import Gaps
from synth.make.matrix import is_levels
from synth.make.mixture import LEARNED_ROWS, MOST
from synth.prepare.table import Table

FEW_ROWS, LONG, HEAVY = 500, 1800.0, 100

IMPORT = 1.9
"""Seconds until torch is there."""
MIXTURE, MIXTURE_ROW = 0.03, 2e-5
"""Seconds to find the modes of a column, and for each row that they are found in."""
LOOK, LOOK_ENTRY = 0.02, 4e-4
"""Seconds to hold made rows against those held back, and for each column of the matrix."""
DRAWN_ENTRY = 1e-7
"""Seconds to draw one entry of the matrix."""


@dataclass(frozen=True)
class Shape:
    """How many columns become `levels` or `modes`, how many entries each of them takes, and which have too many.

    Which cells are missing together is one more column of levels.
    """

    levels: int
    modes: int
    level_entries: int
    mode_entries: int
    crowded: dict[str, int]

    @classmethod
    def of(cls, table: Table, settings: Iterative) -> Shape:
        """The shape of a table's matrix; modes are taken to be as many as they can."""
        most = settings.max_levels
        gaps = Gaps.learn(table.frame[table.schema.names], settings.k, most)
        patterns = len(gaps[0].counts) if gaps else 0
        distinct = {column.name: int(table.frame[column.name].nunique(dropna=False)) for column in table.schema.columns}
        levels = [column.name for column in table.schema.columns if is_levels(table.frame[column.name], column.kind)]
        modes = len(distinct) - len(levels)
        return cls(
            levels=len(levels) + bool(patterns),
            modes=modes,
            level_entries=sum(min(distinct[name], most) for name in levels) + patterns,
            mode_entries=modes * (1 + MOST),
            crowded={name: distinct[name] for name in levels if distinct[name] > most},
        )

    @property
    def width(self) -> int:
        """Columns of the matrix."""
        return self.level_entries + self.mode_entries

    @property
    def parts(self) -> int:
        """What is worked on one after the other in each step: levels, and of modes the place and the entries."""
        return self.levels + 2 * self.modes

    def around(self, learned: int, drawn: int, settings: Iterative) -> float:
        """Seconds of all but the steps: torch, the matrix of `learned` rows, looks at made ones, and `drawn` rows."""
        matrix = self.modes * (MIXTURE + MIXTURE_ROW * min(learned, LEARNED_ROWS))
        held = settings.held_back * learned >= LEAST_HELD
        looks = held * (1 + settings.epochs // looks_every(settings.epochs))
        return IMPORT + matrix + looks * (LOOK + LOOK_ENTRY * self.width) + drawn * self.width * DRAWN_ENTRY


def warned(rows: int, weights: int, seconds: float, *, shorter: str, smaller: str) -> Iterator[str]:
    """Of long training, of few rows, and of networks that are large for them; with what to do about each."""
    if seconds > LONG:
        long = f"{seconds / 3600:.1f} hours" if seconds >= 5400 else f"{seconds / 60:.0f} minutes"
        yield f"This will take about {long}. {shorter}"
    if rows < FEW_ROWS:
        yield f"{rows} rows are few for neural networks. Decision trees keep closer to so small a table."
    if weights > HEAVY * rows:
        yield (
            f"The networks have {weights:,} weights, more than {HEAVY} for each row: they may learn rows by heart. "
            f"{smaller}"
        )
