from __future__ import annotations

import numpy as np

from synth.judge.clustered import clustered, most_different
from synth.judge.report import Associations


def associations(names: str, pairs: dict[tuple[str, str], tuple[float, float]]) -> Associations:
    """Strengths of the named pairs, real and synthetic; all others are 0, and 'z' does not vary."""
    real, synthetic = np.eye(len(names)), np.eye(len(names))
    for (a, b), strength in pairs.items():
        for matrix, value in zip((real, synthetic), strength, strict=True):
            matrix[names.index(a), names.index(b)] = matrix[names.index(b), names.index(a)] = value
    plain = [
        tuple(
            tuple(None if "z" in (a, b) else float(matrix[i, j]) for j, b in enumerate(names))
            for i, a in enumerate(names)
        )
        for matrix in (real, synthetic)
    ]
    return Associations(names=tuple(names), real=plain[0], synthetic=plain[1])


def test_columns_that_go_together_become_neighbours_and_keep_their_strengths() -> None:
    found = associations("abcdz", {("a", "c"): (-0.9, 0.1), ("b", "d"): (0.8, 0.8)})
    ordered = clustered(found)
    assert set(ordered.names) == set("abcdz")
    place = {name: ordered.names.index(name) for name in ordered.names}
    assert abs(place["a"] - place["c"]) == 1
    assert abs(place["b"] - place["d"]) == 1
    assert ordered.real[place["a"]][place["c"]] == -0.9
    assert ordered.synthetic[place["c"]][place["a"]] == 0.1
    assert ordered.real[place["z"]][place["a"]] is None


def test_two_columns_or_none_stay_as_they_are() -> None:
    for names in ("", "ab"):
        found = associations(names, {})
        assert clustered(found) == found


def test_only_the_pairs_that_differ_most_are_kept_in_the_table_s_order() -> None:
    found = associations("abcde", {("b", "e"): (0.9, 0.1), ("a", "d"): (0.5, 0.1), ("a", "c"): (0.3, 0.1)})
    assert most_different(found, 2).names == ("b", "e")
    assert most_different(found, 3).names == ("b", "e")  # a pair stands whole or not at all
    assert most_different(found, 4).names == ("a", "b", "d", "e")
    assert most_different(found, 9).names == ("a", "b", "c", "d", "e")
    assert most_different(found, 2).real[0][1] == 0.9
