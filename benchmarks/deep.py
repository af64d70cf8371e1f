"""CTGAN and TVAE of ours beside the package's own, at equal epochs on the same rows of Adult: shape and pair, 3 seeds.

`python -m benchmarks deep [rows [epochs]]` prints the means and whether ours lie below by more than two standard
errors of their difference. Both learn the same rows without value protection, as the package has none; ours holds rows
back and keeps its best epoch.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measure import ROOT, machine
from synth.judge import Comparison, Score
from synth.judge.pairs import pair
from synth.judge.shapes import shape
from synth.make import fit
from synth.prepare import Table, read_table

DATA = ROOT.parent / "shared" / "data"
ROWS, EPOCHS, SEEDS = 10_000, 30, (0, 1, 2)
MEASURES = ("shape", "pair")


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
    print("| | who | shape | pair | CPU seconds | within 2 standard errors |\n| --- | --- | --- | --- | --- | --- |")
    for name in ("ctgan", "tvae"):
        theirs = [judged(real, fresh, package(real, name, epochs, seed)) for seed in SEEDS]
        ours = [judged(real, fresh, own(real, name, epochs, seed)) for seed in SEEDS]
        print(f"| {name} | the package | {_cells(theirs)} | – |")
        print(f"| {name} | ours | {_cells(ours)} | {_verdict(ours, theirs)} |", flush=True)


def own(real: Table, name: str, epochs: int, seed: int) -> tuple[Table, float]:
    """Our table and the processor seconds that it took."""
    start = process_time()
    made = fit(real, name, settings={"epochs": epochs, "k": 1}, seed=seed).sample(len(real), seed=seed)
    return made, process_time() - start


def package(real: Table, name: str, epochs: int, seed: int) -> tuple[Table, float]:
    """The package's table; it takes no missing numbers, so these are filled with the mean.

    It gives numbers with all their decimals: these are rounded as the column spells them, and cut at its range.
    """
    from ctgan import CTGAN, TVAE  # noqa: PLC0415

    levels = [column.name for column in real.schema.columns if column.kind != "number"]
    frame = real.frame.astype(dict.fromkeys(levels, str))
    frame = frame.fillna(frame.mean(numeric_only=True))
    model: Any = {"ctgan": CTGAN, "tvae": TVAE}[name](epochs=epochs, enable_gpu=False)
    model.set_random_state(seed)
    start = process_time()
    model.fit(frame, levels)
    made = pd.DataFrame(model.sample(len(real)))[real.schema.names]
    made[levels] = made[levels].astype(object).where(~made[levels].isin(["None", "nan", "<NA>"]), None)
    for column in real.schema.columns:
        if column.kind == "number" and column.decimals is not None:
            own = real.frame[column.name]
            made[column.name] = made[column.name].astype(float).round(column.decimals).clip(own.min(), own.max())
    typed = made.astype({column: str(real.frame[column].dtype) for column in made})
    return Table(typed, real.schema), process_time() - start


def judged(real: Table, fresh: Table, made: tuple[Table, float]) -> tuple[float, ...]:
    """Shape and pair of the whole table as the report has them, and the seconds."""
    comparison = Comparison.of(real, made[0], holdout=fresh)
    found = [score for measure in (shape, pair) for score in measure.measure(comparison) if isinstance(score, Score)]
    whole = {score.measure: score.value for score in found if not score.subject}
    return (*(float(whole[name] or 0.0) for name in MEASURES), made[1])


def _cells(found: Sequence[tuple[float, ...]]) -> str:
    means, spreads = np.mean(found, axis=0), np.std(found, axis=0, ddof=1)
    scores = [f"{mean:.4f} ± {spread:.4f}" for mean, spread in zip(means[:-1], spreads[:-1], strict=True)]
    return " | ".join([*scores, f"{means[-1]:.0f}"])


def _verdict(ours: Sequence[tuple[float, ...]], theirs: Sequence[tuple[float, ...]]) -> str:
    """Whether ours reach theirs, measure by measure."""
    said = []
    for at, name in enumerate(MEASURES):
        own, other = (np.array([one[at] for one in both]) for both in (ours, theirs))
        error = np.sqrt(own.var(ddof=1) / len(own) + other.var(ddof=1) / len(other))
        said.append(f"{name} {'yes' if own.mean() >= other.mean() - 2 * error else '**no**'}")
    return ", ".join(said)
