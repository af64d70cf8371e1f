"""Detection: can a learner tell synthetic rows from real ones?

Gradient boosting on raw types, missing cells included, in a trial over folds: the area under the ROC curve (AUC) is the
chance of picking the synthetic one out of a synthetic and a real row. Ideal is .5, from both sides. It is taken twice,
on as many real as synthetic rows: against the training rows, as all likeness is, and against the holdout. Rows that
repeat training rows, or lie near them, are hard to tell from these and pull the first figure towards .5 or below, but
not the second; where most rows are copies, the first is not measured. The band is what chance does to two samples of
one source; the floor is how well real rows are told whose columns have been shuffled one by one. Where the bands of the
two overlap and the score may lie in both, a good table cannot be told from one without relations: not measured.
"""

from __future__ import annotations

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.exhibits import Giveaways
from synth.judge.interval import exceeds
from synth.judge.joint import sides
from synth.judge.joint.giveaways import giveaways
from synth.judge.joint.sides import Role
from synth.judge.joint.trial import Trial, tell_apart
from synth.judge.score import Band, Score

ROWS = 10_000
FLOOR_ROWS, FLOOR_CELLS = 2_500, 150_000
LEAST = 20
MOST_COPIED = 0.5

_SOURCE = (
    "AUC of cross-validated gradient boosting (after Lopez-Paz and Oquab 2017); interval and band after DeLong et al. "
    "(1988), with the learner's own chance"
)
DETECTION = Definition("joint", "detection", "nearer", 0.5, f"{_SOURCE}; against training rows.")
_MIXED = "This table holds real rows or cells by design: Privacy judges those that are wholly synthetic."
UNSEEN = Definition("joint", "detection_unseen", "nearer", 0.5, f"{_SOURCE}; against the holdout.")


def measure(comparison: Comparison) -> list[Score | Giveaways]:
    """The AUC against the training rows and against the holdout."""
    reason = _lacking(comparison)
    if reason:
        return [DETECTION.not_measured((), reason), UNSEEN.not_measured((), reason)]
    floor = _floor(comparison)
    trials = [trial(comparison)]
    scores = [_trained(comparison, trials[0], floor)]
    if comparison.holdout is None or len(comparison.holdout) < LEAST:
        scores += [UNSEEN.not_measured((), f"Not measured: there is no holdout of at least {LEAST} rows.")]
    else:
        trials += [trial(comparison, "detection_unseen", "holdout")]
        scores += [_score(UNSEEN, trials[1], floor, _unseen_meaning(trials[1]) + _drift(comparison))]
    plainest = max(trials, key=lambda each: each.area().value - each.chance().high)
    return [*scores, giveaways(comparison, plainest)]


def trial(comparison: Comparison, name: str = "detection", real: Role = "real", other: Role = "synthetic") -> Trial:
    """The trial of rows of one table against as many real ones of another, by the random numbers of that name."""
    rng = comparison.rng(name)
    samples = sides.pair(comparison, real, other, ROWS, rng)
    return tell_apart(list(comparison.coded.values()), *samples, rng, comparison.seed)


def _lacking(comparison: Comparison) -> str:
    if len(comparison.columns) < 2:
        return "Not measured: whole rows of one column are no more than its shape."
    if min(len(comparison.real), len(comparison.synthetic)) < LEAST:
        return f"Not measured: a learner needs {LEAST} real and {LEAST} synthetic rows to tell them apart."
    return ""


