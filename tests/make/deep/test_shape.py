"""What a network's matrix looks like before it is made, and what is told to cost besides the steps."""

from __future__ import annotations

import pandas as pd
import pytest

from synth.make.deep.settings import AutoencoderSettings
from synth.make.deep.shape import Shape, warned
from synth.make.deep.training import looks_every
from tests.make.test_ctgan import table

shape = Shape.of(
    table(
        pd.DataFrame({"ward": list("aabbc") * 10, "age": range(50), "back": [True, False] * 25}),
        {"ward": "category", "age": "number", "back": "boolean"},
    ),
    AutoencoderSettings(max_levels=2),
)


def test_levels_have_an_entry_each_up_to_the_most_and_numbers_a_place_and_ten_modes() -> None:
    assert shape == Shape(levels=2, modes=1, level_entries=4, mode_entries=11, crowded={"ward": 3})
    assert (shape.width, shape.parts) == (15, 4)


def test_which_cells_are_missing_together_is_a_column_of_levels() -> None:
    gone = pd.DataFrame({"left": [None] * 10 + [1.0, 2.0] * 20, "right": [None] * 10 + ["a", "b"] * 20})
    found = Shape.of(table(gone, {"left": "number", "right": "category"}), AutoencoderSettings())
    assert (found.levels, found.level_entries) == (3, 3 + 3 + 2)


@pytest.mark.parametrize(("epochs", "looks"), [(1, 1), (9, 9), (30, 10), (300, 60)])
def test_made_rows_are_looked_at_after_every_fifth_epoch_more_often_where_epochs_are_few(
    epochs: int, looks: int
) -> None:
    assert epochs // looks_every(epochs) == looks


def test_looks_cost_time_only_where_rows_are_held_back() -> None:
    short, long = AutoencoderSettings(epochs=30), AutoencoderSettings(epochs=300)
    assert shape.around(100, 0, short) == shape.around(100, 0, long)
    each = (shape.around(1000, 0, long) - shape.around(1000, 0, short)) / 50
    without = AutoencoderSettings(epochs=30, held_back=0)
    assert shape.around(1000, 0, short) - shape.around(1000, 0, without) == pytest.approx(11 * each)


def test_long_training_few_rows_and_large_networks_are_warned_of() -> None:
    said = list(warned(400, 40_001, 6000, shorter="Fewer epochs.", smaller="Smaller widths."))
    assert said[0] == "This will take about 1.7 hours. Fewer epochs."
    assert said[1].startswith("400 rows are few")
    assert said[2].endswith("they may learn rows by heart. Smaller widths.")
    assert "about 40 minutes" in next(warned(500, 50_000, 2400, shorter="", smaller=""))
    assert not [*warned(500, 50_000, 1800, shorter="", smaller="")]
