"""What the table of models is made of: a learner, the rows it is trained on, and a figure of how well it predicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from synth.judge import figures
from synth.judge.figures import Floats

Learner = Literal["boosted", "linear"]
Arm = Literal["real", "synthetic", "both", "continued"]

LEARNERS: dict[Learner, str] = {"boosted": "Boosted trees", "linear": "Linear model"}

ARMS: dict[Arm, str] = {
    "real": "real",
    "synthetic": "synthetic",
    "both": "real + synthetic",
    "continued": "synthetic, then real",
}
"""The rows that a model is trained on. A linear model is never continued: it has one best fit to the last rows it is
given, whatever it was fitted to before.
"""


class Figure(NamedTuple):
    """How well a target is predicted. `of` takes target, prediction and weights; `title` is what people call it."""

    name: str
    title: str
    of: Callable[[Floats, Floats, Floats], Floats]
    better: Literal["higher", "lower"]
    range: tuple[float | None, float | None]

    @property
    def ideal(self) -> float:
        """What a perfect prediction has."""
        return 1.0 if self.better == "higher" else 0.0


OF_CLASSES = (
    Figure("roc_auc", "ROC AUC", figures.roc_auc, "higher", (0.0, 1.0)),
    Figure("accuracy", "Accuracy", figures.accuracy, "higher", (0.0, 1.0)),
    Figure("precision", "Precision", figures.precision, "higher", (0.0, 1.0)),
    Figure("recall", "Recall", figures.recall, "higher", (0.0, 1.0)),
    Figure("f1", "F1", figures.f1, "higher", (0.0, 1.0)),
)
"""Of a target of classes; the first is the headline. Precision, recall and F1 are means over classes."""

OF_NUMBERS = (
    Figure("r_squared", "R²", figures.r_squared, "higher", (None, 1.0)),
    Figure("rmse", "RMSE", figures.rmse, "lower", (0.0, None)),
    Figure("mae", "MAE", figures.mae, "lower", (0.0, None)),
)
"""Of a target of numbers; the first is the headline. Errors are in the target's unit, those of dates in days."""

HEADLINES = frozenset({OF_CLASSES[0].name, OF_NUMBERS[0].name})


class Cell(NamedTuple):
    """One cell of the table; `measure` is the name of its score."""

    learner: Learner
    arm: Arm
    figure: str

    @property
    def measure(self) -> str:
        """The boosted headlines of real and of synthetic rows are the scores that the loss is the difference of."""
        if self.learner == "boosted" and self.arm in ("real", "synthetic") and self.figure in HEADLINES:
            return f"usefulness_{self.arm}"
        return f"{self.learner}_{self.arm}_{self.figure}"


CELLS: tuple[Cell, ...] = tuple(
    Cell(learner, arm, figure.name)
    for learner in LEARNERS
    for arm in ARMS
    for figure in (*OF_CLASSES, *OF_NUMBERS)
    if (learner, arm) != ("linear", "continued")
)
"""Every cell that there can be; a report has those of its kind of target."""

TITLES: dict[str, str] = {
    cell.measure: f"{figure.title}, {LEARNERS[cell.learner].lower()}, {ARMS[cell.arm]}"
    for cell in CELLS
    for figure in (*OF_CLASSES, *OF_NUMBERS)
    if figure.name == cell.figure and not cell.measure.startswith("usefulness")
}
"""What people call the scores of the table that are no headlines."""
