"""Tune: a bounded search for the settings of a generator whose tables the report itself would score best.

A part of the training rows is set aside for validation; the holdout is never touched. Each trial learns the others,
makes as many rows, and is scored on shapes and pairs against the validation rows. What the report would call too near
to the rows that were learned (DCR share, near copies) counts against it and is never chosen. The search is optuna's TPE
sampler (Bergstra, Bardenet, Bengio & Kégl 2011), seeded; its first trial are the settings as they were given.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import numpy as np

from synth.errors import Cancelled, SettingsError, SynthError
from synth.make import Progress, Settings, fit, generator, silent
from synth.make.contract import Peek
from synth.prepare.split import split
from synth.prepare.table import Table

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

VALIDATION = 0.25
MOST_ROWS = 10_000
MOST_TRIALS = 500
FACTOR = 8.0
FIXED = frozenset(
    {*Settings.model_fields, "epochs", "patience", "held_back", "most_rows", "max_levels", "scale", "shift"}
)
"""Settings that are not searched: protection, what is spent, and what makes another table of purpose."""


@dataclass(frozen=True)
class Trial:
    """Settings that were tried. `score` is the mean of shape and pair, from 0 to 1.

    `excess` says how far the clearest of the privacy measures lies beyond its band: 0 where none does. A trial that
    failed has no score, and says why.
    """

    number: int
    settings: Mapping[str, Any]
    seconds: float
    score: float | None = None
    excess: float = 0.0
    why: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it may be chosen."""
        return self.score is not None and self.excess == 0.0


@dataclass(frozen=True)
class Tuning:
    """All trials, in their order; `best` is the one to take, or None where none is allowed."""

    generator: str
    searched: tuple[str, ...]
    trials: tuple[Trial, ...]

    @property
    def best(self) -> Trial | None:
        """The allowed trial with the best score; of equals the first."""
        allowed = [trial for trial in self.trials if trial.allowed]
        return max(allowed, key=lambda trial: trial.score or 0.0, default=None)

    @property
    def finding(self) -> str:
        """What came out, in one sentence."""
        first, best = self.trials[0], self.best
        if best is None:
            return f"None of {len(self.trials)} trials may be chosen: all failed, or came too near to learned rows."
        if best.number == first.number:
            return f"Of {len(self.trials)} trials none beats the settings as they are: {best.score:.4f}."
        usual = "which failed" if first.score is None else f"{first.score:.4f}"
        if first.score is not None and not first.allowed:
            usual += ", too near to learned rows"
        return f"Trial {best.number} reaches {best.score:.4f}; the settings as they are: {usual}."


def tune(
    train: Table,
    name: str,
    *,
    trials: int = 20,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Tuning:
    """Search the settings of the generator called `name` on training rows, at most 10,000 of them.

    `settings` are where it starts, and stay as they are where they are not searched. `progress` hears of every trial,
    and stops the search by raising. The same rows, start and seed give the same trials. Raises `SettingsError` where
    there is nothing to search.
    """
    if not 2 <= trials <= MOST_TRIALS:
        raise SettingsError(f"{trials} trials cannot be made. Choose from 2 to {MOST_TRIALS}.")
    start = generator(name).settings.read(settings or {})
    space = search_space(start)
    if not space:
        raise SettingsError(f"The generator {name!r} has no settings to search. Choose another generator.")
    rows = np.sort(np.random.default_rng(seed).permutation(len(train))[:MOST_ROWS])
    inner = split(train.take(rows), holdout=VALIDATION, seed=seed)
    study = _study(seed)
    study.enqueue_trial({name: getattr(start, name) for name in space})
    tried: list[Trial] = []
    for number in range(trials):
        asked = study.ask(space)
        progress(f"Trial {number + 1}", number, trials)
        given = start.model_dump(mode="json") | asked.params
        trial = _try(number, name, given, inner.train, inner.holdout, seed, _within(progress, number, trials))
        tried.append(trial)
        if trial.score is None:
            study.tell(asked, state=_failed())
        else:
            study.tell(asked, trial.score - trial.excess)
        best = Tuning(name, tuple(space), tuple(tried)).best
        measures = {} if best is None or best.score is None else {"best score": best.score}
        progress(f"Trial {number + 1}", number + 1, trials, measures)
    return Tuning(name, tuple(space), tuple(tried))


def search_space(start: Settings) -> dict[str, BaseDistribution]:
    """Numbers within a factor of eight of where they are, as far as their bounds allow, and all choices."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution  # noqa: PLC0415

    space: dict[str, BaseDistribution] = {}
    for name, field in type(start).model_fields.items():
        value = getattr(start, name)
        if name in FIXED:
            continue
        if get_origin(field.annotation) is Literal:
            space[name] = CategoricalDistribution(get_args(field.annotation))
        elif field.annotation in (int, float):
            low, high = _around(float(value), *type(start).bounds(name))
            if field.annotation is int:
                space[name] = IntDistribution(round(low), max(round(high), round(low)), log=low >= 1)
            else:
                space[name] = FloatDistribution(low, high, log=low > 0)
    return space


def _around(value: float, least: float | None, most: float | None) -> tuple[float, float]:
    """A range to search around a value: a factor each way, or up to 1 from zero."""
    if value <= 0:
        return max(0.0, least or 0.0), min(1.0, most if most is not None else 1.0)
    return max(value / FACTOR, least or 0.0), min(value * FACTOR, most if most is not None else np.inf)


def _try(
    number: int, name: str, settings: Mapping[str, Any], learned: Table, aside: Table, seed: int, progress: Progress
) -> Trial:
    """Learn, make, and score one table."""
    began = time.monotonic()
    try:
        made = fit(learned, name, settings=settings, seed=seed, progress=progress).sample(len(learned), seed=seed)
        score, excess = _scores(learned, made, aside, seed)
    except Cancelled:
        raise
    except SynthError as error:
        return Trial(number, dict(settings), time.monotonic() - began, why=str(error))
    return Trial(number, dict(settings), time.monotonic() - began, score, excess)


def _scores(learned: Table, made: Table, aside: Table, seed: int) -> tuple[float, float]:
    """Shape and pair against validation rows, and how far privacy measures lie beyond their bands."""
    from synth.judge import Comparison, Score  # noqa: PLC0415
    from synth.judge.pairs import pair  # noqa: PLC0415
    from synth.judge.privacy import dcr_share, near_copies  # noqa: PLC0415
    from synth.judge.shapes import shape  # noqa: PLC0415

    likeness = Comparison.of(aside, made, seed=seed)
    found = [*shape.measure(likeness), *pair.measure(likeness)]
    values = [one.value for one in found if not one.subject and one.measure in ("shape", "pair_raw")]
    privacy = Comparison.of(learned, made, holdout=aside, seed=seed)
    near = [one for measure in (dcr_share, near_copies) for one in measure.measure(privacy) if isinstance(one, Score)]
    beyond = [one.low - one.reference.high for one in near if not one.subject and one.low is not None and one.reference]
    return float(np.mean([value for value in values if value is not None])), max(0.0, *beyond)


def _within(progress: Progress, number: int, trials: int) -> Progress:
    """What a trial tells of itself, as a step of the search."""

    def told(
        stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Peek | None = None
    ) -> float | None:
        progress(f"Trial {number + 1}: {stage}", number, trials)
        return None

    return told


def _study(seed: int) -> Any:
    import optuna  # noqa: PLC0415  half a second that only a search should wait

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))


def _failed() -> Any:
    from optuna.trial import TrialState  # noqa: PLC0415

    return TrialState.FAIL
