"""How long each part takes and how much memory, beside peers in the same run, on two real tables."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.figures import Figure, Peer, table
from benchmarks.measure import ROOT, Measured, machine, run
from benchmarks.peers import sdv_python

DATA = ROOT.parent / "shared" / "data"
ADULT, ADULT_TEST, FLIGHTS = (str(DATA / name) for name in ("adult_train.csv", "adult_test.csv", "flights.csv.gz"))
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
EPOCHS = 300
INTRODUCTION = f"""# Speed and size

Written by `make bench`. Seconds are of the wall clock, each task in a process of its own. `trees` and `ctgan` are ours,
with value protection; fit and sample take as many rows as the table has. *Extrapolated*: the training of a few epochs,
times what is missing to {EPOCHS}; what comes before and after it as measured. Only a run that starts at a load near 0
says what this machine can do.
"""


def main() -> None:
    """Measure, print, and write RESULTS.md."""
    missing = [path for path in (ADULT, ADULT_TEST, FLIGHTS) if not Path(path).exists()]
    if missing:
        sys.exit(f"The benchmark needs {', '.join(Path(path).name for path in missing)} in ../shared/data.")
    where = machine()
    figures, versions = measure()
    libraries = ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
    text = f"{INTRODUCTION}\nMachine: {where}.\nLibraries: {libraries}.\n\n{table(figures)}"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


def measure() -> tuple[list[Figure], dict[str, str]]:
    """All figures, and the versions of the libraries that took part."""
    walk = run("walk", ADULT, ADULT_TEST)
    ours, package = run("ctgan", ADULT, "10"), run("ctgan_package", ADULT, "10")
    wide, large = run("ctgan", FLIGHTS, "1"), run("trees", FLIGHTS)
    copula, name = _copula(ADULT)
    large_copula, _ = _copula(FLIGHTS)
    adult, flights = "adult, 32,561 × 15: ", "flights, 336,776 × 19: "
    figures = [
        Figure(adult + "read and profile", walk.seconds["read and profile"], "s", 3),
        Figure(
            adult + "`trees`, fit and sample",
            walk.seconds["trees"],
            "s",
            5,
            (Peer(name, copula.seconds["all"]), _extrapolated(ours, 10)),
        ),
        Figure(
            adult + "comparison",
            walk.seconds["compare"],
            "s",
            15,
            (Peer("SDMetrics' reports, 20,000 rows a side", walk.seconds["SDMetrics"]),),
        ),
        Figure(
            adult + f"peak memory from reading to comparison {'**with**' if walk.torch else 'without'} torch",
            walk.megabytes,
            "MB",
            1000,
            (Peer(f"{name}, no comparison", copula.megabytes),),
        ),
        Figure(
            adult + "`ctgan`, 10 epochs",
            ours.seconds["all"],
            "s",
            None,
            (Peer("the ctgan package alone", package.seconds["all"]),),
        ),
        Figure(
            flights + "`trees`, fit and sample",
            large.seconds["trees"],
            "s",
            90,
            (Peer(name, large_copula.seconds["all"]), _extrapolated(wide, 1)),
        ),
        Figure(
            flights + "`trees`, peak memory",
            large.megabytes,
            "MB",
            None,
            (Peer(name, large_copula.megabytes), Peer("`ctgan`", wide.megabytes)),
        ),
    ]
    everyone = (walk, ours, package, wide, large, copula, large_copula)
    return figures, {name: number for one in everyone for name, number in one.versions.items()}


def _extrapolated(measured: Measured, epochs: int) -> Peer:
    """The time of all epochs, of which some were measured."""
    training, times = measured.seconds["training"], EPOCHS // epochs
    name = f"`ctgan`, {EPOCHS} epochs (extrapolated: {epochs} × {times})"
    return Peer(name, measured.seconds["all"] + training * (times - 1))


def _copula(path: str) -> tuple[Measured, str]:
    """A Gaussian copula: SDV's, or that of the copulas package where SDV cannot be installed."""
    python = sdv_python(ROOT / ".venv" / "bench")
    if python is None:
        return run("copulas", path), "Gaussian copula (copulas, standing in for SDV)"
    return run("sdv", path, python=python), "SDV's Gaussian copula"
