"""One attempt of one attacker: what was reached, whether that is a risk, and both in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import betabinom

from synth.judge.interval import ALPHA, chance, share
from synth.judge.score import Band
from synth.prepare.spelling import listed

Name = Literal["singling out", "linkability", "attribute inference"]
Result = Literal["risk", "no risk found", "no result"]
_NAMED = 4


@dataclass(frozen=True)
class Trial:
    """What one attacker reached.

    `hits` of `targets` in the training rows; the shares reached on the holdout (`control`) and without the synthetic
    table (`baseline`). `by_luck`: the chance of so many hits if people in the table were no easier than those of the
    holdout; `unaided`: if the table were of no help. `usual(confidence)`: the share that would then be reached.
    `balanced`: whether as many targets are of the one best guess as of all others.
    """

    attack: Name
    persona: str
    known: tuple[str, ...]
    secret: str | None
    hits: int
    targets: int
    control: Band
    baseline: Band
    by_luck: float
    unaided: float
    usual: Callable[[float], Band]
    balanced: bool = False

    @property
    def main(self) -> Band:
        """The share of people in the table that are given away."""
        return share(self.hits, self.targets)

    def result(self, tried: int) -> Result:
        """Whether it is a risk, when it is one of so many that were tried (Bonferroni's correction)."""
        if self.unaided >= ALPHA:
            return "no result"
        return "risk" if self.by_luck < ALPHA / tried else "no risk found"


def trial(
    attack: Name,
    persona: str,
    known: Sequence[str],
    secret: str | None,
    main: tuple[int, int],
    control: tuple[int, int],
    baseline: tuple[int, int],
    balanced: bool = False,
) -> Trial:
    """A trial from hits and targets on each side."""
    return Trial(
        attack=attack,
        persona=persona,
        known=tuple(known),
        secret=secret,
        hits=main[0],
        targets=main[1],
        control=share(*control),
        baseline=share(*baseline),
        by_luck=chance(*main, *control),
        unaided=chance(*main, *baseline),
        usual=lambda confidence: usual(*control, main[1], confidence),
        balanced=balanced,
    )


def usual(hits: int, controls: int, targets: int, confidence: float) -> Band:
    """The share of so many targets that would be given away if they were like the controls, with the band that holds
    it with that confidence: beta-binomial after Jeffreys.
    """
    ends = betabinom.ppf([(1 - confidence) / 2, (1 + confidence) / 2], targets, hits + 0.5, controls - hits + 0.5)
    return band(hits / controls, *(ends / targets))


def band(value: float, low: float, high: float) -> Band:
    """A share with its band, which holds it and is cut at 1."""
    return Band(value=min(value, 1.0), low=min(value, low, 1.0), high=min(max(value, high), 1.0))


def knowing(known: Sequence[str]) -> str:
    """What is known, in words: age, sex and 9 other columns."""
    if len(known) <= _NAMED:
        return listed(known)
    return f"{', '.join(known[: _NAMED - 1])} and {len(known) - _NAMED + 1} other columns"


def percent(reached: Band) -> str:
    """A share in whole per cent, or to one place where it is small."""
    value = reached.value
    return f"{value:.1%}" if 0 < value < 0.0995 else f"{value:.0%}"


MEANING: dict[Result, str] = {
    "risk": "a risk. Make the table again with stronger protection, or leave out what they know",
    "no risk found": "no risk found",
    "no result": "no result, which does not mean safe: so weak an attack tells nothing",
}
