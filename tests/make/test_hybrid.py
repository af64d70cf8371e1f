from __future__ import annotations

import numpy as np
import pytest

from synth.errors import SettingsError
from synth.make import fit
from synth.make.hybrid import HybridSettings
from tests.prepare.tables import table


def test_each_column_is_learned_by_its_method() -> None:
    rng = np.random.default_rng(0)
    age = rng.integers(20, 80, 1500)
    real = table(
        number={"age": age, "pay": age * 2.0 + rng.normal(0, 1, 1500), "luck": age * 1.0},
        category={"old": np.where(age > 50, "yes", "no").tolist()},
    )
    made = fit(real, "hybrid", settings={"methods": "pay=regression; luck=alone;old=boost"}).sample(1500).frame
    assert made["age"].corr(made["pay"]) > 0.95
    assert abs(made["age"].corr(made["luck"])) < 0.1
    assert ((made["age"] > 50) == (made["old"] == "yes")).mean() > 0.95


def test_methods_are_typed_as_words() -> None:
    assert HybridSettings.read({"methods": "a b=boost; c=alone"}).methods == {"a b": "boost", "c": "alone"}
    with pytest.raises(SettingsError, match="methods"):
        HybridSettings.read({"methods": "a=magic"})
    with pytest.raises(SettingsError, match="'nowhere'"):
        fit(table(number={"a": range(20)}), "hybrid", settings={"methods": "nowhere=boost"})
