"""A search for settings: its range, what is chosen, seeds, progress, failures; and its chart."""

from __future__ import annotations

from typing import Any

import pytest

from synth.errors import Cancelled, SettingsError
from synth.judge.charts.tuning import alt_trials, trials
from synth.make import GENERATORS, generator
from synth.work.trials import Trial, Tuning
from synth.work.tuning import FIXED, search_space, tune
from tests.make.tables import visits


def test_the_same_seed_tries_the_same_and_starts_with_what_is_set() -> None:
    real = visits(160)
    first, again = (tune(real, "trees", trials=3, settings={"min_leaf": 8, "k": 3}, seed=1) for _ in range(2))
    assert [trial.settings for trial in first.trials] == [trial.settings for trial in again.trials]
    assert [trial.score for trial in first.trials] == [trial.score for trial in again.trials]
    assert first.trials[0].settings["min_leaf"] == 8
    assert {trial.settings["k"] for trial in first.trials} == {3}
    assert len({trial.settings["min_leaf"] for trial in first.trials}) > 1
    assert all(0.3 < (trial.score or 0) <= 1 for trial in first.trials)


def test_what_is_tried_can_be_read_and_typed_again_but_the_start_is_tried_as_it_is() -> None:
    found = tune(visits(60), "trees", trials=3, settings={"trust": 0.123456})
    first, *others = [trial.settings["trust"] for trial in found.trials]
    assert first == 0.123456
    assert others == [float(f"{value:.3g}") for value in others]


@pytest.mark.parametrize("one", GENERATORS, ids=lambda one: one.card.name)
def test_only_what_changes_the_table_is_searched_within_bounds(one: Any) -> None:
    settings = one.settings
    space = search_space(settings())
    assert not FIXED & set(space)
    for name, found in space.items():
        ends: dict[str, float] = {end: vars(found)[end] for end in ("low", "high") if end in vars(found)}
        if ends:
            assert ends["low"] <= getattr(settings(), name) <= ends["high"]
            for end in ends.values():
                settings.read({name: end})


def test_a_generator_without_settings_or_too_many_trials_are_refused() -> None:
    with pytest.raises(SettingsError, match="no settings to search"):
        tune(visits(60), "fitted", trials=2)
    with pytest.raises(SettingsError, match="Choose from 2 to"):
        tune(visits(60), "trees", trials=10_000)


def test_progress_hears_of_every_trial_and_stops_the_search() -> None:
    heard: list[tuple[str, int, int]] = []

    def note(stage: str, done: int, total: int, *_: Any, **__: Any) -> None:
        heard.append((stage, done, total))
        if done == 1:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        tune(visits(160), "trees", trials=3, progress=note)
    assert heard[0] == ("Trial 1", 0, 3)
    assert any(stage.startswith("Trial 1: Learning") for stage, *_ in heard)
    assert heard[-1] == ("Trial 1", 1, 3)


def test_a_trial_that_fails_says_why_and_the_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise SettingsError("This cannot be.")

    monkeypatch.setattr(type(generator("trees")), "fit", broken)
    found = tune(visits(60), "trees", trials=2)
    assert [trial.why for trial in found.trials] == ["This cannot be."] * 2
    assert found.best is None
    assert "None of 2 trials" in found.finding


def test_the_best_that_is_not_too_near_is_chosen() -> None:
    made = [
        Trial(0, {}, 1.0, score=0.8),
        Trial(1, {}, 1.0, score=0.95, excess=0.1),
        Trial(2, {}, 1.0, score=0.9),
        Trial(3, {}, 1.0, why="It failed."),
    ]
    found = Tuning("trees", ("min_leaf",), tuple(made))
    assert found.best == made[2]
    assert found.finding == "Trial 2 reaches 0.9000; the settings as they are: 0.8000."
    scores, allowed = [trial.score for trial in made], [trial.allowed for trial in made]
    figure = trials(scores, allowed, found.finding)
    marks, hollow, best = figure.data
    assert list(marks.y) == [0.8, 0.9]
    assert list(hollow.y) == [0.95]
    assert list(best.y) == [0.8, 0.8, 0.9, 0.9]
    assert alt_trials(scores, allowed) == (
        "4 trials: the best that may be chosen scores 0.9000; 1 came too near to learned rows, 1 failed."
    )
