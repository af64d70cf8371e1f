"""Stated rank correlations as a Gaussian copula: made possible where they contradict each other, and it is said.

A rank correlation ρ of two continuous columns is had from normal scores whose correlation is 2 sin(π ρ / 6) (Pearson
1907). Columns are tied in the order of the spec by a lower triangle, so that one that is added later moves none of the
earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from synth.make.spec.spec import Spec

Floats = NDArray[np.float64]

_LEAST = 1e-6
_TOLD = 0.005


@dataclass(frozen=True)
class Copula:
    """The tied columns, the triangle that ties them, and what had to be changed, in words."""

    names: tuple[str, ...]
    factor: Floats
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, spec: Spec) -> Copula:
        """Read the correlations of a spec; those of two columns that none is stated for are 0."""
        named = {name for each in spec.correlations for name in each.columns}
        names = tuple(column.name for column in spec.columns if column.name in named)
        place = {name: at for at, name in enumerate(names)}
        wanted = np.eye(len(names))
        for each in spec.correlations:
            one, other = (place[name] for name in each.columns)
            wanted[one, other] = wanted[other, one] = 2 * np.sin(np.pi * each.rho / 6)
        nearest = _possible(wanted)
        notes = []
        for each in spec.correlations:
            one, other = (place[name] for name in each.columns)
            had = 6 / np.pi * np.arcsin(nearest[one, other] / 2)
            if abs(had - each.rho) > _TOLD:
                notes.append(f"{each.columns[0]} and {each.columns[1]} {had:.2f} instead of {each.rho:.2f}")
        said = ["The stated correlations cannot all be had at once; the nearest are: " + "; ".join(notes) + "."]
        return cls(
            names,
            np.asarray(np.linalg.cholesky(nearest) if names else wanted, dtype=float),
            tuple(said if notes else []),
        )

    def places(self, rows: int, stream: Callable[[str], np.random.Generator]) -> Mapping[str, Floats]:
        """Where each tied column stands in its distribution, from 0 to 1; each draws from a stream of its own."""
        if not self.names:
            return {}
        own = np.array([stream(name).standard_normal(rows) for name in self.names])
        return dict(zip(self.names, norm.cdf(self.factor @ own), strict=True))


def _possible(wanted: Floats) -> Floats:
    """The matrix itself if it is positive definite, else one near to it that is."""
    values, vectors = np.linalg.eigh(wanted) if len(wanted) else (np.ones(1), wanted)
    if values.min() >= _LEAST:
        return wanted
    positive = (vectors * np.maximum(values, _LEAST)) @ vectors.T
    scale = np.sqrt(np.diag(positive))
    return np.asarray(positive / np.outer(scale, scale))
