"""A column's numbers as a few normal distributions side by side."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.mixture import BayesianGaussianMixture

from synth.make.numbers import deviation

Numbers = NDArray[np.float64]

MOST = 10
LEAST_SHARE = 0.005
LEARNED_ROWS = 10_000  # more rows move the distributions by less than the noise of training, at many times the cost


@dataclass(frozen=True)
class Mixture:
    """The share, mean and width (standard deviation) of each distribution."""

    shares: Numbers
    means: Numbers
    widths: Numbers

    @classmethod
    def fit(cls, values: Numbers, rng: np.random.Generator) -> Mixture:
        """A variational mixture of at most ten, leaving out shares of half a percent; of no values, none."""
        distinct = len(np.unique(values))
        if distinct < 2:
            return cls(np.ones(distinct), values[:distinct], np.zeros(distinct))
        sample = values if len(values) <= LEARNED_ROWS else rng.choice(values, LEARNED_ROWS, replace=False)
        middle, scale = sample.mean(), deviation(sample) or 1.0
        mixture = BayesianGaussianMixture(
            n_components=min(MOST, distinct, len(sample)),
            weight_concentration_prior=0.001,
            random_state=int(rng.integers(2**31)),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged: any mixture near the values will do
            mixture.fit(((sample - middle) / scale)[:, None])
        kept = mixture.weights_ > LEAST_SHARE
        widths = np.sqrt(mixture.covariances_[kept, 0, 0]) * scale
        return cls(mixture.weights_[kept], mixture.means_[kept, 0] * scale + middle, widths)

    def draw(self, values: Numbers, rng: np.random.Generator) -> NDArray[np.int64]:
        """For each value one of the distributions, by how likely the value is to come from it."""
        if len(self.means) < 2:
            return np.zeros(len(values), dtype=np.int64)
        distances = (values[:, None] - self.means) / self.widths
        logs = np.log(self.shares / self.widths) - distances**2 / 2
        ends = np.exp(logs - logs.max(axis=1, keepdims=True)).cumsum(axis=1)
        return np.asarray((ends < rng.random(len(values))[:, None] * ends[:, -1:]).sum(axis=1))
