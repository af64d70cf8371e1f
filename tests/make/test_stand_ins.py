"""What stands in for a rare level: a common one of rows that are alike, so that what lies in what can still be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.make import fit
from synth.make.protect import Shield
from synth.make.stand_ins import stand_ins
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table

SCHEMA = Schema(columns=tuple(Column(name=name, kind="category") for name in ("zone", "noise", "borough")))


def city(rare: int = 3, rows: int = 300) -> Table:
    """Zones named after the borough they lie in, A or B; each of `rare` more zones of either borough holds two rows."""
    rng = np.random.default_rng(0)
    zones = [f"{borough}{number}" for borough in "AB" for number in (0, 1)]
    few = [f"{borough}{number}" for borough in "AB" for number in range(90, 90 + rare)] * 2
    zone = np.array([*rng.choice(zones, rows), *few], dtype=object)
    borough = np.array([each[0] for each in zone], dtype=object)
    return table({"zone": zone, "noise": rng.choice(["x", "y"], len(zone)), "borough": borough}, SCHEMA)


def covered(real: Table, label: str = "") -> pd.DataFrame:
    return Shield.learn(real, 5, label).cover(real, np.random.default_rng(0)).frame


def test_a_rare_zone_becomes_another_of_the_same_borough() -> None:
    made = covered(city())
    assert set(made["zone"]) == {"A0", "A1", "B0", "B1"}
    assert (made["zone"].str[0] == made["borough"]).all()


@pytest.mark.parametrize("name", ["trees", "boost"])
def test_every_zone_lies_in_its_borough(name: str) -> None:
    made = fit(city(10), name).sample(500, seed=0).frame
    assert (made["zone"].str[0] == made["borough"]).all()


def test_nothing_common_beside_it_leaves_it_to_the_frequency_of_all() -> None:
    real = city()
    real.frame.loc[300:, "borough"] = "C"  # a borough of twelve rows whose zones are all rare
    made = covered(real)
    assert set(made["zone"]) == {"A0", "A1", "B0", "B1"}
    assert made["zone"].notna().all()
    real.frame.loc[300:, "borough"] = None
    assert covered(real)["zone"].notna().all()


def test_what_is_missing_stays_missing_and_what_is_common_stays() -> None:
    real = city()
    real.frame.loc[:9, "zone"] = None
    made = covered(real)
    assert made["zone"].isna().tolist() == real.frame["zone"].isna().tolist()
    assert made["zone"][10:300].equals(real.frame["zone"][10:300])


def test_a_label_stands_for_all_rare_zones() -> None:
    assert set(covered(city(), "elsewhere")["zone"]) == {"A0", "A1", "B0", "B1", "elsewhere"}


def test_a_column_alone_has_nothing_beside_it() -> None:
    frame = city().frame[["zone"]]
    made = stand_ins(frame, {"zone": ("A0", "A1", "B0", "B1")}, np.random.default_rng(0))
    assert made["zone"].equals(frame["zone"])
    assert stand_ins(frame, {"zone": tuple(set(frame["zone"]))}, np.random.default_rng(0)) == {}
