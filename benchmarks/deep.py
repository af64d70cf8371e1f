"""CTGAN and TVAE of ours beside the package's own, at equal epochs on the same rows of Adult: shape and pair, 3 seeds.

`python -m benchmarks deep [rows [epochs]]` prints means with two standard errors of them, and whether ours lie below by
more than two standard errors of the difference. Both learn the same rows in batches of as many, on one thread, without
value protection, as the package has none; all columns that are no numbers are given to the package as discrete; both
are judged by the same code. Ours holds rows back and keeps its best epoch.

The package stands there twice: as it samples, and *drawn as ours*. As it samples, its TVAE gives each row the
likeliest level and mode instead of drawing one by its probability, so that rare levels vanish; and its CTGAN is asked
for levels by the logarithm of their rows, as in training, so that rare levels are too many. The second row takes both
away from the very same trained networks: what is left to ours is training and the columns' coding.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
import pandas as pd
from joblib import parallel_config
from numpy.typing import NDArray

from benchmarks.measure import ROOT, machine
from synth.judge import Comparison, Score
from synth.judge.pairs import pair
from synth.judge.shapes import shape
from synth.make import fit
from synth.prepare import Table, read_table

DATA = ROOT.parent / "shared" / "data"
ROWS, EPOCHS, SEEDS = 10_000, 30, (0, 1, 2)
MEASURES = ("shape", "pair")
EPOCH, MICROSECOND = pd.Timestamp(0), pd.Timedelta(1, "us")
Floats = NDArray[Any]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    given = [int(one) for one in arguments]
    rows, epochs = [*given, *(ROWS, EPOCHS)[len(given) :]]
    if not (DATA / "adult_train.csv").exists():
        sys.exit("The benchmark needs adult_train.csv in ../shared/data.")
    whole = read_table(DATA / "adult_train.csv", header=0)
    order = np.random.default_rng(0).permutation(len(whole))
    real, fresh = whole.take(np.sort(order[:rows])), whole.take(np.sort(order[rows : 2 * rows]))
    print(f"Machine: {machine()}. Adult, {rows:,} rows, {epochs} epochs, {len(SEEDS)} seeds.\n")
    print(
        "| | who | shape | pair | CPU seconds | ours within 2 standard errors |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name in ("tvae", "ctgan"):
        both = [package(real, name, epochs, seed) for seed in SEEDS]
        theirs, drawn = ([judged(real, fresh, made[at]) for made in both] for at in (0, 1))
        ours = [judged(real, fresh, own(real, name, epochs, seed)) for seed in SEEDS]
        print(f"| {name} | the package | {_cells(theirs)} | {_verdict(ours, theirs)} |")
        print(f"| {name} | the package, drawn as ours | {_cells(drawn)} | {_verdict(ours, drawn)} |")
        print(f"| {name} | ours | {_cells(ours)} | – |", flush=True)


def own(real: Table, name: str, epochs: int, seed: int) -> tuple[Table, float]:
    """Our table and the processor seconds that it took."""
    start = process_time()
    made = fit(real, name, settings={"epochs": epochs, "k": 1}, seed=seed).sample(len(real), seed=seed)
    return made, process_time() - start


def package(real: Table, name: str, epochs: int, seed: int) -> list[tuple[Table, float]]:
    """The package's table as it samples, and drawn as ours from the same networks, with its processor seconds.

    It takes no missing numbers, so these are filled with the mean; dates go as numbers, as SDV gives them to it. It
    gives numbers with all their decimals: these are rounded as the column spells them, and cut at its range.
    """
    import torch  # noqa: PLC0415
    from ctgan import CTGAN, TVAE  # noqa: PLC0415

    levels = [column.name for column in real.schema.columns if column.kind not in ("number", "datetime")]
    dates = [column.name for column in real.schema.columns if column.kind == "datetime"]
    frame = real.frame.astype(dict.fromkeys(levels, str))
    for date in dates:
        frame[date] = (frame[date] - EPOCH) / MICROSECOND
    frame = frame.fillna(frame.mean(numeric_only=True))
    model: Any = {"ctgan": CTGAN, "tvae": TVAE}[name](epochs=epochs, enable_gpu=False)
    model.set_random_state(seed)
    torch.set_num_threads(1)
    start = process_time()
    with parallel_config("sequential"):
        model.fit(frame, levels)
    sampled = _typed(pd.DataFrame(model.sample(len(real))), real, levels)
    took = process_time() - start
    draw_as_ours(model, np.random.default_rng(seed))
    return [(sampled, took), (_typed(pd.DataFrame(model.sample(len(real))), real, levels), took)]


def draw_as_ours(model: Any, rng: np.random.Generator) -> None:
    """Let a trained TVAE draw levels and modes by probability, and a CTGAN ask for levels by their rows."""
    if hasattr(model, "transformer"):
        model.transformer = Drawn(model.transformer, rng)
        return
    counts = [np.array([len(rows) for rows in levels]) for levels in model._data_sampler._rid_by_cat_cols]
    shares = np.concatenate([own / own.sum() / len(counts) for own in counts])

    def asked(batch: int) -> Floats:
        return np.eye(len(shares), dtype=np.float32)[rng.choice(len(shares), batch, p=shares)]

    model._data_sampler.sample_original_condvec = asked


@dataclass(frozen=True)
class Drawn:
    """The package's way back from outputs to cells, of entries drawn by softmax instead of the largest one taken."""

    own: Any
    rng: np.random.Generator

    def inverse_transform(self, outputs: Floats, sigmas: Floats) -> Any:
        """Cells of outputs that have been through tanh; `sigmas` are how widely numbers lie around their places."""
        outputs, end = outputs.copy(), 0
        for span in (span for column in self.own.output_info_list for span in column):
            start, end = end, end + span.dim
            if span.activation_fn == "softmax":
                logits = np.arctanh(outputs[:, start:end].astype(float).clip(-1 + 1e-7, 1 - 1e-7))
                outputs[:, start:end] = np.eye(span.dim)[(logits + self.rng.gumbel(size=logits.shape)).argmax(axis=1)]
        return self.own.inverse_transform(outputs, sigmas)


