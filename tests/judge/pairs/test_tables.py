from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.pairs.tables import PairTables, binned
from tests.prepare.tables import table


@pytest.mark.parametrize("levels", [(3, 2), (2, 19, 3), (8, 3, 2, 15, 4), (19, 19, 19, 19, 2, 19)])
def test_every_cell_of_every_pair_is_counted_whichever_tables_share_a_pass(
    levels: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    words = {f"c{place}": rng.integers(0, many, 3000).astype(str).tolist() for place, many in enumerate(levels)}
    made = table(category=words)
    columns = list(Comparison.of(made, made).coded.values())
    tables, bins = PairTables.of(columns), binned(columns, [column.real for column in columns])
    found = [
        int(((bins[first] == one) & (bins[second] == other)).sum())
        for first, second in combinations(range(len(levels)), 2)
        for one in range(tables.widths[first])
        for other in range(tables.widths[second])
    ]
    assert tables._pass(bins.astype(np.intp)).tolist() == tables.count(bins).tolist() == found
    monkeypatch.setattr("synth.judge.pairs.tables.MOST_CELLS", 60)
    assert tables._pass(bins.astype(np.intp)).tolist() == found
