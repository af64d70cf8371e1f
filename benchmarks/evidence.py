"""The limits of the comparison, each beside the peer that was run with it: `python -m benchmarks evidence`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.figures import Figure, Peer, table
from benchmarks.measure import ROOT, Measured, machine, run

DATA = ROOT.parent / "shared" / "data"
ADULT, ADULT_TEST, NONVOTERS, FLIGHTS = (
    DATA / name for name in ("adult_train.csv", "adult_test.csv", "nonvoters_wide.csv", "flights.csv.gz")
)
PUBLISHED = tuple(
    DATA / "adult_equal_split" / f"{name}.csv.gz" for name in ("adult__trn", "adult__hol", "adult__2023-05_synthpop")
)
RESULTS = ROOT / "benchmarks" / "RESULTS_EVIDENCE.md"
FASTER = 20
INTRODUCTION = """# The comparison: speed, memory and peers

Written by `python -m benchmarks evidence`. Seconds are of the wall clock, each task in a process of its own, on tables
that are already read. Our scores of pairs and shapes come with interval, reference and floor; *scores alone* are
without, as SDMetrics' quality report is, which is called as anybody calls it, on the same rows in the same process.
Only a run that starts at a load near 0 says what this machine can do.
"""


def main() -> None:
    """Measure, print, and write the results."""
    missing = [path.name for path in (ADULT, ADULT_TEST, NONVOTERS, FLIGHTS, *PUBLISHED) if not path.exists()]
    if missing:
        sys.exit(f"The benchmark needs {', '.join(missing)} in ../shared/data.")
    where = machine()
    figures, versions = measure()
    libraries = ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
    text = f"{INTRODUCTION}\nMachine: {where}.\nLibraries: {libraries}.\n\n{table(figures)}"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


def measure() -> tuple[list[Figure], dict[str, str]]:
    """All figures, and the versions of the libraries that took part."""
    wide, long, large = _run("pairs", NONVOTERS), _run("pairs", FLIGHTS), _run("million", ADULT)
    near = _run("distances", *PUBLISHED)
    reports = {
        "adult": (_run("report", ADULT, ADULT_TEST), 15.0),
        "nonvoters": (_run("report", NONVOTERS), 20.0),
        "flights": (_run("report", FLIGHTS), 45.0),
    }
    figures = [_pairs("nonvoters", wide, 2.0), _pairs("flights", long, 3.0), *_million(large), *_distances(near)]
    figures += [figure for name, (report, limit) in reports.items() for figure in _report(name, report, limit)]
    everyone = (wide, long, large, near, *(report for report, _ in reports.values()))
    return figures, {name: number for one in everyone for name, number in one.versions.items()}


def _run(task: str, *paths: Path) -> Measured:
    return run(task, *map(str, paths), module="benchmarks.evidence_tasks")


def _pairs(name: str, found: Measured, limit: float) -> Figure:
    what = f"{name}: {found.counts['pairs']:,} pairs, {found.counts['rows']:,} training rows"
    return Figure(what, found.seconds["pairs"], "s", limit, (_quality(found),))


def _million(found: Measured) -> list[Figure]:
    """Shapes and pairs, so many times faster than SDMetrics in the same run."""
    size, peer = f"{found.counts['rows']:,} × {found.counts['columns']}: ", _quality(found)
    limit = peer.value / FASTER
    return [
        Figure(size + "shapes and pairs", found.seconds["shapes and pairs"], "s", limit, (peer,)),
        Figure(size + "scores alone", found.seconds["scores alone"], "s", limit, (peer,)),
        Figure(size + "peak memory", found.megabytes, "MB"),
    ]


def _distances(found: Measured) -> list[Figure]:
    from benchmarks.evidence_tasks import SDMETRICS_ROWS  # noqa: PLC0415

    what = f"exact DCR share, {found.counts['rows']:,} rows × as many, twice: "
    peer = Peer(f"SDMetrics, {SDMETRICS_ROWS:,} rows a side", found.seconds["SDMetrics"])
    return [
        Figure(what + "time", found.seconds["DCR share"], "s", 10.0, (peer,)),
        Figure(what + "peak memory", found.megabytes, "MB", 1000.0),
    ]


def _report(name: str, found: Measured, limit: float) -> list[Figure]:
    counts = found.counts
    what = f"{name}, {counts['rows']:,} × {counts['columns']}: "
    scores = f"full report, {counts['scores']:,} scores, {counts['not measured']:,} of them not measured"
    return [
        Figure(what + "first group of the report", found.seconds["first group"], "s", 2.0),
        Figure(what + scores, found.seconds["all groups"], "s", limit),
        Figure(what + "peak memory of generator and report", found.megabytes, "MB"),
    ]


def _quality(found: Measured) -> Peer:
    return Peer("SDMetrics' quality report", found.seconds["SDMetrics"])
