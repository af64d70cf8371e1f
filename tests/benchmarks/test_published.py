"""What is expected of published tables, on figures made up for it."""

from __future__ import annotations

import pytest

from benchmarks.published import COPIER, FIGURES, ORDER, SYSTEMS, expectations, table
from synth.judge import Band, Score


def figures(shape: float, share: float = 0.5) -> dict[str, Score]:
    band = Band(value=0.5, low=0.48, high=0.52)
    return {
        "shape": Score(group="shapes", measure="shape", value=shape, low=shape, high=shape, reference=band),
        "dcr_share": Score(group="privacy", measure="dcr_share", value=share, low=share - 0.01, reference=band),
    }


def in_order() -> dict[str, dict[str, Score]]:
    return {name: figures(0.9 - place / 10) for place, level in enumerate(ORDER) for name in level} | {
        COPIER: figures(0.95, 0.6)
    }


def test_every_system_has_its_place_in_the_order() -> None:
    assert {name for level in ORDER for name in level} == set(SYSTEMS)
    assert {len(system.elsewhere) for system in SYSTEMS.values()} == {0, len(FIGURES)}


def test_expectations_are_met_by_tables_in_order_and_by_no_others() -> None:
    assert all(expectations(in_order()).values())
    turned = in_order() | {"CTGAN": figures(0.99)}
    assert list(expectations(turned).values()).count(False) == 1
    private = in_order() | {COPIER: figures(0.95, 0.52)}
    assert not expectations(private)[f"{COPIER} has a DCR share outside its band"]


@pytest.mark.parametrize("cell", ["0.9500 (0.9938)", "0.4800 to 0.5200", "not measured"])
def test_the_table_shows_ours_the_others_and_what_is_fresh(cell: str) -> None:
    assert cell in table(in_order() | {COPIER: figures(0.95, 0.6)})
