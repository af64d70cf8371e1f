"""What is found on demand, after a report: a small file of scores and exhibits each, merged whenever it is read.

The run's own report is never changed; what is signed is the merged one as it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import WorkspaceError
from synth.judge.exhibits import Exhibit
from synth.judge.report import Report
from synth.judge.score import Score
from synth.work import files

PATTERN = "supplement-*.json"
_NAME = re.compile(r"[a-z][a-z ]{0,40}")


class Supplement(BaseModel):
    """What one question, review or longer sum has found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scores: tuple[Score, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Score | Exhibit]) -> Supplement:
        """Scores and exhibits, parted."""
        everything = list(found)
        return cls(
            scores=tuple(each for each in everything if isinstance(each, Score)),
            exhibits=tuple(each for each in everything if not isinstance(each, Score)),
        )

    @property
    def found(self) -> tuple[Score | Exhibit, ...]:
        """All of it, as a measure gives it."""
        return (*self.scores, *self.exhibits)


def keep(folder: Path, name: str, supplement: Supplement) -> None:
    """Keep a supplement in the run's folder, in place of an earlier one of that name; an empty one takes it away."""
    path = _path(folder, name)
    if supplement.found:
        files.write(path, supplement.model_dump_json(indent=1) + "\n")
    else:
        path.unlink(missing_ok=True)


def read(folder: Path, name: str) -> Supplement:
    """The supplement of that name; an empty one where there is none."""
    path = _path(folder, name)
    return _read(path) if path.exists() else Supplement()


def merged(report: Report, folder: Path) -> Report:
    """The report with every supplement, in the order of their names; one that cannot be read is a note."""
    for path in sorted(folder.glob(PATTERN)):
        try:
            report = report.supplemented(_read(path).found)
        except WorkspaceError as error:
            report = report.model_copy(update={"notes": (*report.notes, str(error))})
    return report


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise WorkspaceError(f"{name!r} is no name for a supplement: small letters and spaces only.")
    return folder / PATTERN.replace("*", name.replace(" ", "-"))


def _read(path: Path) -> Supplement:
    try:
        return Supplement.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        name = path.stem.partition("-")[2].replace("-", " ")
        raise WorkspaceError(f"What was found for the {name!r} cannot be read any more. Take it again.") from error