def _typed(made: pd.DataFrame, real: Table, levels: list[str]) -> Table:
    """What the package made, spelled and typed as the real columns are."""
    made = made[real.schema.names]
    made[levels] = made[levels].astype(object).where(~made[levels].isin(["None", "nan", "<NA>"]), None)
    for column in real.schema.columns:
        name, own = column.name, real.frame[column.name]
        if column.kind == "number" and column.decimals is not None:
            made[name] = made[name].astype(float).round(column.decimals).clip(own.min(), own.max())
        elif column.kind == "datetime":
            made[name] = (EPOCH + made[name].astype(float).round() * MICROSECOND).clip(own.min(), own.max())
        elif column.kind == "boolean":
            made[name] = made[name].map({"True": True, "False": False})
    return Table(made.astype({column: str(real.frame[column].dtype) for column in made}), real.schema)


def judged(real: Table, fresh: Table, made: tuple[Table, float]) -> tuple[float, ...]:
    """Shape and pair of the whole table as the report has them, and the seconds."""
    comparison = Comparison.of(real, made[0], holdout=fresh)
    found = [score for measure in (shape, pair) for score in measure.measure(comparison) if isinstance(score, Score)]
    whole = {score.measure: score.value for score in found if not score.subject}
    return (*(float(whole[name] or 0.0) for name in MEASURES), made[1])


def _cells(found: Sequence[tuple[float, ...]]) -> str:
    means, errors = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    scores = [f"{mean:.4f} ± {2 * error:.4f}" for mean, error in zip(means[:-1], errors[:-1], strict=True)]
    return " | ".join([*scores, f"{means[-1]:.0f}"])


def _verdict(ours: Sequence[tuple[float, ...]], theirs: Sequence[tuple[float, ...]]) -> str:
    """Whether ours reach theirs, measure by measure."""
    said = []
    for at, name in enumerate(MEASURES):
        own, other = (np.array([one[at] for one in both]) for both in (ours, theirs))
        error = np.sqrt(own.var(ddof=1) / len(own) + other.var(ddof=1) / len(other))
        said.append(f"{name} {'yes' if own.mean() >= other.mean() - 2 * error else '**no**'}")
    return ", ".join(said)
