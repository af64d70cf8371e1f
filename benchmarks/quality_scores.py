"""The figures of one synthetic table, in seconds: for trials of a generator, and for tables of other systems.

`python -m benchmarks scores TRAIN SYNTHETIC HOLDOUT [TARGET]` prints one line; `line(scored(…))` says the same of
tables in memory.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.quality_goals import OFF
from benchmarks.tasks import read
from synth.judge import Comparison
from synth.judge.headlines import Headlines, Likeness, headlines
from synth.prepare import Table


def main(train: str, synthetic: str, holdout: str, target: str | None = None) -> None:
    """Print the figures of three files; the first one's schema is applied to the others."""
    real = read(train)
    print(line(scored(real, read(synthetic, real.schema), read(holdout, real.schema), target)))


def scored(real: Table, synthetic: Table, holdout: Table, target: str | None = None, *, seed: int = 0) -> Headlines:
    """The headline figures, reading nothing but these rows. `real` are the training rows; no target: the schema's."""
    return headlines(Comparison.of(real, synthetic, holdout=holdout, target=target, seed=seed))


def line(found: Headlines) -> str:
    """All figures in one line: ratios are of errors, 1 as good as fresh rows; `lost` is TSTR under train-on-real."""
    kept = [rate.kept for rate in found.rates]
    parts = [
        _likeness("shape", found.shape),
        _likeness("pairs", found.pair),
        f"detection {found.detection:.4f}",
        f"DCR {found.dcr_share.value:.4f} (fresh up to {found.dcr_reference.high:.4f})",
        f"copies {found.copies.value:.4%} from {found.copies.low:.4%} (twins {found.twins.value:.4%} to "
        f"{found.twins.high:.4%})",
        "TSTR not measured"
        if found.trained_on_synthetic is None
        else f"TSTR {found.trained_on_synthetic:.4f} of {found.trained_on_real:.4f}, lost {found.lost:.4f}",
        f"rates {sum(kept)}/{len(kept)}",
    ]
    return " | ".join(parts)


def figures(found: Headlines) -> dict[str, float]:
    """The same as numbers by name; what was not measured is not among them. `off …` are rates that were not kept."""
    known = {
        "detection": found.detection,
        "dcr_share": found.dcr_share.value,
        "dcr_share fresh": found.dcr_reference.high,
        "copies": found.copies.value,
        "copies low": found.copies.low,
        "twins": found.twins.value,
        "twins high": found.twins.high,
        "rates": float(len(found.rates)),
        "rates kept": float(sum(rate.kept for rate in found.rates)),
    }
    for name, likeness in (("shape", found.shape), ("pair", found.pair)):
        if likeness is not None:
            known |= {name: likeness.value, f"{name} fresh": likeness.reference}
            known |= {} if likeness.ratio is None else {f"{name} ratio": likeness.ratio}
    for name, figure in (("real", found.trained_on_real), ("synthetic", found.trained_on_synthetic)):
        known |= {} if figure is None else {name: figure}
    known |= {} if found.lost is None else {"lost": found.lost}
    return known | {
        f"{OFF}{rate.state} {rate.column}": rate.synthetic - rate.real for rate in found.rates if not rate.kept
    }


def within_twins(found: Mapping[str, float]) -> bool:
    """Whether copies are no more than natural twins: their lower bound within the upper bound of those."""
    return found["copies low"] <= found["twins high"]


def _likeness(name: str, found: Likeness | None) -> str:
    if found is None:
        return f"{name} not measured"
    ratio = "–" if found.ratio is None else f"{found.ratio:.2f}"
    return f"{name} {found.value:.4f} of {found.reference:.4f}, ratio {ratio}"
