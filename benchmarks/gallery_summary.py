"""What the gallery says over all tables: a line for each generator, which the README shows as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.measure import Measured

HEADER = ("Generator", "Tables", "Seconds", "MB", "Shapes", "Pairs", "Detection AUC", "DCR share", "TSTR lost")
TIMED, LEAST = "fit and sample", 0.5
BEGIN, END = "<!-- gallery: begin, written by `python -m benchmarks gallery` -->", "<!-- gallery: end -->"


def summary(tables: Mapping[str, Mapping[str, Measured]]) -> str:
    """Medians over tables in Markdown, and how near the forecasts came; empty where nothing is known."""
    found: dict[str, list[Measured]] = {}
    for table in tables.values():
        for name, one in table.items():
            found.setdefault(name, []).append(one)
    if not found:
        return ""
    rows = [HEADER, ("---",) * len(HEADER), *(_cells(name, ones) for name, ones in found.items())]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows) + "\n" + _foretold(found.values())


def put(path: Path, text: str) -> None:
    """Write the text between both marks of a file, in place of what stands there."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


def _cells(name: str, found: Sequence[Measured]) -> Iterable[str]:
    made = [one for one in found if not one.why]
    if not made:
        return [f"`{name}`", f"0 of {len(found)}", *["–"] * (len(HEADER) - 2)]
    lost = [one.scores["real"] - one.scores["synthetic"] for one in made if "real" in one.scores]
    seconds, most = [one.seconds[TIMED] for one in made], max(one.megabytes for one in made)
    return [
        f"`{name}`",
        f"{len(made)} of {len(found)}",
        f"{median(seconds):.1f} (most {max(seconds):.0f})",
        f"{most:,.0f}",
        *(_median([one.scores[key] for one in made if key in one.scores]) for key in ("shape", "pair")),
        *(_median([one.scores[key] for one in made if key in one.scores]) for key in ("detection", "dcr_share")),
        _median(lost),
    ]


def _median(values: Sequence[float]) -> str:
    return f"{median(values):.3f}" if values else "not measured"


def _foretold(found: Iterable[Sequence[Measured]]) -> str:
    """How many runs of half a second or more took between half and double the seconds that were forecast."""
    runs = [(one.seconds["forecast"], one.seconds[TIMED]) for ones in found for one in ones if not one.why]
    long = [(told, took) for told, took in runs if max(told, took) >= LEAST]
    near = sum(told / 2 <= took <= 2 * told for told, took in long)
    return (
        f"Forecasts of seconds lie within a factor of two in {near} of {len(long)} runs of half a second or more.\n"
        if long
        else ""
    )
