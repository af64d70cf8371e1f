"""Fidelity, privacy and speed held against their goals, beside other systems: `python -m benchmarks quality [table …]`.

Options: `--generators trees,boost`, `--seeds 3`, `--epochs 300` of the ctgan package beside ours (0: without it),
`--goals 1,2,3,4,5,6`; `--kept` starts nothing and shows what is known of this very code. Without tables
all of ../shared/data are measured; `FILE.csv:TARGET` is one kept elsewhere. It can be stopped and goes on where it was.
QUALITY.md is written where everything was asked for; all else is printed alone. Everything is judged by `synth.judge`,
from the real and the synthetic file alone, so that what others published goes the same way as ours.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence

from benchmarks import quality_goals as goals
from benchmarks.measure import ROOT, Measured, machine
from benchmarks.published import DATA as PUBLISHED
from benchmarks.published import SYSTEMS
from benchmarks.quality_goals import Figures, Goal, averaged
from benchmarks.quality_runs import Runs
from benchmarks.quality_tables import ADULT, SMALL, TABLES, files
from benchmarks.quality_tasks import SPLITS
from benchmarks.quality_text import INTRODUCTION, beside_published, by_table, rates_missed

RESULTS = ROOT / "benchmarks" / "QUALITY.md"
MOST_PEER_ROWS = 35_000
LIMITS = {
    "adult": {"trees": 3.0, "boost": 45.0},
    "flights": {"trees": 60.0, "boost": 300.0},
    "nonvoters": {"trees": 30.0, "boost": 240.0},
}
MILLION = {"trees": 60.0, "boost": 180.0}
"""Goal 5: the most seconds to fit and sample all rows of a table, and to sample a million of Adult."""
ROWS = (10_000, 100_000, 1_000_000)


def main(arguments: Sequence[str]) -> None:
    """Measure what is missing and print it; write QUALITY.md where everything was asked for."""
    asked = options(arguments)
    missing = [str(path) for table in asked.tables for path in files(table) if not path.exists()]
    if missing:
        sys.exit(f"The benchmark needs {', '.join(missing)}.")
    where = machine()
    text = f"{INTRODUCTION}\nMachine: {where}; seeds: {asked.seeds}.\n\n" + "\n".join(sections(asked))
    if whole(asked, text):
        RESULTS.write_text(text, encoding="utf-8")
    print(text)


def whole(asked: Namespace, text: str) -> bool:
    """Whether everything was asked for; of what is kept alone, whether it answers every goal."""
    return vars(asked) | {"kept": False} == vars(options([])) and not (asked.kept and "not measured" in text)


def options(arguments: Sequence[str]) -> Namespace:
    """What was asked for in words, as values."""
    parser = ArgumentParser(prog="python -m benchmarks quality", description=__doc__)
    parser.add_argument("tables", nargs="*", default=[])
    parser.add_argument("--generators", type=lambda names: names.split(","), default=["trees", "boost"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--goals", type=lambda some: {int(one) for one in some.split(",")}, default={1, 2, 3, 4, 5, 6})
    asked = parser.parse_args(arguments)
    asked.tables = asked.tables or list(TABLES)
    return asked


def sections(asked: Namespace) -> Iterator[str]:
    """The goals, then what they rest on."""
    runs = Runs(start=not asked.kept)
    reached: list[Goal] = []
    means: dict[str, dict[str, Figures]] = {}
    for who in asked.generators:
        seeds = {table: judged(runs, table, who, asked.seeds) for table in asked.tables}
        means[who] = {table: averaged(found) for table, found in seeds.items() if found}
        reached += list(of_halves(asked.goals, who, seeds, means[who]))
        for name in sorted(set(SMALL) & set(asked.tables)) if 3 in asked.goals else []:
            dealt = runs.splits(name, who)
            reached += goals.of_small(who, name, dealt.scores)
            means[who] |= {} if dealt.why else {f"{name}, {SPLITS} splits": _with_time(dealt.scores, dealt)}
        reached += list(times(runs, who)) if 5 in asked.goals else []
        reached += list(peers(runs, who, asked)) if 6 in asked.goals and asked.epochs else []
    yield goals.table(sorted(reached, key=lambda goal: goal.number))
    if ADULT in asked.tables and 1 in asked.goals:
        yield beside_published(others(runs) | {who: found[ADULT] for who, found in means.items() if ADULT in found})
    yield by_table(means)
    yield rates_missed(means)


def of_halves(
    wanted: set[int], who: str, seeds: Mapping[str, Sequence[Figures]], tables: Mapping[str, Figures]
) -> Iterator[Goal]:
    """The goals 1, 2 and 4 of one generator, as far as they are wanted, from the figures of its tables."""
    if 1 in wanted and ADULT in seeds:
        yield from goals.of_adult(who, tables.get(ADULT, {}))
    if 2 in wanted:
        yield from goals.of_tables(who, {name: one for name, one in tables.items() if one["rows"] >= goals.LEAST_ROWS})
    if 4 in wanted:
        yield goals.of_rates(who, [one for found in seeds.values() for one in found])


def judged(runs: Runs, table: str, who: str, seeds: int) -> list[Figures]:
    """The figures of each seed; none of a table that could not be made, which is said."""
    found: list[Figures] = []
    for seed in range(seeds):
        outcome = runs.ours(table, who, seed)
        if outcome.judged.why:
            print(f"{table}, {who}: {outcome.judged.why}", flush=True)
        else:
            found.append(_with_time(outcome.judged.scores, outcome.made))
    return found


def others(runs: Runs) -> dict[str, dict[str, float]]:
    """What others published of Adult, and what nobody can pass."""
    paths = {name: PUBLISHED / f"{system.file}.csv.gz" for name, system in SYSTEMS.items()}
    found = {"fresh real rows": runs.limit(ADULT, 0)} | {
        name: runs.judged(ADULT, path, 0) for name, path in paths.items()
    }
    return {name: averaged([one.scores]) for name, one in found.items() if not one.why}


def times(runs: Runs, who: str) -> Iterator[Goal]:
    """Goal 5 for one generator; nothing is asked of others than `trees` and `boost`."""
    if who not in MILLION:
        return
    megabytes = []
    for table, limits in LIMITS.items():
        found = runs.timed("timed", table, who)
        what = f"{table}, all rows, fit and sample"
        yield goals.of_time(who, what, *_seconds(found, "fit and sample"), limits[who])
        megabytes.append(found.megabytes)
    found = runs.timed("million", ADULT, who)
    yield goals.of_time(who, "a million rows of adult, sample", *_seconds(found, "sample"), MILLION[who])
    grown = {rows: runs.timed("grown", ADULT, who, str(rows)) for rows in ROWS}
    cpu = {rows: one.cpu["fit and sample"] for rows, one in grown.items() if not one.why}
    yield from goals.of_growth(who, cpu, {rows: grown[rows].megabytes for rows in cpu})
    yield goals.of_memory(who, [*megabytes, found.megabytes, *(one.megabytes for one in grown.values())])


def peers(runs: Runs, who: str, asked: Namespace) -> Iterator[Goal]:
    """Goal 6 for one generator: one seed, on tables of which a half has at most 35,000 rows."""
    for table in asked.tables:
        mine = runs.ours(table, who, 0)
        if mine.judged.why or mine.made.counts["rows"] > MOST_PEER_ROWS:
            continue
        theirs = runs.peer(table, asked.epochs, 0)
        if theirs.judged.why:
            print(f"{table}, ctgan: {theirs.judged.why}", flush=True)
            continue
        faster = [
            sum(getattr(theirs.made, clock).values()) / sum(getattr(mine.made, clock).values())
            for clock in ("seconds", "cpu")
        ]
        yield from goals.beside(who, table, mine.judged.scores, theirs.judged.scores, *faster)


def _with_time(scores: Figures, made: Measured) -> dict[str, float]:
    """The figures with the seconds, of the wall clock and of all cores, and megabytes that the table took."""
    took = {"seconds": sum(made.seconds.values()), "cores": sum(made.cpu.values())}
    return {**scores, **took, "megabytes": made.megabytes, "rows": float(made.counts["rows"])}


def _seconds(found: Measured, stage: str) -> tuple[float | None, float | None]:
    return found.seconds.get(stage), found.cpu.get(stage)
