"""Regressions: logistic for levels, ordered for a few ordered values, linear with predictive mean matching for many.

Rubin (1986), Statistical matching using file concatenation with adjusted weights and multiple imputations; McCullagh
(1980), Regression models for ordinal data. All have an L2 penalty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax
from scipy.stats import norm

from synth.make.sequential.design import Design
from synth.make.sequential.encode import Coding
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words, named, part
from synth.make.sequential.levels import Codes

FEW = 10
STEPS = 50

Floats = NDArray[np.float64]
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")

Kind = Literal["logistic", "ordered", "matched"]


@dataclass(frozen=True)
class Regressed(Learned):
    """A regression of a column on others.

    `kind` `logistic`: `weights` (columns + 1, classes) give the chances of `classes`, which are states. `ordered`: one
    row of `weights`, and `cuts` between the classes. `matched`: `weights` foretell a score; the code is that of one of
    the `donors` rows whose `scores`, ascending, are nearest. `within` are the codes of each state, by how often they
    occur: `ends` cumulates their counts, and state s holds those from `starts[s]` on.
    """

    method: ClassVar[str] = "regression"
    kind: Kind
    design: Design
    weights: Floats
    cuts: Floats
    classes: Codes
    scores: Floats
    donors: Codes
    within: Codes
    ends: Floats
    starts: NDArray[np.int64]
    neighbours: int

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row."""
        matrix = self.design.matrix(features)
        told = np.hstack([matrix, np.ones((len(matrix), 1))]) @ self.weights
        if self.kind == "matched":
            return self._matched(told[:, 0], rng)
        chances = softmax(told, axis=1) if self.kind == "logistic" else ordered_chances(told[:, 0], self.cuts)
        upto = np.cumsum(chances, axis=1)
        lot = rng.random((len(upto), 1)) * upto[:, -1:]
        states = self.classes[np.minimum((upto <= lot).sum(axis=1), len(self.classes) - 1)]
        return self._within(states, rng)

    def _matched(self, told: Floats, rng: np.random.Generator) -> Codes:
        """One of the nearest donors by lot, or of all that are as near."""
        most = min(self.neighbours, len(self.scores))
        low, high = (np.searchsorted(self.scores, told, side=side) for side in _SIDES)
        low = np.clip(low - np.maximum(most - (high - low) + 1, 0) // 2, 0, len(self.scores) - most)
        high = np.maximum(high, low + most)
        return np.asarray(self.donors[low + (rng.random(len(told)) * (high - low)).astype(np.int64)])

    def _within(self, states: Codes, rng: np.random.Generator) -> Codes:
        """A code of each state, by how often it occurs."""
        below = np.append(0.0, self.ends)
        low, high = below[self.starts[states]], below[self.starts[states + 1]]
        place = low + rng.random(len(states)) * (high - low)
        return np.asarray(
            self.within[np.minimum(np.searchsorted(self.ends, place, side="right"), len(self.within) - 1)]
        )

    def arrays(self) -> Arrays:
        """All of it but the kind."""
        names = ("weights", "cuts", "classes", "scores", "donors", "within", "ends", "starts")
        own: Arrays = {name: getattr(self, name) for name in names} | {"neighbours": np.array(self.neighbours)}
        return own | named("design", self.design.arrays())

    def words(self) -> dict[str, str]:
        """The kind."""
        return {"regression": self.kind}

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Regressed:
        """The same again."""
        own = {name: array for name, array in arrays.items() if "/" not in name}
        own["neighbours"] = int(own["neighbours"])  # type: ignore[assignment]
        return cls(kind=words["regression"], design=Design.read(part(arrays, "design")), **own)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Regression:
    """Learns a regression of the kind that suits a column, on at most `most_rows` rows."""

    most_rows: int
    l2: float
    neighbours: int

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Regressed:
        """Learn the column's codes."""
        rows = rng.permutation(len(own))[: self.most_rows]
        design = Design.of(features[rows], sizes)
        matrix = design.matrix(features[rows])
        ordered = coding.kind in ("number", "datetime") and (own > 0).all()
        many = len(np.unique(own)) > FEW
        if ordered and many:
            return self._match(design, matrix, own[rows])
        classes, target = np.unique(coding.states[own[rows]], return_inverse=True)
        if ordered and len(classes) > 2:
            weights, cuts = fit_ordered(matrix, target, len(classes), self.l2)
            return _regressed("ordered", design, weights, own, coding, classes=classes.astype(np.int32), cuts=cuts)
        weights = fit_logistic(matrix, target, len(classes), self.l2)
        return _regressed("logistic", design, weights, own, coding, classes=classes.astype(np.int32))

    def _match(self, design: Design, matrix: Floats, own: Codes) -> Regressed:
        """Linear regression of the normal scores of ranks, and donors in the order of what it foretells."""
        counts = np.bincount(own).astype(float)
        places = (np.cumsum(counts) - counts / 2) / counts.sum()
        score = norm.ppf(np.clip(places, 1e-9, 1 - 1e-9))[own]
        whole = np.hstack([matrix, np.ones((len(matrix), 1))])
        penalty = np.eye(whole.shape[1]) * self.l2
        penalty[-1, -1] = 0.0
        weights = np.linalg.lstsq(whole.T @ whole + penalty, whole.T @ score, rcond=None)[0]
        told = whole @ weights
        order = np.argsort(told, kind="stable")
        return Regressed(
            kind="matched",
            design=design,
            weights=weights[:, None],
            cuts=np.empty(0),
            classes=np.empty(0, dtype=np.int32),
            scores=told[order],
            donors=own[order],
            within=np.empty(0, dtype=np.int32),
            ends=np.empty(0),
            starts=np.empty(0, dtype=np.int64),
            neighbours=self.neighbours,
        )


def _regressed(
    kind: Kind,
    design: Design,
    weights: Floats,
    own: Codes,
    coding: Coding,
    *,
    classes: Codes,
    cuts: Floats | None = None,
) -> Regressed:
    """A regression on states, with the codes that each state holds."""
    counts = np.bincount(own, minlength=len(coding.states))
    codes = np.flatnonzero(counts).astype(np.int32)
    return Regressed(
        kind=kind,
        design=design,
        weights=weights,
        cuts=np.empty(0) if cuts is None else cuts,
        classes=classes,
        scores=np.empty(0),
        donors=np.empty(0, dtype=np.int32),
        within=codes,
        ends=np.cumsum(counts[codes]).astype(float),
        starts=np.searchsorted(coding.states[codes], np.arange(int(coding.states[-1]) + 2)),
        neighbours=0,
    )


def fit_logistic(matrix: Floats, target: NDArray[np.intp], classes: int, l2: float) -> Floats:
    """Weights (columns + 1, classes) of a multinomial logistic regression; the last row is the intercept."""
    whole = np.hstack([matrix, np.ones((len(matrix), 1))])
    wanted = np.eye(classes)[target]
    shape = whole.shape[1], classes

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        told = whole @ weights
        told -= told.max(axis=1, keepdims=True)
        logs = np.log(np.exp(told).sum(axis=1))
        slopes = weights.copy()
        slopes[-1] = 0.0
        cost = float((logs - told[np.arange(len(told)), target]).sum() + l2 * (slopes**2).sum() / 2)
        gradient = whole.T @ (np.exp(told - logs[:, None]) - wanted) + l2 * slopes
        return cost / len(whole), gradient.ravel() / len(whole)

    start = np.zeros(shape)
    start[-1] = np.log(np.maximum(np.bincount(target, minlength=classes), 0.5) / len(target))
    return np.asarray(minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x).reshape(
        shape
    )


def fit_ordered(matrix: Floats, target: NDArray[np.intp], classes: int, l2: float) -> tuple[Floats, Floats]:
    """Weights (columns + 1, 1), the last of them 0, and ascending cuts (classes − 1) of a proportional odds model."""
    shares = np.cumsum(np.bincount(target, minlength=classes))[:-1] / len(target)
    cuts = np.log(shares / (1 - shares))
    start = np.concatenate([np.zeros(matrix.shape[1]), cuts[:1], np.log(np.maximum(np.diff(cuts), 1e-3))])
    width = matrix.shape[1]

    def unpack(flat: Floats) -> tuple[Floats, Floats]:
        return flat[:width], np.cumsum(np.append(flat[width], np.exp(np.clip(flat[width + 1 :], -20, 5))))

    def loss(flat: Floats) -> tuple[float, Floats]:
        slopes, cuts = unpack(flat)
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])
        told = matrix @ slopes
        above, below = expit(ends[target + 1] - told), expit(ends[target] - told)
        chance = np.maximum(above - below, 1e-12)
        by_above, by_below = above * (1 - above) / chance, below * (1 - below) / chance
        cost = -np.log(chance).sum() + l2 * (slopes**2).sum() / 2
        of_cuts = -np.bincount(target, by_above, classes)[:-1] + np.bincount(target, by_below, classes)[1:]
        steps = np.exp(np.clip(flat[width + 1 :], -20, 5))
        later = np.cumsum(of_cuts[::-1])[::-1]
        gradient = np.concatenate([matrix.T @ (by_above - by_below) + l2 * slopes, later[:1], later[1:] * steps])
        return float(cost) / len(matrix), gradient / len(matrix)

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    slopes, cuts = unpack(found)
    return np.append(slopes, 0.0)[:, None], cuts


def ordered_chances(told: Floats, cuts: Floats) -> Floats:
    """The chance of each class, (rows, classes)."""
    upto = np.hstack([expit(cuts - told[:, None]), np.ones((len(told), 1))])
    return np.diff(upto, axis=1, prepend=0.0)
