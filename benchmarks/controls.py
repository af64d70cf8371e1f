"""The ruler tested on tables whose verdict is known beforehand: does each control get it?

`python -m benchmarks controls [table …]` runs all controls on all tables of ../shared/data, or on those named; tables
that were done before are not done again unless they are named. A control is `held`, `broken`, or `cannot tell`, where
a table is too small for a measure to say anything of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, get_args

import numpy as np

from benchmarks import control_tables as tables
from benchmarks.control_tables import Trio
from benchmarks.measure import ROOT, machine
from benchmarks.tasks import read
from synth.judge import MEASURES, Comparison, Report, Score, compare
from synth.judge.exhibits import Attack, Attacks
from synth.judge.pairs import pair
from synth.prepare import Table, split
from synth.prepare.suggest import with_roles
from synth.release import Verdict, assess

DATA = ROOT.parent / "shared" / "data"
KEPT = ROOT / ".venv" / "bench" / "controls"
RESULTS = ROOT / "benchmarks" / "CONTROLS.md"
TABLES = (
    "heart303.csv",
    "penguins.csv",
    "nonvoters_wide.csv",
    "taxis.csv",
    "online_shoppers.csv.gz",
    "magic04.csv",
    "credit_default.csv.gz",
    "adult_train.csv",
    "loans.csv",
    "airbnb_nyc.csv.gz",
    "flights.csv.gz",
)
SEEDS = 10
FRESH_SEEDS = 5
LEAST_TOLD, LEAST_PRIVATE, LEAST_INSIDE, LEAST_ALIKE = 0.95, 0.9, 0.9, 0.98
NOT_PRIVACY = frozenset({"pairs", "usefulness", "rules"})
RELATIONS = ("pair", "detection", "detection_unseen")


class Finding(NamedTuple):
    """What a control came to: it held, it did not, or (None) the table is too small to tell; and the figures."""

    control: str
    held: bool | None
    said: str


def copy(real: Table, holdout: Table, *, seeds: int = 1) -> list[Finding]:
    """A copy of the training rows is refused whatever the policy, and members are told from others."""
    report = _full(tables.copy(real, holdout, 0))
    verdict = assess(report)
    found = [Finding("copy", verdict.copied, f"{_value(report, 'copies')} equal; verdict {verdict.outcome}")]
    for score in _of(report, ("membership", "membership_density")):
        held = None if score.value is None else score.value >= LEAST_TOLD
        found.append(Finding(f"copy: {score.measure}", held, _figure(score)))
    return found + _attacked(report)


def _attacked(report: Report) -> list[Finding]:
    """Each attack on a copy, by whoever knows every column but the secret: nearly everybody is given away."""
    shown = report.exhibit(Attacks)
    tried = [each for each in shown.tried if each.persona == "data broker"] if shown else []
    return [
        Finding(
            f"copy: {name}" + (f" of {each.secret}" if each.secret else ""),
            each.main.value >= LEAST_TOLD,
            f"{each.main.value:.3f} of {each.targets:,} targets; {each.control.value:.3f} of others; {each.result}",
        )
        for name in get_args(Attack.model_fields["attack"].annotation)
        for each in tried
        if each.attack == name
    ]


def independent(real: Table, holdout: Table, *, seeds: int = SEEDS) -> list[Finding]:
    """Independent columns are private in nine of ten seeds, and fail pairs and detection where these can tell."""
    trio = tables.independent(real, holdout, 0)
    report = _full(trio)
    verdicts = [assess(report)]
    verdicts += [_private(tables.independent(real, holdout, seed), report, seed) for seed in range(1, seeds)]
    private = [not _failed(verdict) for verdict in verdicts]
    why = sorted({name for verdict in verdicts for name in _failed(verdict)})
    said = f"private in {sum(private)} of {seeds} seeds" + (f"; failed {', '.join(why)}" if why else "")
    found = [Finding("independent: privacy", float(np.mean(private)) >= LEAST_PRIVATE, said)]
    return found + [
        Finding(f"independent: {score.measure}", _told(score), _figure(score)) for score in _of(report, RELATIONS)
    ]


def fresh(real: Table, holdout: Table, *, seeds: int = FRESH_SEEDS) -> list[Finding]:
    """Fresh real rows lie inside the bands of nine in ten scores, and fail no check."""
    reports = [_full(tables.fresh(real, holdout, seed), seed) for seed in range(seeds)]
    scores = [score for report in reports for score in report.scores if score.reference and score.value is not None]
    inside = float(np.mean([_inside(score) for score in scores]))
    failed = sorted({check.name for report in reports for check in assess(report).checks if check.outcome == "fail"})
    return [
        Finding("fresh: bands", inside >= LEAST_INSIDE, f"{inside:.1%} of {len(scores):,} scores; {_worst(scores)}"),
        Finding("fresh: policy", not failed, f"failed {', '.join(failed)}" if failed else "no check failed"),
    ]


def flipped(real: Table, holdout: Table, *, seeds: int = 1) -> list[Finding]:
    """Rows of which each tenth cell is another's are caught as copying."""
    trio = tables.flipped(real, holdout, 0)
    report = _full(trio)
    failed = _failed(assess(report))
    said = f"failed {', '.join(failed) or 'nothing'}; DCR share {_value(report, 'dcr_share')}"
    return [Finding("flipped", bool(failed), said)]


