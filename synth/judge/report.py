"""The report: all scores of one comparison, and the summaries its charts are drawn from. It holds no real row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import ReportError
from synth.judge.interval import exceeds
from synth.judge.score import Group, Score
from synth.prepare.schema import Kind


class Source(BaseModel):
    """One of the compared tables: how many rows it has and a hash of its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    sha256: str


class ColumnSummary(BaseModel):
    """The distribution of one column on shared bins, so that a chart needs no data.

    Numbers and dates: `edges` has one more entry than the shares; the outer edges are k-th extremes, as numbers
    (dates as ISO text in `labels`). Categories and booleans: `labels` are the levels held by ≥ k units, commonest
    first, the rest merged into "other". Shares are of all rows, so that they and `missing` add up to 1. `quantiles` are
    at 0.05, 0.25, 0.5, 0.75, 0.95, for numbers and dates (as numbers, dates in seconds since 1970).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    labels: tuple[str, ...]
    edges: tuple[float, ...] = ()
    real: tuple[float, ...]
    synthetic: tuple[float, ...]
    real_missing: float
    synthetic_missing: float
    real_quantiles: tuple[float, ...] = ()
    synthetic_quantiles: tuple[float, ...] = ()
    real_distinct: int
    synthetic_distinct: int


class Associations(BaseModel):
    """Strength of relation between each two columns (0 to 1, mixed kinds; signed for two numbers), real and synthetic.

    Matrices are square over `names`; null where a column does not vary.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    real: tuple[tuple[float | None, ...], ...]
    synthetic: tuple[tuple[float | None, ...], ...]


class StandardScores(BaseModel):
    """SDMetrics' figures as it reports them, with its version and the thresholds they were taken with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    scores: dict[str, float | None]
    note: str


class Report(BaseModel):
    """Everything one comparison found. Frozen; JSON both ways; `format` says how to read the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    real: Source
    synthetic: Source
    holdout: Source | None
    target: str | None
    seed: int
    versions: dict[str, str]
    notes: tuple[str, ...] = ()
    scores: tuple[Score, ...]
    columns: tuple[ColumnSummary, ...]
    associations: Associations
    standard: StandardScores | None = None

    def score(self, measure: str, *subject: str) -> Score:
        """The one score of that measure and subject; `ReportError` if the report does not have it."""
        for score in self.scores:
            if score.measure == measure and score.subject == subject:
                return score
        raise ReportError(
            f"The report has no score {measure!r}" + (f" of {' and '.join(subject)}." if subject else ".")
        )

    def repeats_real_rows(self) -> bool:
        """Whether exact copies exceed natural twins by more than chance; False where copies were not measured."""
        score = self.score("copies")
        if score.value is None or score.reference is None:
            return False
        fresh = (self.holdout or self.real).rows
        twins = round(score.reference.value * fresh)
        return exceeds(round(score.value * score.rows), score.rows, twins, fresh)

    def group(self, group: Group) -> tuple[Score, ...]:
        """All scores of one group, in the report's order."""
        return tuple(score for score in self.scores if score.group == group)

    def to_json(self, path: Path | str, **extra: Any) -> None:
        """Write the report as JSON; `extra` (such as a verdict) stands beside its own fields."""
        content = self.model_dump(mode="json") | extra
        Path(path).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def to_html(self, path: Path | str, *, title: str = "Real and synthetic, compared", **extra: Any) -> None:
        """Write the report as one self-contained HTML file; `extra` may hold a `verdict` as a mapping."""
        from synth.judge.html import to_html  # noqa: PLC0415  the renderer knows the report, not the other way round

        Path(path).write_text(to_html(self, title=title, **extra), encoding="utf-8")

    @classmethod
    def from_json(cls, path: Path | str) -> Report:
        """Read a report file, leaving aside what is not the report's own (a verdict)."""
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
            return cls.model_validate({key: content[key] for key in cls.model_fields if key in content})
        except (OSError, ValueError, TypeError, ValidationError) as error:
            raise ReportError(f"{Path(path).name!r} cannot be read as a report of format 1.") from error
