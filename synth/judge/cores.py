"""Work on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import joblib

Input = TypeVar("Input")
Output = TypeVar("Output")


def side_by_side(function: Callable[[Input], Output], inputs: Iterable[Input]) -> Sequence[Output]:
    """The function of each input, in their order, worked out on all cores."""
    with ThreadPoolExecutor(joblib.cpu_count()) as pool:
        return list(pool.map(function, inputs))
