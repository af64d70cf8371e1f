"""What all features together say of a column: points for each code of each feature, which add up.

A tree asks about one feature at a time and runs out of rows after a few questions. Where many features say a little
each, it would lose most of that; so it may ask about their sums as well. The points come from a ridge regression of the
states on all features, along the main axes of what it foretells (reduced-rank regression: Izenman 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.design import Design
from synth.make.sequential.learned import Features
from synth.make.sequential.levels import Codes, Floats, signed

AXES = 2
"""So many sums a row has."""
ROWS = 10_000
"""More rows than this hardly move the points."""
GRAIN = 10.0
"""Standard deviation of the sums, which are whole numbers: few different ones are quicker to sort."""
DOUBT = 20.0
"""The regression is held back as by so many rows that say nothing."""


@dataclass(frozen=True)
class Scores:
    """For each feature the points of its codes (codes, axes)."""

    points: tuple[NDArray[np.float32], ...]

    @classmethod
    def learn(cls, features: Features, states: Codes, sizes: Sequence[int]) -> Self:
        """Learn from some rows; `sizes` counts the codes of each feature whose order says nothing, else 0."""
        design = Design.of(features, sizes)
        matrix = design.matrix(features)
        matrix -= matrix.mean(axis=0)
        weights = _weights(matrix, states)
        weights *= GRAIN / np.maximum((matrix @ weights).std(axis=0), 1e-9)
        parts = np.split(weights, np.cumsum([table.shape[1] for table in design.tables])[:-1])
        return cls(tuple((table @ part).astype(np.float32) for table, part in zip(design.tables, parts, strict=False)))

    def sums(self, features: Features) -> Features:
        """The sum of each row's points on each axis (rows, axes), rounded; codes beyond those known go as the last."""
        total = np.zeros((len(features), AXES), dtype=np.float32)
        for at, points in enumerate(self.points):
            total += points.take(features[:, at].astype(np.intp), axis=0, mode="clip")
        return np.rint(total)


def _weights(matrix: Floats, states: Codes) -> Floats:
    """What each column of the matrix, whose means are 0, weighs on each axis; 0 on axes that foretell no more of the
    states' variance than chance may: (√columns + √states)² / rows (after Marchenko & Pastur 1967).
    """
    known, target = np.unique(states, return_inverse=True)
    told = np.zeros((matrix.shape[1], len(known)))
    for at, column in enumerate(matrix.T):
        told[at] = np.bincount(target, column, len(known))
    told /= np.sqrt(np.bincount(target))
    weights = np.linalg.solve(matrix.T @ matrix + DOUBT * np.eye(len(told)), told)
    foretold, axes = np.linalg.eigh(told.T @ weights)
    chance = (np.sqrt(told.shape[0]) + np.sqrt(told.shape[1])) ** 2 / len(matrix)
    axes = signed(axes[:, ::-1][:, :AXES]) * (foretold[::-1][:AXES] > chance)
    return np.asarray(weights @ np.pad(axes, ((0, 0), (0, AXES - axes.shape[1]))))
