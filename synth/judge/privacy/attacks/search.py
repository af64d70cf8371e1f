"""The nearest synthetic rows of people of whom some columns are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.draws import Rows
from synth.judge.privacy.nearest import nearest, place
from synth.judge.rows import number_rows


@dataclass(frozen=True, eq=False)
class Search:
    """Nearest kinds of synthetic rows, rows that are equal on what is known being of one kind.

    `kind`: that of each synthetic row. `person` and `found`: pairs of a person, by place among those sought, and a kind
    that is nearest to them; ties are several pairs. Sorted by person.
    """

    kind: NDArray[np.int64]
    person: NDArray[np.int64]
    found: NDArray[np.int64]


def search(comparison: Comparison, known: Sequence[str], people: Rows) -> Search:
    """Find the kinds nearest to people, given by their positions among the real rows, on the known columns."""
    columns = [comparison.coded[name] for name in known]
    kind = np.asarray(pd.factorize(number_rows(column.synthetic for column in columns))[0], dtype=np.int64)
    first = np.empty(int(kind.max()) + 1, dtype=np.int64)
    first[kind[::-1]] = np.arange(len(kind))[::-1]
    real, synthetic = place(columns)
    pairs = list(nearest(real.take(people), synthetic.take(first)))
    person, found = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    order = np.lexsort((found, person))
    return Search(kind, person[order], found[order])
