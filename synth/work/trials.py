"""What a search for settings has tried, and which settings are the best of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