def halves(real: Table, holdout: Table, *, seeds: int = FRESH_SEEDS) -> list[Finding]:
    """Two halves of a table go together as one, until a strong pair is broken."""
    means, drops = [], []
    for seed in range(seeds):
        trio = tables.halves(real, seed)
        means.append(float(np.mean([score.value for score in _pairs(trio, seed) if score.subject])))
        drops.append(_drop(trio, seed))
    mean, told = float(np.mean(means)), [drop for drop in drops if drop is not None]
    return [
        Finding("halves", mean >= LEAST_ALIKE, f"mean pair {mean:.4f}, {min(means):.4f} at least"),
        Finding("halves: broken pair", all(told) if told else None, f"below its band in {sum(told)} of {len(told)}"),
    ]


CONTROLS: tuple[Callable[..., list[Finding]], ...] = (copy, independent, fresh, flipped, halves)


def _full(trio: Trio, seed: int = 0) -> Report:
    return compare(trio.real, trio.synthetic, holdout=trio.holdout, seed=seed)


def _private(trio: Trio, report: Report, seed: int) -> Verdict:
    """The verdict where the measures of privacy alone are taken anew, the rest being that of another report."""
    comparison = Comparison.of(trio.real, trio.synthetic, holdout=trio.holdout, seed=seed)
    private = [found for measure in MEASURES if measure.group == "privacy" for found in measure(comparison)]
    return assess(report.supplemented(private))


def _failed(verdict: Verdict) -> list[str]:
    """The checks of privacy that failed."""
    return [check.name for check in verdict.checks if check.outcome == "fail" and check.name not in NOT_PRIVACY]


def _inside(score: Score) -> bool:
    """Whether a score is in its band, or better than it: adding fresh rows to a model's training may well pay."""
    band, value = score.reference, score.value
    if band is None or value is None:
        return True
    above, below = value > band.high, value < band.low
    return not (below if score.better == "higher" else above if score.better == "lower" else above or below)


def _worst(scores: Sequence[Score]) -> str:
    """The measures that most often lie outside their bands."""
    by = {score.measure: [_inside(other) for other in scores if other.measure == score.measure] for score in scores}
    low = sorted((float(np.mean(inside)), name, len(inside)) for name, inside in by.items())
    return ", ".join(f"{name} {share:.0%} of {count}" for share, name, count in low[:3])


