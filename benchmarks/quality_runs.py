"""Every measurement of quality, each in a process of its own and kept by what it depends on.

A table that was made is kept under the hash of its source, of the code that reads and makes, the generator, its
libraries and the seed; its figures under the hash of both files and of the code that reads and judges. So a change of
the judge makes no table anew, and a peer is fitted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import benchmarks.deep
from benchmarks import kept
from benchmarks.gallery import DATA
from benchmarks.measure import ROOT, Measured, run
from benchmarks.quality_tables import files, halves, title
from benchmarks.quality_tasks import SPLITS
from synth.judge.compare import source
from synth.make import generator
from synth.make.registry import versions

KEPT = ROOT / ".venv" / "bench" / "quality"
MODULE = "benchmarks.quality_tasks"
PEER = "ctgan"
WHOLE = {"adult": "adult_train.csv", "flights": "flights.csv.gz", "nonvoters": "nonvoters_wide.csv"}
"""The tables whose time is measured, with all their rows."""


class Outcome(NamedTuple):
    """A table's making and its figures; either says why where it could not be."""

    made: Measured
    judged: Measured


@dataclass(frozen=True)
class Runs:
    """All measurements. Those that were not made yet are started if `start`, or else told as such."""

    start: bool = True

    def ours(self, table: str, who: str, seed: int) -> Outcome:
        """What one of our generators makes of a table's first half, and how good it is."""
        name = f"{title(table)}-{who}-{seed}"
        place = kept.place(KEPT, name, *_content(table), *_code(who), seed)
        return self._outcome(place, ("made", table, who, str(seed)), table, seed)

    def peer(self, table: str, epochs: int, seed: int) -> Outcome:
        """The same of the ctgan package; kept whatever becomes of our code, for as long as the rows are the same."""
        rows, code = source(halves(table, seed).train).sha256, kept.of_file(Path(benchmarks.deep.__file__))
        name = f"{title(table)}-{PEER}-{epochs}-{seed}"
        place = kept.place(KEPT, name, rows, code, versions(generator(PEER)), epochs, seed)
        return self._outcome(place, ("peer", table, str(epochs), str(seed)), table, seed)

    def judged(self, table: str, path: Path, seed: int) -> Measured:
        """The figures of any file beside a table's halves."""
        content = kept.of_file(path), kept.of_code("prepare", "judge")
        place = kept.place(KEPT, f"{title(table)}-judged", *_content(table), *content, seed)
        return self._result(place, "judged", table, str(seed), str(path))

    def limit(self, table: str, seed: int) -> Measured:
        """What fresh real rows have."""
        place = kept.place(KEPT, f"{title(table)}-limit", *_content(table), kept.of_code("prepare", "judge"), seed)
        return self._result(place, "limit", table, str(seed))

    def splits(self, table: str, who: str) -> Measured:
        """A small table dealt anew twenty times."""
        content = *_content(table), *_code(who), kept.of_code("judge"), SPLITS
        place = kept.place(KEPT, f"{title(table)}-{who}-splits", *content)
        return self._result(place, "splits", table, who, str(SPLITS))

    def timed(self, task: str, table: str, who: str, *more: str) -> Measured:
        """Seconds and memory of a generator on all rows of a file."""
        path = DATA / WHOLE[table]
        place = kept.place(KEPT, "-".join((task, table, who, *more)), kept.of_file(path), *_code(who), more)
        return self._result(place, task, str(path), who, *more)

    def _outcome(self, place: Path, task: tuple[str, ...], table: str, seed: int) -> Outcome:
        out = place.with_suffix(".csv")
        if not out.exists():
            place.unlink(missing_ok=True)
        made = self._result(place, *task, str(out))
        return Outcome(made, Measured(why=made.why) if made.why else self.judged(table, out, seed))

    def _result(self, place: Path, task: str, *given: str) -> Measured:
        if not self.start and not place.exists():
            return Measured(why="not measured yet")
        return kept.result(place, lambda: run(task, *given, module=MODULE))


def _content(table: str) -> list[str]:
    return [kept.of_file(path) for path in files(table)]


def _code(who: str) -> tuple[str, dict[str, str]]:
    """All that a generator's table depends on besides its rows and the seed."""
    return kept.of_code("prepare", "make") + who, versions(generator(who))
