"""Every generator on every table: time, memory, and five measures of what it makes.

`python -m benchmarks gallery [table …]` runs what is missing, on all tables of ../shared/data or on those named, and
writes GALLERY.md and the README's summary of it. It can be stopped and goes on where it was: each result is kept under
a hash of the table, the generator's versions and the code that makes and judges.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks import kept
from benchmarks.gallery_summary import put, summary
from benchmarks.gallery_tasks import DEEP, EPOCHS, ROWS
from benchmarks.measure import ROOT, Measured, machine, run
from synth.make import GENERATORS, Generator
from synth.make.registry import versions

DATA = ROOT.parent / "shared" / "data"
KEPT = ROOT / ".venv" / "bench" / "gallery"
RESULTS, README = ROOT / "benchmarks" / "GALLERY.md", ROOT / "README.md"
TABLES = {
    "heart303": ("heart303.csv", "HeartDisease"),
    "penguins": ("penguins.csv", "species"),
    "shoppers": ("online_shoppers.csv.gz", "Revenue"),
    "taxis": ("taxis.csv", "tip"),
    "nonvoters": ("nonvoters_wide.csv", "voter_category"),
    "loans": ("loans.csv", "loan_status"),
    "magic": ("magic04.csv", "class"),
    "credit": ("credit_default.csv.gz", "has_default"),
    "adult": ("adult_train.csv", ""),
    "airbnb": ("airbnb_nyc.csv.gz", "price"),
    "flights": ("flights.csv.gz", "arr_delay"),
}
"""Each table's file and the column that is predicted; empty: the last one."""
INTRODUCTION = f"""# The generators, table by table

Written by `python -m benchmarks gallery`, each generator in a process of its own, with its default settings and one
seed: fitted to four fifths of the rows, sampled to as many, judged against the fifth held out. Neural networks
({", ".join(DEEP)}) train for {EPOCHS} epochs, a tenth of their default, on at most {ROWS:,} rows. Seconds are of the
wall clock, in brackets what was forecast, then those of both cores together: on a machine that is busy with something
else, the latter tell more. Megabytes are the most that the process held, in brackets what was forecast. Shapes, and
pairs without allowing for chance: 1 is best, in brackets what fresh real rows score. Detection: 0.5 is best. DCR share:
0.5 is best, more is nearer to training rows. TSTR: in brackets what training on real rows scores. Tables are missing
that were not run yet.
"""
HEADER = ("Generator", "Seconds", "of cores", "MB", "Shapes", "Pairs", "Detection AUC", "DCR share", "TSTR")
MEASURES = (
    ("shape", "shape fresh"),
    ("pair", "pair fresh"),
    ("detection", ""),
    ("dcr_share", ""),
    ("synthetic", "real"),
)
"""Each figure, and that which stands in brackets beside it."""


def main(names: Sequence[str]) -> None:
    """Run what is missing, print, and write GALLERY.md with all that is known."""
    unknown = set(names) - set(TABLES)
    if unknown:
        sys.exit(f"There is no table {', '.join(sorted(unknown))}. Tables are: {', '.join(TABLES)}.")
    where = machine()
    for name in names or TABLES:
        for one in GENERATORS:
            result(name, one)
    found = {name: known(name) for name in TABLES}
    over_all = summary(found)
    text = f"{INTRODUCTION}\nMachine: {where}.\n\n## Over all tables: medians\n\n{over_all}"
    text += "".join(section(name, found[name]) for name in TABLES)
    RESULTS.write_text(text, encoding="utf-8")
    put(README, over_all)
    print(text)


def result(table: str, one: Generator) -> Measured:
    """What was measured before, or is now."""
    file, target = TABLES[table]
    task = ("made", str(DATA / file), target, one.card.name)
    return kept.result(place(table, one), lambda: run(*task, module="benchmarks.gallery_tasks"))


def known(table: str) -> dict[str, Measured]:
    """What there is of a table, by generator."""
    paths = {one.card.name: place(table, one) for one in GENERATORS} if (DATA / TABLES[table][0]).exists() else {}
    return {name: kept.read(path) for name, path in paths.items() if path.exists()}


def place(table: str, one: Generator) -> Path:
    """Where a result is kept: its name says all that it depends on."""
    name, code = one.card.name, kept.of_code("prepare", "make", "judge")
    depends = [kept.of_file(DATA / TABLES[table][0]), code, name, versions(one), EPOCHS, ROWS]
    return kept.place(KEPT, f"{table}-{name}", *depends)


def section(table: str, found: Mapping[str, Measured]) -> str:
    """A table in Markdown of what is known; empty where nothing is."""
    if not found:
        return ""
    size = max((one.counts["rows"], one.counts["columns"]) for one in found.values() if one.counts)
    lines = [HEADER, ("---",) * len(HEADER), *(cells(name, one) for name, one in found.items())]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"\n## {table}: {size[0]:,} training rows, {size[1]} modelled columns\n\n{text}"


def cells(name: str, one: Measured) -> Iterable[str]:
    """One row of the table; why, where there is no result."""
    if one.why:
        return [f"`{name}`", one.why, *["–"] * (len(HEADER) - 2)]
    stage = "fit and sample"
    took, told, busy = one.seconds[stage], one.seconds["forecast"], one.cpu[stage]
    size = f"{one.megabytes:.0f} ({one.counts['forecast MB']})"
    return [f"`{name}`", f"{took:.1f} ({told:.1f})", f"{busy:.1f}", size, *(score(one, *pair) for pair in MEASURES)]


def score(one: Measured, measure: str, beside: str) -> str:
    """A figure, and in brackets the one it is held against."""
    if measure not in one.scores:
        return "not measured"
    return f"{one.scores[measure]:.3f}" + (f" ({one.scores[beside]:.3f})" if beside in one.scores else "")
