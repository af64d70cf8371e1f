"""Features in bins: few codes stay, many are gathered, a common one stays alone, and bins come back from arrays."""

from __future__ import annotations

import numpy as np

from synth.make.sequential.coarse import MOST, Coarse


def test_few_codes_and_levels_stay_as_they_are() -> None:
    features = np.array([[1, 9_000], [2, 3], [0, 5]], dtype=np.float32)
    assert Coarse.learn(features, [0, 9_001]).of(features) is features


def test_many_codes_are_gathered_in_order_and_a_spike_stays_alone() -> None:
    codes = np.concatenate([np.arange(1, 2_001), np.full(1_000, 700), [0, 0]])
    features = codes[:, None].astype(np.float32)
    learned = Coarse.learn(features, [0])
    seen = learned.of(features)[:, 0]
    assert (np.diff(seen[:2_000]) >= 0).all()
    assert len(np.unique(seen)) <= MOST + 1
    assert set(codes[seen == seen[699]]) == {700}
    assert set(codes[seen == 0]) == {0}
    again = Coarse.read(learned.arrays())
    assert (again.of(features)[:, 0] == seen).all()


def test_no_feature() -> None:
    assert Coarse.read(Coarse.learn(np.empty((3, 0), dtype=np.float32), []).arrays()).edges == ()
