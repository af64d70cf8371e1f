"""The ctgan package's TVAE networks, trained in a loop of ours.

The package trains all epochs on all rows, without dropout, and keeps the last state. Here rows are held back, training
stops where they no longer gain, and the best state is kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.make.deep.settings import TvaeSettings
from synth.make.deep.training import Rows, Watch, arrays, seeded, spans
from synth.make.matrix import Floats, Matrix


def train(rows: Rows, matrix: Matrix, watch: Watch, settings: TvaeSettings, *, rng: np.random.Generator) -> None:
    """Train an autoencoder; the best weights are in `watch`.

    Dropout stands after each rectifier of both networks. `ModelError` where losses are no numbers any more.
    """
    with seeded(watch.seed) as torch:
        from ctgan.data_transformer import SpanInfo  # noqa: PLC0415
        from ctgan.synthesizers.tvae import Decoder, Encoder, _loss_function  # noqa: PLC0415

        info = [[SpanInfo(1, "tanh")] * place + [SpanInfo(width, "softmax")] for place, width in spans(matrix)]
        width, sizes = rows.learned.shape[1], [settings.width] * settings.layers
        encoder, decoder = Encoder(width, sizes, settings.embedding), Decoder(settings.embedding, sizes, width)
        for network in (encoder, decoder):
            network.seq = with_dropout(torch, network.seq, settings.dropout)
        both = [*encoder.parameters(), *decoder.parameters()]
        optimiser = torch.optim.Adam(both, lr=settings.learning_rate, weight_decay=settings.l2)

        def loss(batch: Floats, drawn: bool) -> Any:
            real = torch.from_numpy(batch)
            mean, spread, log_variance = encoder(real)
            code = mean + torch.randn_like(spread) * spread if drawn else mean
            made, sigma = decoder(code)
            return sum(_loss_function(made, real, sigma, mean, log_variance, info, settings.factor))

        for epoch in range(1, settings.epochs + 1):
            encoder.train()
            decoder.train()
            total = 0.0
            for batch in rows.batches(settings.batch_size, rng):
                optimiser.zero_grad()
                found = loss(batch, drawn=True)
                found.backward()
                optimiser.step()
                decoder.sigma.data.clamp_(0.01, 1.0)
                total += float(found.detach()) * len(batch)
            encoder.eval()
            decoder.eval()
            with torch.no_grad():
                held = float(loss(rows.held, drawn=False)) if len(rows.held) else None
            losses = {"loss": total / len(rows.learned)}
            if watch.epoch(epoch, losses, held, lambda: arrays(decoder.seq, decoder.sigma)):
                return


def with_dropout(torch: Any, layers: Any, share: float) -> Any:
    """The same layers with dropout after each rectifier; the very same ones where the share is 0."""
    if not share:
        return layers
    between = [
        [layer, torch.nn.Dropout(share)] if isinstance(layer, torch.nn.ReLU) else [layer] for layer in layers.children()
    ]
    return torch.nn.Sequential(*(layer for pair in between for layer in pair))