def _floor(comparison: Comparison) -> Band:
    """How well a learner tells real rows whose columns were shuffled one by one."""
    rng = comparison.rng("detection floor")
    drawn, rest = sides.fresh(comparison, min(FLOOR_ROWS, 1 + FLOOR_CELLS // len(comparison.columns)), rng)
    return tell_apart(list(comparison.coded.values()), rest, drawn.shuffled(rng), rng, comparison.seed).area()


def _trained(comparison: Comparison, learned: Trial, floor: Band) -> Score:
    others = len(learned.made) - learned.rows
    copied = learned.twins if exceeds(learned.twins, learned.rows, learned.natural, others) else 0
    mixed = comparison.provenance is not None
    if copied / learned.rows > MOST_COPIED * min(ROWS / len(comparison.real), 1):
        return DETECTION.not_measured((), _copied_note(copied, learned.rows, mixed=mixed))
    note = _meaning(learned, mixed=mixed) + _bounds(comparison, learned)
    if copied:
        note += f" {copied:,} of these {learned.rows:,} synthetic rows equal a training row, more than of fresh rows."
    return _score(DETECTION, learned, floor, note)


def _score(definition: Definition, learned: Trial, floor: Band, note: str) -> Score:
    found, chance = learned.area(), learned.chance()
    if cannot_tell(found, chance, floor):
        return definition.not_measured((), _blind_note(found, chance, floor, learned.rows))
    return definition.score((), found, reference=chance, floor=floor, rows=learned.rows, note=note)


def cannot_tell(found: Band, chance: Band, floor: Band) -> bool:
    """Whether a score may lie where the bands of fresh samples and of no relation at all overlap."""
    return floor.low <= min(chance.high, found.high) and chance.low <= found.high and found.low <= chance.high


def _meaning(learned: Trial, *, mixed: bool) -> str:
    found, chance = learned.area(), learned.chance()
    said = _said(found, "a training row")
    if found.high < chance.low and mixed:
        return f"{said}, far under the half that guessing gives. {_MIXED}"
    if found.high < chance.low:
        return (
            f"{said}, far under the half that guessing gives: synthetic rows lie so near to training rows that they "
            "are taken for them. That is copying, not likeness; make the table again with stronger protection."
        )
    return said + _verdict(found, chance)


def _unseen_meaning(learned: Trial) -> str:
    found = learned.area()
    return _said(found, "a real row that the generator never saw") + _verdict(found, learned.chance())


def _said(found: Band, rows: str) -> str:
    return f"Shown a synthetic row and {rows}, a learner picks out the synthetic one {found.value:.1%} of the time"


def _copied_note(copied: int, rows: int, *, mixed: bool) -> str:
    said = (
        f"Not measured: {copied:,} of {rows:,} synthetic rows equal one of as many training rows, far more than fresh "
        "rows do, and no learner tells those apart."
    )
    return f"{said} {_MIXED if mixed else 'This is copying, not likeness: do not release this table.'}"


def _verdict(found: Band, chance: Band) -> str:
    if found.value > chance.high and found.low > chance.high:
        return (
            f", where chance alone reaches {chance.high:.1%}: rows as a whole are not as real ones are. See what gives "
            "them away, and try another generator or setting if these columns matter together."
        )
    if found.value > chance.high:
        return f", a little more than the {chance.high:.1%} that chance reaches: not clearly told apart."
    return f", no better than guessing (up to {chance.high:.1%} by chance). Nothing to do."


def _blind_note(found: Band, chance: Band, floor: Band, rows: int) -> str:
    return (
        f"Whether whole rows look real cannot be told from {rows:,} rows: a learner picks the synthetic ones "
        f"{found.value:.1%} of the time, where fresh real rows reach up to {chance.high:.1%} by chance, but rows "
        f"without any relation between columns only {floor.low:.1%} or more. Look at columns and pairs, or take "
        "a longer table."
    )


def _bounds(comparison: Comparison, learned: Trial) -> str:
    most = min(len(comparison.real), len(comparison.synthetic))
    if most <= ROWS:
        return ""
    found = learned.area()
    error = (found.high - found.low) / (2 * 1.96)
    return f" Taken on {ROWS:,} rows of each kind, standard error {error:.4f}."


def _drift(comparison: Comparison) -> str:
    """A warning where the holdout itself is told from the training rows."""
    learned = trial(comparison, "detection drift", "real", "holdout")
    found = learned.area()
    if found.low <= learned.chance().high:
        return ""
    return (
        f" The holdout itself is told from the training rows {found.value:.1%} of the time: it was not drawn from the "
        "same rows, so the band is stricter than it looks."
    )
