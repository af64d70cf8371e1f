"""Our scores of other systems' published tables of Adult, beside what another ruler says of them, and in which order.

`python -m benchmarks published [rows]` judges all of them, each cut to the training rows' number (or to `rows`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from benchmarks.measure import ROOT, machine
from synth.judge import Comparison, Score
from synth.judge.joint import detection
from synth.judge.pairs import pair
from synth.judge.privacy import dcr_share
from synth.judge.shapes import shape
from synth.judge.usefulness import usefulness
from synth.prepare import Schema, Table, read_table

DATA = ROOT.parent / "shared" / "data" / "adult_equal_split"
RESULTS = ROOT / "benchmarks" / "PUBLISHED.md"
TARGET = "income"
MEASURES = (shape.measure, pair.measure, detection.measure, dcr_share.measure, usefulness.measure)


class System(NamedTuple):
    """A published table, and what another ruler says of it: the figures of `FIGURES`, in their order."""

    file: str
    elsewhere: tuple[float, ...] = ()


SYSTEMS: dict[str, System] = {
    "synthpop (CART)": System("adult__2023-05_synthpop", (0.9938, 0.9781, 0.501, 0.60, 0.9132)),
    "MOSTLY AI": System("adult__2023-05_mostly", (0.9929, 0.9753, 0.512, 0.526, 0.9166)),
    "TVAE": System("adult__2023-05_tvae"),
    "TabDDPM": System("adult__2024-12_synthcity-ddpm"),
    "CTGAN": System("adult__2023-05_ctgan", (0.8756, 0.8090, 0.962, 0.502, 0.8858)),
    "Gaussian copula (SDV)": System("adult__2023-05_gaussian_copula", (0.7915, 0.7307, 0.999, 0.491, 0.7622)),
}
ORDER: tuple[frozenset[str], ...] = (
    frozenset({"synthpop (CART)", "MOSTLY AI"}),
    frozenset({"TVAE", "TabDDPM"}),
    frozenset({"CTGAN"}),
    frozenset({"Gaussian copula (SDV)"}),
)
"""From the best to the worst on Shape."""
FIGURES = {
    "Shape": "shape",
    "pair trends": "pair_raw",
    "detection AUC": "detection",
    "DCR share": "dcr_share",
    "AUC on real rows": "usefulness_synthetic",
}
"""The columns of the table, and our measure of each; `pair` and `detection_unseen` are ours alone."""
COPIER = "synthpop (CART)"

Scores = Mapping[str, Score]


def main(arguments: list[str]) -> bool:
    """Judge all tables, print, write PUBLISHED.md, and say whether all came out as expected."""
    if not DATA.exists():
        sys.exit("The published tables are needed in ../shared/data/adult_equal_split.")
    real = read("adult__trn")
    holdout = read("adult__hol", real.schema)
    rows = int(arguments[0]) if arguments else len(real)
    found = {}
    for name, system in SYSTEMS.items():
        print(f"… {name}", flush=True)
        found[name] = judge(real, sampled(read(system.file, real.schema), rows), holdout)
    said = expectations(found)
    text = f"{INTRODUCTION}\nMachine: {machine()}.\n\n{table(found)}\n" + "".join(
        f"- {'As expected' if met else '**Not as expected**'}: {what}.\n" for what, met in said.items()
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return all(said.values())


def read(name: str, schema: Schema | None = None) -> Table:
    """One of the published files."""
    return read_table(DATA / f"{name}.csv.gz", schema=schema)


def sampled(table: Table, rows: int) -> Table:
    """At most so many rows, drawn by one seed."""
    return table.take(np.sort(np.random.default_rng(0).permutation(len(table))[:rows]))


def judge(real: Table, synthetic: Table, holdout: Table) -> Scores:
    """The table's own scores of the measures that are compared, by name."""
    comparison = Comparison.of(real, synthetic, holdout=holdout, target=TARGET)
    found = [score for measure in MEASURES for score in measure(comparison) if isinstance(score, Score)]
    whole = [score for score in found if not score.subject or score.group == "usefulness"]
    return {score.measure: score for score in whole if score.value is not None}


def expectations(found: Mapping[str, Scores]) -> dict[str, bool]:
    """What must hold of these tables, in words, and whether it does."""
    shapes = {name: scores["shape"].value or 0.0 for name, scores in found.items()}
    said = {
        f"on Shape {_listed(better)} above {_listed(worse)}": min(shapes[name] for name in better)
        > max(shapes[name] for name in worse)
        for better, worse in pairwise(ORDER)
    }
    share = found[COPIER]["dcr_share"]
    beyond = share.low is not None and share.reference is not None and share.low > share.reference.high
    return said | {f"{COPIER} has a DCR share outside its band": beyond}


def table(found: Mapping[str, Scores]) -> str:
    """Ours, with the band of a fresh real sample and, in brackets, what another ruler says."""
    names = (*FIGURES, "pairs, chance allowed for", "detection, unseen rows")
    measures = (*FIGURES.values(), "pair", "detection_unseen")
    bands = next(iter(found.values()))
    rows = [("", *names), ("---",) * (1 + len(names))]
    rows.append(("*fresh real rows*", *(_band(bands.get(measure)) for measure in measures)))
    for name, scores in found.items():
        elsewhere = (*SYSTEMS[name].elsewhere, *[None] * len(measures))[: len(measures)]
        rows.append((name, *(_cell(scores.get(one), other) for one, other in zip(measures, elsewhere, strict=True))))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


INTRODUCTION = """# Other systems' published tables of Adult

Written by `python -m benchmarks published`. 24,421 training rows and as many held out, which none of the systems saw;
tables of 50,000 rows are cut to the training rows' number by a seed. In brackets: what another ruler said of the same
files.
"""


def _listed(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))


def _band(score: Score | None) -> str:
    return f"{score.reference.low:.4f} to {score.reference.high:.4f}" if score and score.reference else "–"


def _cell(score: Score | None, elsewhere: float | None) -> str:
    if score is None:
        return "not measured"
    return f"{score.value:.4f}" + (f" ({elsewhere})" if elsewhere is not None else "")
