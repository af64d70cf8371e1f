"""Rows cut into stretches that lie near together, so that whole stretches can be passed over in a search."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.privacy.points import Points, Rows

_LOOKED_AT = 500


def leaves(points: Points, size: int) -> list[Rows]:
    """Cut points into stretches of at most `size`: halved, again and again, along the coordinate that varies most."""
    waiting, done = [np.arange(len(points))], []
    while waiting:
        rows = waiting.pop()
        left = _left(points, rows) if len(rows) > size else None
        if left is None:
            done += np.split(rows, range(size, len(rows), size))
        else:
            waiting += [rows[~left], rows[left]]
    return done


def _left(points: Points, rows: Rows) -> NDArray[np.bool_] | None:
    """Which of these rows go to one side; None where they hardly vary."""
    some = points.take(rows[:: max(1, len(rows) // _LOOKED_AT)])
    widths = [2 * some.ranks.var(axis=0) / some.scale**2, [_mixed(codes) for codes in some.codes]]
    width = np.concatenate(widths)
    if width.max(initial=0) == 0:
        return None
    widest, numbers = int(width.argmax()), some.ranks.shape[1]
    values = points.ranks[rows, widest] if widest < numbers else points.codes[widest - numbers][rows]
    middle = np.partition(values, len(values) // 2)[len(values) // 2]
    below: NDArray[np.bool_] = values < middle
    up_to: NDArray[np.bool_] = values <= middle
    return below if up_to.all() or abs(below.mean() - 0.5) < abs(up_to.mean() - 0.5) else up_to


def _mixed(codes: NDArray[np.unsignedinteger[Any]]) -> float:
    """The chance that two of the codes differ."""
    shares = np.unique(codes, return_counts=True)[1] / len(codes)
    return float(1 - (shares**2).sum())