def _told(score: Score) -> bool | None:
    """Whether a score lies beyond its band, on the side of no relation; None where the two bands meet."""
    if score.value is None or score.reference is None or score.floor is None:
        return None
    if score.floor.high < score.reference.low:
        return score.value < score.reference.low
    return score.value > score.reference.high if score.floor.low > score.reference.high else None


def _pairs(trio: Trio, seed: int) -> list[Score]:
    return pair.measure(Comparison.of(trio.real, trio.synthetic, seed=seed))


def _drop(trio: Trio, seed: int) -> bool | None:
    """Whether the strongest pair falls below its band once one of its columns is shuffled; None if none is strong."""
    shuffled = trio
    for column in trio.real.schema.modelled[1:]:
        shuffled = tables.broken(shuffled, column.name, seed)
    apart = [score for score in _pairs(shuffled, seed) if score.subject and _clearly_below(score)]
    if not apart:
        return None
    strongest = min(apart, key=lambda score: score.value or 0.0).subject
    names = list(strongest)
    alone = Trio(trio.real.select(names), tables.broken(trio, names[1], seed).synthetic.select(names), None)
    return any(_below(score) for score in _pairs(alone, seed) if score.subject)


def _below(score: Score) -> bool:
    return score.value is not None and score.reference is not None and score.value < score.reference.low


def _clearly_below(score: Score) -> bool:
    return score.high is not None and score.reference is not None and score.high < score.reference.low


def _of(report: Report, measures: Iterable[str]) -> list[Score]:
    return [score for score in report.scores if score.measure in measures and not score.subject]


def _value(report: Report, measure: str) -> str:
    return next((_figure(score) for score in _of(report, (measure,))), "none")


def _figure(score: Score) -> str:
    return "not measured" if score.value is None else f"{score.value:.3f}"


def main(names: Sequence[str]) -> None:
    """Run the controls on the tables that are named, or else on those that are left, and print all outcomes."""
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        sys.exit(f"There is no table {unknown[0]!r}. The tables are {', '.join(TABLES)}.")
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in names or [name for name in TABLES if not _kept(name).exists()]:
        start = perf_counter()
        found = judge(name)
        content = {"seconds": perf_counter() - start, "findings": found}
        _kept(name).write_text(json.dumps(content), encoding="utf-8")
        print(f"{name}: {content['seconds']:,.0f} s", flush=True)
        for finding in found:
            print(f"  {' '.join(_cells(finding))}", flush=True)
    done = [name for name in TABLES if _kept(name).exists()]
    RESULTS.write_text(f"{INTRODUCTION}\nMachine: {machine()}.\n\n{''.join(map(_rows, done))}", encoding="utf-8")


def judge(name: str) -> list[Finding]:
    """All controls on one table of ../shared/data, a fifth of it held out."""
    parts = split(with_roles(read(str(DATA / name))), holdout=0.2, seed=0)
    return [finding for control in CONTROLS for finding in control(parts.train, parts.holdout)]


INTRODUCTION = f"""# The controls

Written by `python -m benchmarks controls`. Tables whose verdict is known beforehand, made of each real one, go through
the full report and the default policy: a *copy* of the training rows, *independent* columns ({SEEDS} seeds), *fresh*
real rows ({FRESH_SEEDS} seeds), rows of which each tenth cell is *flipped*, and two *halves* of the table
({FRESH_SEEDS} seeds).
"""


def _kept(name: str) -> Path:
    return KEPT / f"{name}.json"


def _rows(name: str) -> str:
    """One table's outcomes as a table in Markdown."""
    kept = json.loads(_kept(name).read_text(encoding="utf-8"))
    rows = [("Control", "Outcome", "Figures"), ("---",) * 3, *(_cells(Finding(*each)) for each in kept["findings"])]
    return f"## {name}, {kept['seconds']:,.0f} s\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows) + "\n"


def _cells(finding: Finding) -> tuple[str, str, str]:
    outcome = {True: "held", False: "**broken**", None: "cannot tell"}[finding.held]
    return finding.control, outcome, finding.said
