"""The tables that quality is measured on, each in equal halves: one to learn from, one that nobody sees."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.gallery import DATA
from benchmarks.gallery import TABLES as GALLERY
from benchmarks.published import DATA as PUBLISHED
from benchmarks.published import TARGET
from benchmarks.tasks import read
from synth.prepare import Table, split

ADULT = "adult"
TABLES = (ADULT, *(name for name in GALLERY if name != ADULT))
SMALL = ("heart303", "penguins")
"""So small that one split says nothing: twenty are dealt."""


class Halves(NamedTuple):
    """Real rows to learn from, as many that were held out, and the column to predict (None: nobody chose)."""

    train: Table
    holdout: Table
    target: str | None


def files(name: str) -> tuple[Path, ...]:
    """The files of a table: one, or training and holdout rows. `FILE.csv:TARGET` is a table kept elsewhere."""
    if name == ADULT:
        return PUBLISHED / "adult__trn.csv.gz", PUBLISHED / "adult__hol.csv.gz"
    return (DATA / GALLERY[name][0] if name in GALLERY else Path(name.partition(":")[0]),)


def halves(name: str, seed: int) -> Halves:
    """A table's halves; those of Adult are published, others are dealt by the seed, duplicates kept."""
    first, *second = files(name)
    whole = read(str(first))
    if second:
        return Halves(whole, read(str(second[0]), whole.schema), TARGET)
    target = GALLERY[name][1] if name in GALLERY else name.partition(":")[2] or None
    parts = split(whole, holdout=0.5, seed=seed)
    return Halves(parts.train, parts.holdout, target)


def title(name: str) -> str:
    """What a table is called in results and file names."""
    return name if name in TABLES else files(name)[0].name.partition(".")[0]
