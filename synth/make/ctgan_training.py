"""The one place that touches the ctgan package: its CTGAN, trained on a matrix that is already made.

The package's training loop has no hook. It does assign `loss_values` once an epoch, and takes what its `_transformer`
gives as the matrix: two properties are enough to listen, to stop, and to hand it ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ModelError, SynthError

Floats = NDArray[np.float32]
Weights = dict[str, Floats]
BROKEN_OFF = (
    "Training broke off: the networks' numbers grew beyond bounds. Lower the learning rates, or take larger batches."
)
Told = Callable[[int, dict[str, float], Callable[[], Weights]], object]


@dataclass(frozen=True)
class Given:
    """Stands where the package keeps its own transformer: the matrix, and what its columns (spans) are."""

    matrix: Floats
    output_info_list: list[list[Any]]

    @property
    def output_dimensions(self) -> int:
        """Width of the matrix."""
        return int(self.matrix.shape[1])

    def fit(self, *_: object) -> None:
        """There is nothing left to fit."""

    def transform(self, _: object) -> Floats:
        """The matrix, whatever is given."""
        return self.matrix


def train(matrix: Floats, entries: list[tuple[bool, int]], told: Told, *, seed: int, **settings: Any) -> Weights:
    """Train on `matrix`, whose columns are `entries`: whether a place stands before them, and how many there are.

    `told(epoch, losses, weights)` is called after each epoch, from 1, and may raise to stop; `weights()` are those of
    that moment. `settings` are CTGAN's own. Torch works on one thread: its networks are small, threads that wait for
    each other on busy cores take ten times as long, and the result must not depend on how many cores there are. The
    number of threads and the global random states are left as they were. Raises `ModelError` where the losses are no
    longer numbers.
    """
    import torch  # noqa: PLC0415  two seconds that only those who train should wait
    from ctgan import CTGAN  # noqa: PLC0415
    from ctgan.data_transformer import SpanInfo  # noqa: PLC0415

    spans = [[SpanInfo(1, "tanh")] * place + [SpanInfo(width, "softmax")] for place, width in entries]
    given = Given(matrix, spans)

    class Watched(CTGAN):  # type: ignore[misc]  # the package has no types
        """CTGAN that tells of every epoch."""

        @property
        def _transformer(self) -> Given:
            return given

        @_transformer.setter
        def _transformer(self, _: object) -> None:
            """The package sets its own here; ours stays."""

        @property
        def loss_values(self) -> pd.DataFrame | None:
            return self._losses

        @loss_values.setter
        def loss_values(self, losses: pd.DataFrame | None) -> None:
            self._losses = losses
            if losses is not None and len(losses):
                last = losses.iloc[-1]
                named = {f"{who} loss": float(last[f"{who} Loss"]) for who in ("Generator", "Discriminator")}
                if not all(map(isfinite, named.values())):
                    raise ModelError(BROKEN_OFF)
                told(len(losses), named, lambda: _weights(self._generator))

    ctgan = Watched(**settings)
    ctgan.set_random_state(seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        ctgan.fit(pd.DataFrame(index=range(len(matrix))))
    except SynthError:
        raise
    except ValueError as error:
        raise ModelError(BROKEN_OFF) from error
    finally:
        torch.set_num_threads(threads)
    return _weights(ctgan._generator)


def _weights(network: Any) -> Weights:
    """A copy of what the network learned, by the package's names; without running means, which are never used."""
    state = network.state_dict().items()
    return {name: values.detach().cpu().numpy().copy() for name, values in state if name.endswith(("weight", "bias"))}
