"""One cheap figure for a model that is still being fitted: how much like the real columns its rows are so far."""

from __future__ import annotations

import numpy as np
import pandas as pd

from synth.judge.coding import encode
from synth.judge.shapes.shape import distance_of
from synth.prepare.table import Table


def quick_quality(real: Table, made: pd.DataFrame) -> float:
    """The mean shape of the modelled columns that both have, from 0 to 1; 1 is best.

    As `synth.judge.shapes.shape`, but over all rows once: no draws, no interval and no reference.
    """
    shapes = []
    for column in real.schema.modelled:
        if column.name in made.columns:
            coded = encode(column, real.frame[column.name], made[column.name], None)
            shapes.append(1 - distance_of(coded)(coded.count(coded.real), coded.count(coded.synthetic)))
    return float(np.mean(shapes)) if shapes else 0.0
