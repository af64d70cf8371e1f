"""Exhibits: what a chart or a list is drawn from, where scores alone do not show it. Plain values, no real row.

No exhibit holds a real value of fewer than k units: small cells are merged or null, real rows appear by number.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from synth.judge.score import Band

Matrix = tuple[tuple[FiniteFloat | None, ...], ...]


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JointTable(_Plain):
    """Two columns at once, in the bins of the pair measure: the share of rows in each cell, real and synthetic.

    `rows` and `columns` name the bins of the first and of the second column, missing last where there is any. A cell
    that fewer than k real units fall into is null in `real`.
    """

    kind: Literal["joint table"] = "joint table"
    subject: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    real: Matrix
    synthetic: Matrix


class Projection(_Plain):
    """All modelled columns on the two axes along which real rows differ most (principal components).

    `real` and `synthetic` are shares of rows on a grid; rows of the matrix go along `y_edges`. A cell that fewer than k
    real units fall into is null in `real`. `explained`: the share of the variance on each axis. `x_columns` and
    `y_columns`: the columns that each axis is made of, the strongest first.
    """

    kind: Literal["projection"] = "projection"
    explained: tuple[FiniteFloat, FiniteFloat]
    x_columns: tuple[str, ...]
    y_columns: tuple[str, ...]
    x_edges: tuple[FiniteFloat, ...]
    y_edges: tuple[FiniteFloat, ...]
    real: Matrix
    synthetic: Matrix


class Giveaway(_Plain):
    """A column by which synthetic rows are told from real ones: the AUC lost without it, and how to see it."""

    columns: tuple[str, ...]
    importance: FiniteFloat
    sentence: str


class Giveaways(_Plain):
    """What gives the synthetic rows away, the strongest first; empty where nothing does."""

    kind: Literal["giveaways"] = "giveaways"
    found: tuple[Giveaway, ...]


class Importance(_Plain):
    """How much each column helps to predict the target, for a model trained on real and one trained on synthetic rows:
    what is lost of the figure (ROC AUC or R²) on the holdout when the column is shuffled; the most important first.
    """

    kind: Literal["importance"] = "importance"
    target: str
    figure: str
    columns: tuple[str, ...]
    real: tuple[FiniteFloat, ...]
    synthetic: tuple[FiniteFloat, ...]


class Step(_Plain):
    """One point of a learning curve: so many synthetic rows were added; `gain` is against the real rows alone, on the
    same test rows.
    """

    added: int
    figure: Band
    gain: Band


class LearningCurve(_Plain):
    """What a model scores on the holdout when more and more synthetic rows join the real ones.

    `figure` is its name (ROC AUC or R²), `learner` what kind of model; `alone` is what the real rows alone score. All
    gains of the curve together lie within their intervals 95 % of the time.
    """

    kind: Literal["learning curve"] = "learning curve"
    target: str
    figure: str
    learner: str
    real_rows: int
    test_rows: int
    alone: Band
    steps: tuple[Step, ...]


class Answer(_Plain):
    """One group of a steward's question: the figure in both tables; `agrees` if their difference is within `tolerance`.

    `group` names the levels, empty for the whole table. A real figure of fewer than k units is null, and no verdict. A
    synthetic one is null where no synthetic row is in the group: a disagreement where chance does not explain it.
    """

    group: tuple[str, ...]
    real: FiniteFloat | None
    synthetic: FiniteFloat | None
    tolerance: FiniteFloat | None
    agrees: bool | None


class Question(_Plain):
    """A steward's own question, answered on both tables: a figure of one column, by groups of others.

    `figure`: count, share, mean, median, sum or rate, of `column` unless it is of rows. `sentence`: in words.
    """

    kind: Literal["question"] = "question"
    text: str
    figure: str = "count"
    column: str | None = None
    by: tuple[str, ...]
    answers: tuple[Answer, ...]
    sentence: str = ""


class Attack(_Plain):
    """What one attacker reached: the share of targets given away, beside that of people the generator never saw
    (`control`) and of guessing without the synthetic table (`baseline`).

    `known`: what the attacker knows. `secret`: what is to be found out, for an inference. `result` is `risk`, `no risk
    found` (no better than on the control), or `no result` (no better than the baseline).
    """

    attack: Literal["singling out", "linkability", "attribute inference"]
    persona: str
    known: tuple[str, ...]
    secret: str | None
    targets: int
    main: Band
    control: Band
    baseline: Band
    result: Literal["risk", "no risk found", "no result"]
    sentence: str


class Attacks(_Plain):
    """Every attack that could be run, the most dangerous first, and why the others could not.

    `visible` columns can be known from outside, the most visible first, and `secrets` are wanted; `reasons`: why each
    of them was guessed, by name, none for those that were said.
    """

    kind: Literal["attacks"] = "attacks"
    tried: tuple[Attack, ...]
    not_tried: tuple[str, ...] = ()
    visible: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    reasons: dict[str, str] = {}


class RiskyRow(_Plain):
    """One synthetic row, by its position from 0 in the table, that lies suspiciously near a real one.

    `nearest` is that training row's position in the first table; `distance` to it, and `usual`: the median distance of
    fresh real rows to theirs. `columns_equal`: on how many modelled columns both are equal. `why` names columns only.
    """

    row: int
    nearest: int
    distance: FiniteFloat
    usual: FiniteFloat
    columns_equal: int
    why: str


class RiskyRows(_Plain):
    """The synthetic rows that give most away, the riskiest first: copies of rows that stand alone before near ones.

    `found`: how many there are in all.
    """

    kind: Literal["risky rows"] = "risky rows"
    rows: tuple[RiskyRow, ...]
    found: int = 0


class Distances(_Plain):
    """How near rows lie to the training rows: the share of rows that lie at most so far from their nearest one.

    `synthetic` and `fresh` (holdout rows) are one share for each of `distances`, which rise; between two of these at
    least k fresh units lie. `limit`: only the nearest 1 % of fresh rows (at least three) lie no further;
    `synthetic_near`, `fresh_near`: the share of rows within it.
    """

    kind: Literal["distances"] = "distances"
    distances: tuple[FiniteFloat, ...]
    synthetic: tuple[FiniteFloat, ...]
    fresh: tuple[FiniteFloat, ...]
    limit: FiniteFloat
    synthetic_near: FiniteFloat
    fresh_near: FiniteFloat


class Group(_Plain):
    """One group of people: its share of the rows, and the rate of the outcome in it, real and synthetic."""

    label: str
    real_share: Band
    synthetic_share: Band
    real_rate: Band | None = None
    synthetic_rate: Band | None = None


class Groups(_Plain):
    """The groups of one sensitive column, or of a pair of them; those of fewer than k units are merged.

    `tests`: how many groups there are of all subjects, which what is called more than chance is corrected for.
    """

    kind: Literal["groups"] = "groups"
    subject: tuple[str, ...]
    outcome: str | None
    groups: tuple[Group, ...]
    tests: int = 1


class Cluster(_Plain):
    """One cluster of real rows: what is typical of it, and its share of the rows."""

    typical: str
    real: Band
    synthetic: Band


class Clusters(_Plain):
    """Clusters that the training rows fall into, the largest first."""

    kind: Literal["clusters"] = "clusters"
    clusters: tuple[Cluster, ...]


class ReviewedRow(_Plain):
    """One row of a review: whether it is real, its position from 0 in the holdout or in the synthetic table, and
    whether the expert took it for real.
    """

    real: bool
    row: int
    said_real: bool


class Review(_Plain):
    """What an expert said of real and synthetic rows, shuffled: `each` in the order in which they were shown."""

    kind: Literal["review"] = "review"
    expert: str
    rows: int
    correct: int
    comments: tuple[str, ...] = ()
    each: tuple[ReviewedRow, ...] = ()


class ImputedColumn(_Plain):
    """How well one column's gaps are filled: the share of `hidden` known cells filled in `right`, and by the `baseline`
    (commonest level or median); how far each moves the shape. Null where too few cells could be hidden.
    """

    name: str
    gaps: int
    hidden: int
    right: Band | None = None
    baseline: Band | None = None
    off: FiniteFloat | None = None
    baseline_off: FiniteFloat | None = None


class Imputed(_Plain):
    """How well the gaps of each column are filled, tried on known cells that were hidden first."""

    kind: Literal["imputed"] = "imputed"
    columns: tuple[ImputedColumn, ...]


Exhibit = Annotated[
    JointTable
    | Projection
    | Giveaways
    | Importance
    | LearningCurve
    | Question
    | Attacks
    | RiskyRows
    | Distances
    | Groups
    | Clusters
    | Review
    | Imputed,
    Field(discriminator="kind"),
]
