"""The report: all scores of one comparison, and the summaries its charts are drawn from. It holds no real row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import ReportError
from synth.judge.exhibits import Exhibit, RiskyRows
from synth.judge.interval import ALPHA, chance
from synth.judge.score import Group, Score
from synth.prepare.control import Control
from synth.prepare.schema import Kind

Shown = TypeVar("Shown", bound=BaseModel)


class Source(BaseModel):
    """One of the compared tables: how many rows it has and a hash of its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    sha256: str


def _key(exhibit: BaseModel) -> tuple[object, ...]:
    """What tells exhibits of one report apart: the kind, and the subject or text of those that have one."""
    return tuple(getattr(exhibit, name, None) for name in ("kind", "subject", "text"))


def _lines(content: dict[str, Any]) -> str:
    """JSON with a line for each field and, of a list, for each item: thousands of scores can be read and compared."""
    fields = []
    for name, value in content.items():
        text = _compact(value)
        if isinstance(value, list) and value:
            text = "[\n  " + ",\n  ".join(map(_compact, value)) + "\n ]"
        fields.append(f" {_compact(name)}: {text}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ":"))


class ColumnSummary(BaseModel):
    """The distribution of one column on shared bins, so that a chart needs no data.

    Numbers and dates: `edges` has one more entry than the shares; the outer edges are k-th extremes, as numbers
    (dates as ISO text in `labels`). Categories and booleans: `labels` are the levels held by ≥ k units, commonest
    first, the rest merged into "other". Shares are of all rows, so that they and `missing` add up to 1. `quantiles` are
    at 0.05, 0.25, 0.5, 0.75, 0.95, for numbers and dates (as numbers, dates in seconds since 1970); percentiles, for a
    cumulative curve, at 0.01, 0.02, … 0.99. Skewed numbers above 0 are also counted in bins of one width on the axis of
    powers of ten: `log_edges`, `log_real`, `log_synthetic`.
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
    real_percentiles: tuple[float, ...] = ()
    synthetic_percentiles: tuple[float, ...] = ()
    log_edges: tuple[float, ...] = ()
    log_real: tuple[float, ...] = ()
    log_synthetic: tuple[float, ...] = ()
    real_distinct: int
    synthetic_distinct: int


class Associations(BaseModel):
    """Strength of relation between each two columns (0 to 1, mixed kinds; signed for two numbers), real and synthetic.

    Matrices are square over `names`, and those of Spearman's correlation over `ordered`, the numbers and dates among
    them; null where a column does not vary.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    real: tuple[tuple[float | None, ...], ...]
    synthetic: tuple[tuple[float | None, ...], ...]
    ordered: tuple[str, ...] = ()
    real_spearman: tuple[tuple[float | None, ...], ...] = ()
    synthetic_spearman: tuple[tuple[float | None, ...], ...] = ()


class StandardScores(BaseModel):
    """SDMetrics' figures as it reports them, with its version and the thresholds they were taken with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    scores: dict[str, float | None]
    note: str


class Provenance(BaseModel):
    """How many rows of a released table are synthetic, real, and real with gaps that were filled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    synthetic: int
    real: int
    filled: int


class Report(BaseModel):
    """Everything one comparison found. Frozen; JSON both ways; `format` says how to read the file.

    - `real` is null for a table that was made from rules alone: only its rules were judged.
    - `control`: what was asked of the table, when anything was. Then `scores` hold it against the real rows as they
      would be had they been asked for the same, and `as_is` are the scores of shapes and pairs against the real rows
      as they are.
    - `provenance`: when the table holds real rows or cells, how many. Privacy is judged on its synthetic rows alone.
    - `protected`: whether the table was made with value protection; null where that is not known.
    - `pending`: groups that are still to come; a report is complete when there are none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    real: Source | None
    synthetic: Source
    holdout: Source | None
    target: str | None
    seed: int
    versions: dict[str, str]
    notes: tuple[str, ...] = ()
    scores: tuple[Score, ...]
    columns: tuple[ColumnSummary, ...]
    associations: Associations
    exhibits: tuple[Exhibit, ...] = ()
    standard: StandardScores | None = None
    control: Control | None = None
    as_is: tuple[Score, ...] = ()
    provenance: Provenance | None = None
    protected: bool | None = None
    pending: tuple[Group, ...] = ()

    def score(self, measure: str, *subject: str) -> Score:
        """The one score of that measure and subject; `ReportError` if the report does not have it."""
        for score in self.scores:
            if score.measure == measure and score.subject == subject:
                return score
        raise ReportError(
            f"The report has no score {measure!r}" + (f" of {' and '.join(subject)}." if subject else ".")
        )

    def repeats_real_rows(self) -> bool:
        """Whether exact copies, of training or of holdout rows, exceed natural twins by more than chance; False where
        copies were not measured.
        """
        return self.repeats("copies") or self.repeats("holdout_copies")

    def repeats(self, measure: str) -> bool:
        """Whether one of these two shares of copies exceeds natural twins by more than chance."""
        return self.chance(measure) < ALPHA

    def chance(self, measure: str) -> float:
        """The chance of so many copies of one kind if there were no more of them than natural twins (Fisher 1935)."""
        return chance(*self.counted(measure))

    def counted(self, measure: str) -> tuple[int, int, int, int]:
        """One of these two shares of copies as counts: copies, synthetic rows, natural twins, real rows; all 0 where it
        was not measured.
        """
        score = next((each for each in self.scores if each.measure == measure), None)
        if score is None or score.value is None or score.reference is None or self.real is None:
            return 0, 0, 0, 0
        held = self.holdout.rows if self.holdout and measure == "copies" else 0
        real = self.real.rows + held
        return round(score.value * score.rows), score.rows, round(score.reference.value * real), real

    def exhibit(self, form: type[Shown], *subject: str) -> Shown | None:
        """The first exhibit of that form and, where it has one, of that subject."""
        for exhibit in self.exhibits:
            if isinstance(exhibit, form) and (not subject or getattr(exhibit, "subject", ()) == subject):
                return exhibit
        return None

    def supplemented(self, found: Iterable[Score | Exhibit]) -> Report:
        """With more scores and exhibits; one of the same measure or kind, and subject, takes the old one's place."""
        scores = {(score.measure, score.subject): score for score in self.scores}
        exhibits = {_key(exhibit): exhibit for exhibit in self.exhibits}
        for each in found:
            if isinstance(each, Score):
                scores[each.measure, each.subject] = each
            else:
                exhibits[_key(each)] = each
        return self.model_copy(update={"scores": tuple(scores.values()), "exhibits": tuple(exhibits.values())})

    def leaving(self) -> Report:
        """As it may leave together with the table: without the list of risky rows.

        That a certain row equals or nearly equals somebody's would tell whoever holds the table that person's values.
        """
        stays = tuple(exhibit for exhibit in self.exhibits if not isinstance(exhibit, RiskyRows))
        return self.model_copy(update={"exhibits": stays})

    def group(self, group: Group) -> tuple[Score, ...]:
        """All scores of one group, in the report's order."""
        return tuple(score for score in self.scores if score.group == group)

    def to_json(self, path: Path | str, **extra: Any) -> None:
        """Write the report as JSON; `extra` (such as a verdict) stands beside its own fields."""
        Path(path).write_text(_lines(self.model_dump(mode="json") | extra), encoding="utf-8")

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
