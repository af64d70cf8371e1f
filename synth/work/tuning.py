"""Tune: a bounded search for the settings of a generator whose tables the report itself would score best.

A part of the training rows is set aside for validation; the holdout is never touched. Each trial learns the others,
makes as many rows, and is scored on shapes and pairs against the validation rows. What the report would call too near
to the rows that were learned (DCR share, near copies) counts against it and is never chosen. The search is optuna's TPE
sampler (Bergstra, Bardenet, Bengio & Kégl 2011), seeded; its first trial are the settings as they were given.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import numpy as np

from synth.errors import Cancelled, SettingsError, SynthError
from synth.make import Progress, Settings, fit, forecast, generator, silent
from synth.make.contract import Peek
from synth.prepare.split import Split, split
from synth.prepare.table import Table
from synth.work.trials import Trial, Tuning

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

VALIDATION = 0.25
MOST_ROWS = 10_000
MOST_TRIALS = 500
FACTOR = 8.0
SCORING_SECONDS = 0.3
SCORING_SECONDS_PER_CELL = 2e-5
FIXED = frozenset(
    {*Settings.model_fields, "epochs", "patience", "held_back", "most_rows", "max_levels", "scale", "shift"}
)
"""Settings that are not searched: protection, what is spent, and what makes another table of purpose."""


def tune(
    train: Table,
    name: str,
    *,
    trials: int = 20,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Tuning:
    """Search the settings of the generator called `name`: all trials of `search`, in one answer."""
    *_, last = search(train, name, trials=trials, settings=settings, seed=seed, progress=progress)
    return last


def search(
    train: Table,
    name: str,
    *,
    trials: int = 20,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Iterator[Tuning]:
    """Search the settings of the generator called `name` on training rows, at most 10,000 of them.

    Gives what is known after each trial. `settings` are where it starts, and stay as they are where they are not
    searched. `progress` hears of every trial, and stops the search by raising. The same rows, start and seed give the
    same trials. Raises `SettingsError` where there is nothing to search.
    """
    start = check(name, trials=trials, settings=settings)
    space = search_space(start)
    inner = _inner(train, seed)
    study = _study(seed)
    study.enqueue_trial({name: getattr(start, name) for name in space})
    tuning = Tuning(name, tuple(space), ())
    for number in range(trials):
        asked = study.ask(space)
        progress(f"Trial {number + 1}", number, trials)
        given = start.model_dump(mode="json")
        if number:
            given |= {name: _rounded(value) for name, value in asked.params.items()}
        trial = _try(number, name, given, inner.train, inner.holdout, seed, _within(progress, number, trials))
        if trial.score is None:
            study.tell(asked, state=_failed())
        else:
            study.tell(asked, trial.score - trial.excess)
        tuning = replace(tuning, trials=(*tuning.trials, trial))
        best = tuning.best
        progress(f"Trial {number + 1}", number + 1, trials, {} if best is None else {"best score": best.score or 0.0})
        yield tuning


def check(name: str, *, trials: int, settings: Mapping[str, Any] | None = None) -> Settings:
    """Where a search starts; `SettingsError` where there is nothing to search, or too much."""
    if not 2 <= trials <= MOST_TRIALS:
        raise SettingsError(f"{trials} trials cannot be made. Choose from 2 to {MOST_TRIALS}.")
    start = generator(name).settings.read(settings or {})
    if not searched(start):
        raise SettingsError(f"The generator {name!r} has no settings to search. Choose another generator.")
    return start


def seconds_a_trial(train: Table, name: str, settings: Mapping[str, Any]) -> float:
    """How long one trial will take: by the generator's own forecast, and by the size of what is scored."""
    rows = max(2, round(min(len(train), MOST_ROWS) * (1 - VALIDATION)))
    scoring = SCORING_SECONDS + SCORING_SECONDS_PER_CELL * rows * len(train.schema.modelled)
    return forecast(train.take(np.arange(min(rows, len(train)))), name, settings, rows).seconds + scoring


def searched(start: Settings) -> tuple[str, ...]:
    """The settings that are searched: numbers and choices, but for those that are fixed."""
    fields = type(start).model_fields
    return tuple(name for name, field in fields.items() if name not in FIXED and _ranges(field.annotation))


def _ranges(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or annotation in (int, float)


def _inner(train: Table, seed: int) -> Split:
    """At most 10,000 of the rows, parted into those that are learned and those that judge."""
    rows = np.sort(np.random.default_rng(seed).permutation(len(train))[:MOST_ROWS])
    return split(train.take(rows), holdout=VALIDATION, seed=seed)


def search_space(start: Settings) -> dict[str, BaseDistribution]:
    """Numbers within a factor of eight of where they are, as far as their bounds allow, and all choices."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution  # noqa: PLC0415

    space: dict[str, BaseDistribution] = {}
    for name in searched(start):
        field, value = type(start).model_fields[name], getattr(start, name)
        if get_origin(field.annotation) is Literal:
            space[name] = CategoricalDistribution(get_args(field.annotation))
            continue
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


def _rounded(value: Any) -> Any:
    """A number that can be read and typed again: three digits tell settings apart."""
    return float(f"{value:.3g}") if isinstance(value, float) else value


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
