"""All attacks: the worst of each as a score, and every one that was tried as an exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.exhibits import Attack, Attacks
from synth.judge.interval import share
from synth.judge.privacy.attacks import attribute_inference, linkability, singling_out
from synth.judge.privacy.attacks.personas import knowledge
from synth.judge.privacy.attacks.trial import Trial
from synth.judge.score import Score

ATTACKS: tuple[ModuleType, ...] = (singling_out, linkability, attribute_inference)
"""Each with `attack`, `sentence` and `SOURCE`."""

NO_HOLDOUT = (
    "Without a holdout nobody can tell what an attacker learns from the table from what they could learn anyway: hold "
    "rows out before generating."
)
NOBODY_SEES = (
    "No neighbour and no former employee was tried: no column looks as if outsiders could know it. Name those that "
    "they can know."
)
_ORDER = ("risk", "no risk found", "no result")


def attack(
    comparison: Comparison, quasi_identifiers: Sequence[str] | None = None, secrets: Sequence[str] | None = None
) -> list[Score | Attacks]:
    """The attacks alone, with what a steward says that outsiders know and want; to supplement a report with."""
    said = replace(
        comparison,
        quasi_identifiers=None if quasi_identifiers is None else tuple(quasi_identifiers),
        secrets=None if secrets is None else tuple(secrets),
    )
    return measure(said)


def measure(comparison: Comparison) -> list[Score | Attacks]:
    """A score for each attack, and all that were tried; a risk is one after allowing for how many were."""
    if comparison.holdout is None:
        return [_definition(module).not_measured((), NO_HOLDOUT) for module in ATTACKS]
    known = knowledge(comparison)
    found = {module: module.attack(comparison, known) for module in ATTACKS}
    trials = {module: [each for each in all_of_it if isinstance(each, Trial)] for module, all_of_it in found.items()}
    tried = sum(map(len, trials.values()))
    shown = [_shown(module, each, tried) for module, those in trials.items() for each in those]
    missed = [each for all_of_it in found.values() for each in all_of_it if isinstance(each, str)]
    if not known.visible:
        missed.insert(0, NOBODY_SEES)
    ranked = sorted(shown, key=lambda each: (_ORDER.index(each.result), each.control.value - each.main.value))
    scores = [_score(module, trials[module], tried, found[module]) for module in ATTACKS]
    exhibit = Attacks(
        tried=tuple(ranked),
        not_tried=tuple(missed),
        visible=known.visible,
        secrets=known.secrets,
        reasons=dict(known.reasons),
    )
    return [*scores, exhibit]


def _definition(module: ModuleType) -> Definition:
    return Definition("privacy", module.__name__.rpartition(".")[2], "lower", None, module.SOURCE)


def _score(module: ModuleType, trials: Sequence[Trial], tried: int, found: Sequence[Trial | str]) -> Score:
    """The most dangerous trial; its interval and its band allow for the number of trials."""
    if not trials:
        why = " ".join(each for each in found if isinstance(each, str)) or "There is nobody who could try it."
        return _definition(module).not_measured((), f"Not measured. {why}")
    worst = min(trials, key=lambda each: (_ORDER.index(each.result(tried)), each.by_luck))
    others = f" The worst of {len(trials)} tries, on {worst.targets:,} targets drawn by the seed."
    confidence = 1 - 0.05 / tried
    return _definition(module).score(
        (),
        share(worst.hits, worst.targets, confidence),
        rows=worst.targets,
        reference=worst.usual(confidence),
        floor=worst.baseline,
        note=module.sentence(worst, worst.result(tried)) + others,
    )


def _shown(module: ModuleType, each: Trial, tried: int) -> Attack:
    result = each.result(tried)
    return Attack(
        attack=each.attack,
        persona=each.persona,
        known=each.known,
        secret=each.secret,
        targets=each.targets,
        main=each.main,
        control=each.control,
        baseline=each.baseline,
        result=result,
        sentence=module.sentence(each, result),
    )
