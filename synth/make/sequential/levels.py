"""Levels of a category in an order that means something: by their relation to other columns (correspondence analysis).

A level of which little is seen stands near the middle: `DOUBT` average rows are added to the rows of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DOUBT = 20.0
AXES = 3
COARSE = 16

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]


def order_by_target(codes: Codes, target: Codes, size: int) -> NDArray[np.float32]:
    """The place of each code below `size` along the main axis of its relation to `target`."""
    scores = _scores(codes, target, size, axes=1)[:, 0]
    places = np.empty(size, dtype=np.float32)
    places[np.argsort(scores.round(9), kind="stable")] = np.arange(size)
    return places


def group_levels(
    codes: Codes, others: Sequence[Codes], *, levels: int, most_groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gather levels that are alike in their relation to `others`: an order of the levels, and the group of each in it.

    `codes` are 0 for missing and i for level i - 1; a group is a run of the order. Of the groups there are, the one
    that varies most is cut in two along its main axis, until there are enough (Boley 1998, principal direction
    divisive partitioning). Memory is linear in the levels.
    """
    weights = np.bincount(codes, minlength=levels + 1)[1:].astype(np.float64)
    scores = [_scores(codes, coarse(one), levels + 1, AXES)[1:] for one in others]
    places = np.hstack([*scores, np.zeros((levels, 1))])
    groups = [np.arange(levels)]
    spread = [_spread(places, weights)]
    while len(groups) < most_groups and max(spread) > 0:
        at = int(np.argmax(spread))
        halves = _cut(groups[at], places, weights)
        groups[at : at + 1] = halves
        spread[at : at + 1] = [_spread(places[half], weights[half]) for half in halves]
    return np.concatenate(groups), np.repeat(np.arange(len(groups)), [len(group) for group in groups])


def coarse(states: Codes) -> Codes:
    """At most `COARSE` states: neighbours are merged."""
    most = int(states.max()) + 1
    return states if most <= COARSE else (states * COARSE // most).astype(np.int32)


def _scores(codes: Codes, target: Codes, size: int, axes: int) -> Floats:
    """Coordinates of each code below `size` on the main axes of the table of codes by target."""
    classes = int(target.max()) + 1
    table = np.bincount(codes * np.int64(classes) + target, minlength=size * classes).reshape(size, classes)
    held = table.sum(axis=1, keepdims=True)
    usual = table.sum(axis=0) / len(target)
    leaning = (table - held * usual) / (held + DOUBT) / np.sqrt(np.maximum(usual, 1e-12))
    weighted = leaning * np.sqrt(held)
    main = np.linalg.eigh(weighted.T @ weighted)[1][:, ::-1][:, :axes]
    return np.asarray(leaning @ signed(main))


def signed(axes: Floats) -> Floats:
    """The same axes, each turned so that its largest part is positive: the sign of an axis is an accident."""
    return axes * np.sign(np.take_along_axis(axes, np.abs(axes).argmax(axis=0, keepdims=True), axis=0))


def _spread(places: Floats, weights: Floats) -> float:
    """The weighted sum of squares around the middle; 0 for a single level."""
    if len(weights) < 2:
        return 0.0
    away = places - np.average(places, axis=0, weights=weights)
    return float(np.einsum("i,ij,ij", weights, away, away).round(9))


def _cut(group: NDArray[np.int64], places: Floats, weights: Floats) -> list[NDArray[np.int64]]:
    """The group in two, where the halves differ most along its main axis."""
    weight = weights[group]
    away = places[group] - np.average(places[group], axis=0, weights=weight)
    along = (away @ signed(np.linalg.eigh((away * weight[:, None]).T @ away)[1][:, -1:]))[:, 0]
    order = np.argsort(along.round(9), kind="stable")
    mass, pull = np.cumsum(weight[order])[:-1], np.cumsum((weight * along)[order])[:-1]
    middle = int(np.argmax(pull**2 / mass / (weight.sum() - mass))) + 1
    return [group[order[:middle]], group[order[middle:]]]
