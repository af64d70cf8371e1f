from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.linkability import MOST_TIED, halves, linked
from synth.judge.privacy.attacks.search import Search
from tests.judge.privacy.attacks.town import compared, town
from tests.prepare.tables import table


def half(kind: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Search:
    person, found = np.array(pairs).T
    return Search(np.array(kind), person, found)


def test_halves_are_linked_by_a_row_that_is_nearest_to_both() -> None:
    first = half([0, 1, 2], [(0, 0), (1, 1), (2, 0), (2, 2)])
    second = half([0, 0, 1], [(0, 0), (1, 1), (2, 1)])
    everybody = np.arange(3)
    assert linked(first, second, everybody).tolist() == [True, False, True]
    assert linked(first, second, np.roll(everybody, 1)).tolist() == [False, True, True]


def test_a_half_that_is_near_to_very_many_rows_links_nothing() -> None:
    many = [(0, kind) for kind in range(MOST_TIED + 1)]
    kinds = range(MOST_TIED + 1)
    assert not linked(half(kinds, many), half(kinds, [(0, 0)]), np.array([0])).any()
    assert not linked(half(kinds, [(0, 0)]), half(kinds, many), np.array([0])).any()
    assert linked(half(kinds, many[1:]), half(kinds, [(0, 1)]), np.array([0])).all()


def test_halves_tell_about_as_much_each() -> None:
    columns = list(compared(town(300, 3)).coded.values())
    first, second = halves(columns)
    assert len(first) == len(second) == 3
    assert {"income", "weight"} - set(first)  # the two most telling ones are apart
    assert {"income", "weight"} - set(second)


def test_one_column_cannot_be_halved() -> None:
    whole = table(number={"a": range(9)})
    assert [len(each) for each in halves(list(Comparison.of(whole, whole).coded.values()))] == [1, 0]
