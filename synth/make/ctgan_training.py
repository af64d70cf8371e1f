"""The ctgan package's CTGAN networks, trained in a loop of ours.

The package trains all epochs on all rows and keeps the last state. Here rows are held back, rows that are made are held
against them, and the best state is kept. Losses, steps and defaults are the package's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.make.ctgan_settings import CtganSettings
from synth.make.deep.training import Rows, Watch, seeded, shown, spans
from synth.make.matrix import Floats, Matrix

TEMPERATURE = 0.2

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """A condition for each row of a batch: which column of levels, which of its levels, and both as one-hot."""

    column: Codes
    level: Codes
    given: Floats


@dataclass(frozen=True)
class Conditions:
    """The columns of levels: where their entries stand in the matrix, and the rows of each level.

    `order` holds the rows of each column level by level, of which level l of column c begins at `starts[places[c] + l]`
    and has `counts[places[c] + l]`. Rare levels are asked for more often than they occur: by the logarithm of their
    rows.
    """

    spans: tuple[tuple[int, int], ...]
    places: Codes
    order: Codes
    starts: Codes
    counts: Codes
    ends: NDArray[np.float64]

    @classmethod
    def of(cls, matrix: Matrix, rows: Floats) -> Conditions:
        """Of the rows that are learned."""
        found = tuple((start, end) for column, start, end in matrix.spans if column.form == "levels")
        codes = [rows[:, start:end].argmax(axis=1) for start, end in found]
        counted = [np.bincount(own, minlength=end - start) for own, (start, end) in zip(codes, found, strict=True)]
        upto = [np.cumsum(np.log(counts + 1)) for counts in counted]
        none = np.empty(0, dtype=np.int64)
        return cls(
            spans=found,
            places=np.cumsum([0, *(end - start for start, end in found)])[:-1],
            order=np.array([np.argsort(own, kind="stable") for own in codes], dtype=np.int64).reshape(-1, len(rows)),
            starts=np.concatenate([none, *(np.cumsum(counts) - counts for counts in counted)]),
            counts=np.concatenate([none, *counted]),
            ends=np.concatenate([np.empty(0), *(at + each / each[-1] for at, each in enumerate(upto))]),
        )

    @property
    def width(self) -> int:
        """Entries of all conditions."""
        return len(self.counts)

    def ask(self, batch: int, rng: np.random.Generator) -> Asked:
        """A column and a level of it for each row."""
        given = np.zeros((batch, self.width), dtype=np.float32)
        if not self.spans:
            return Asked(np.full(batch, -1), np.full(batch, -1), given)
        column = rng.integers(0, len(self.spans), batch)
        entry = np.searchsorted(self.ends, column + rng.random(batch) * (1 - 1e-9), side="right")
        given[np.arange(batch), entry] = 1.0
        return Asked(column, entry - self.places[column], given)

    def rows(self, asked: Asked, among: int, rng: np.random.Generator) -> Codes:
        """A row, of `among`, that meets each condition."""
        if not self.spans:
            return rng.integers(0, among, len(asked.column))
        entry = self.places[asked.column] + asked.level
        at = self.starts[entry] + (rng.random(len(entry)) * self.counts[entry]).astype(np.int64)
        return np.asarray(self.order[asked.column, at])


def train(rows: Rows, matrix: Matrix, watch: Watch, settings: CtganSettings, *, rng: np.random.Generator) -> None:
    """Train both networks; the best weights are in `watch`. An epoch has as many steps as all rows have batches.

    `ModelError` where losses are no numbers any more.
    """
    with seeded(watch.seed) as torch:
        from ctgan.synthesizers.ctgan import Discriminator, Generator  # noqa: PLC0415

        device = torch.device("cuda" if settings.gpu and torch.cuda.is_available() else "cpu")
        columns, conditions = spans(matrix), Conditions.of(matrix, rows.learned)
        width, batch = rows.learned.shape[1], settings.batch
        maker = Generator(
            settings.embedding + conditions.width, [settings.generator_width] * settings.generator_layers, width
        ).to(device)
        judge = Discriminator(
            width + conditions.width, [settings.discriminator_width] * settings.discriminator_layers, pac=settings.pac
        ).to(device)
        for layer in judge.modules():
            if isinstance(layer, torch.nn.Dropout):
                layer.p = settings.discriminator_dropout
        making = _adam(torch, maker, settings.generator_rate, settings.generator_l2)
        judging = _adam(torch, judge, settings.discriminator_rate, settings.discriminator_l2)

        def make(asked: Asked) -> tuple[Any, Any]:
            given = torch.from_numpy(asked.given).to(device)
            outputs = maker(torch.cat([torch.randn(batch, settings.embedding, device=device), given], dim=1))
            return outputs, torch.cat([shown(torch, outputs, columns, TEMPERATURE), given], dim=1)

        def judge_step() -> float:
            asked = conditions.ask(batch, rng)
            order = rng.permutation(batch)
            shuffled = Asked(asked.column[order], asked.level[order], asked.given[order])
            drawn = rows.learned[conditions.rows(shuffled, len(rows.learned), rng)]
            real = torch.from_numpy(np.hstack([drawn, shuffled.given])).to(device)
            with torch.no_grad():
                made = make(asked)[1]
            penalty = judge.calc_gradient_penalty(real, made.requires_grad_(), device, settings.pac)
            loss = judge(made).mean() - judge(real).mean()
            judging.zero_grad()
            (loss + penalty).backward()
            judging.step()
            return float(loss.detach())

        def make_step() -> float:
            asked = conditions.ask(batch, rng)
            outputs, made = make(asked)
            loss = _missed(torch, outputs, asked, conditions) - judge(made).mean()
            making.zero_grad()
            loss.backward()
            making.step()
            return float(loss.detach())

        steps = max((len(rows.learned) + len(rows.held)) // batch, 1)
        for epoch in range(1, settings.epochs + 1):
            told, made = np.empty(steps), np.empty(steps)
            for step in range(steps):
                for _ in range(settings.discriminator_steps):
                    told[step] = judge_step()
                made[step] = make_step()
            losses = {"Generator loss": float(made.mean()), "Discriminator loss": float(told.mean())}
            if watch.epoch(epoch, losses, None, lambda: _weights(maker)):
                return


def _adam(torch: Any, network: Any, rate: float, l2: float) -> Any:
    return torch.optim.Adam(network.parameters(), lr=rate, betas=(0.5, 0.9), weight_decay=l2)


def _missed(torch: Any, outputs: Any, asked: Asked, conditions: Conditions) -> Any:
    """How far rows are from the levels they were asked for: cross-entropy, averaged over the batch."""
    missed = outputs.new_zeros(())
    for at, (start, end) in enumerate(conditions.spans):
        mine = np.flatnonzero(asked.column == at)
        if len(mine):
            wanted = torch.from_numpy(asked.level[mine]).to(outputs.device)
            told = outputs[torch.from_numpy(mine).to(outputs.device), start:end]
            missed = missed + torch.nn.functional.cross_entropy(told, wanted, reduction="sum")
    return missed / len(outputs)


def _weights(network: Any) -> dict[str, Floats]:
    """A copy of what the network learned, by the package's names; without running means, which are never used."""
    state = network.state_dict().items()
    return {name: values.detach().cpu().numpy().copy() for name, values in state if name.endswith(("weight", "bias"))}
