"""A VAE-GAN for tables: an autoencoder whose rows a discriminator judges, and which is told by what that sees.

Larsen, Sønderby, Larochelle & Winther (2016), "Autoencoding beyond pixels using a learned similarity metric", ICML. For
tables the reconstruction of levels and places is kept beside the learned one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.make.deep.settings import VaeganSettings
from synth.make.deep.training import Rows, Watch, arrays, seeded, shown, spans
from synth.make.deep.vae import with_dropout
from synth.make.matrix import Floats, Matrix

TEMPERATURE = 0.3


def train(rows: Rows, matrix: Matrix, watch: Watch, settings: VaeganSettings, *, rng: np.random.Generator) -> None:
    """Train the three networks; the best weights are in `watch`. `ModelError` where losses are no numbers any more."""
    with seeded(watch.seed) as torch:
        from ctgan.data_transformer import SpanInfo  # noqa: PLC0415
        from ctgan.synthesizers.tvae import Decoder, Encoder, _loss_function  # noqa: PLC0415

        columns = spans(matrix)
        info = [[SpanInfo(1, "tanh")] * place + [SpanInfo(width, "softmax")] for place, width in columns]
        width, sizes = rows.learned.shape[1], [settings.width] * settings.layers
        encoder, decoder = Encoder(width, sizes, settings.embedding), Decoder(settings.embedding, sizes, width)
        for network in (encoder, decoder):
            network.seq = with_dropout(torch, network.seq, settings.dropout)
        judge = _Judge(torch, width, settings)
        auto = torch.optim.Adam(
            [*encoder.parameters(), *decoder.parameters()], lr=settings.learning_rate, weight_decay=settings.l2
        )
        judging = torch.optim.Adam(
            judge.parameters(), lr=settings.judge_rate, betas=(0.5, 0.9), weight_decay=settings.l2
        )

        def coded(real: Any, drawn: bool) -> tuple[Any, Any, Any]:
            mean, spread, log_variance = encoder(real)
            return (mean + torch.randn_like(spread) * spread if drawn else mean), mean, log_variance

        def rebuilt(real: Any, drawn: bool) -> tuple[Any, Any]:
            code, mean, log_variance = coded(real, drawn)
            made, sigma = decoder(code)
            return made, sum(_loss_function(made, real, sigma, mean, log_variance, info, settings.factor))

        def seen_as(outputs: Any) -> Any:
            return shown(torch, outputs, columns, TEMPERATURE)

        def step(batch: Floats) -> tuple[float, float]:
            real = torch.from_numpy(batch)
            noise = torch.randn(len(batch), settings.embedding)
            judging.zero_grad()
            with torch.no_grad():
                fakes = [seen_as(decoder(noise)[0]), seen_as(rebuilt(real, True)[0])]
            told = judge.loss(real, fakes)
            told.backward()
            judging.step()

            auto.zero_grad()
            made, own = rebuilt(real, True)
            seen = seen_as(made)
            alike = ((judge.features(seen) - judge.features(real).detach()) ** 2).sum(dim=1).mean()
            fooled = judge.fooled([seen_as(decoder(noise)[0]), seen])
            (own + settings.judged * (alike + fooled)).backward()
            auto.step()
            decoder.sigma.data.clamp_(0.01, 1.0)
            return float(own.detach()), float(told.detach())

        for epoch in range(1, settings.epochs + 1):
            encoder.train()
            decoder.train()
            found = np.array([[*step(batch), len(batch)] for batch in rows.batches(settings.batch_size, rng)])
            own, told = (found[:, :2] * found[:, 2:]).sum(axis=0) / found[:, 2].sum()
            encoder.eval()
            decoder.eval()
            with torch.no_grad():
                held = float(rebuilt(torch.from_numpy(rows.held), False)[1]) if len(rows.held) else None
            losses = {"loss": float(own), "discriminator loss": float(told)}
            if watch.epoch(epoch, losses, held, lambda: arrays(decoder.seq, decoder.sigma)):
                return


class _Judge:
    """The discriminator: what it sees of rows in its last layer, and whether it takes them for real.

    It has a dropout of its own: that of the autoencoder holds back the networks that rows are made with.
    """

    def __init__(self, torch: Any, width: int, settings: VaeganSettings) -> None:
        layers: list[Any] = []
        for size in [settings.width] * settings.layers:
            layers += [torch.nn.Linear(width, size), torch.nn.LeakyReLU(0.2), torch.nn.Dropout(settings.judge_dropout)]
            width = size
        self._body = torch.nn.Sequential(*layers)
        self._head = torch.nn.Linear(width, 1)
        self._cross = torch.nn.functional.binary_cross_entropy_with_logits
        self._torch = torch

    def parameters(self) -> list[Any]:
        """All weights."""
        return [*self._body.parameters(), *self._head.parameters()]

    def features(self, rows: Any) -> Any:
        """The last layer."""
        return self._body(rows)

    def loss(self, real: Any, fakes: list[Any]) -> Any:
        """How wrong it is of real and made rows."""
        return self._says(real, 1.0) + sum(self._says(fake, 0.0) for fake in fakes) / len(fakes)

    def fooled(self, fakes: list[Any]) -> Any:
        """How far made rows are from being taken for real."""
        return sum(self._says(fake, 1.0) for fake in fakes) / len(fakes)

    def _says(self, rows: Any, truth: float) -> Any:
        told = self._head(self._body(rows))
        return self._cross(told, self._torch.full_like(told, truth))
