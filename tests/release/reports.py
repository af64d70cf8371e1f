"""Reports small enough to know the verdict by thought."""

from __future__ import annotations

from typing import Any, Literal

from synth.judge.exhibits import Attack, Attacks
from synth.judge.report import Associations, ColumnSummary, Report, Source
from synth.judge.score import Band, Score


def copies(share: float, rows: int = 1000) -> Score:
    return Score(
        group="privacy",
        measure="copies",
        value=share,
        low=max(0, share - 0.01),
        high=min(1, share + 0.01),
        better="lower",
        reference=Band(value=0.0, low=0.0, high=0.04),
        rows=rows,
        note="copies",
    )


def dcr_share(share: float) -> Score:
    return Score(
        group="privacy",
        measure="dcr_share",
        value=share,
        low=share - 0.01,
        high=share + 0.01,
        better="nearer",
        ideal=0.5,
        reference=Band(value=0.5, low=0.48, high=0.52),
        note="share",
    )


def auc(measure: str, value: float) -> Score:
    return Score(
        group="privacy",
        measure=measure,
        value=value,
        low=value - 0.01,
        high=value + 0.01,
        better="lower",
        ideal=0.5,
        reference=Band(value=0.5, low=0.48, high=0.52),
        note=f"{measure} {value}",
    )


def near_copies(share: float) -> Score:
    return copies(share).model_copy(update={"measure": "near_copies", "note": "near"})


def replayed(measure: str, share: float = 0.0) -> Score:
    return copies(share).model_copy(update={"measure": measure, "note": f"{measure} {share}"})


def attacked(measure: str) -> Score:
    """What an attack comes to; the exhibit says whether that is a risk."""
    return auc(measure, 0.4).model_copy(update={"ideal": None, "floor": Band(value=0.3, low=0.2, high=0.4)})


def tried(*results: Literal["risk", "no risk found", "no result"]) -> Attacks:
    """One attack for each result."""
    share = Band(value=0.4, low=0.3, high=0.5)
    return Attacks(
        tried=tuple(
            Attack(
                attack="linkability",
                persona="neighbour",
                known=("age",),
                secret=None,
                targets=100,
                main=share,
                control=share,
                baseline=share,
                result=result,
                sentence=f"A neighbour: {result}.",
            )
            for result in results
        )
    )


def pair(value: float) -> Score:
    return Score(
        group="pairs",
        measure="pair",
        ideal=1,
        value=value,
        low=value - 0.002,
        high=value + 0.002,
        reference=Band(value=0.98, low=0.975, high=0.985),
        note="pairs",
    )


def pair_raw(value: float) -> Score:
    return pair(value).model_copy(update={"measure": "pair_raw"})


def usefulness(gap: float, low: float) -> Score:
    return Score(
        group="usefulness",
        measure="usefulness",
        subject=("outcome",),
        value=gap,
        low=low,
        high=gap + 0.02,
        range=(-1, 1),
        better="nearer",
        ideal=0,
        note="gap",
    )


def rule(share: float) -> Score:
    return Score(group="rules", measure="rule", subject=("start", "end"), value=share, note="start <= end.")


GOOD = (
    copies(0.0),
    *map(replayed, ("rare_values", "rare_numbers", "extremes")),
    dcr_share(0.5),
    auc("membership", 0.5),
    auc("membership_density", 0.5),
    near_copies(0.01),
    *map(attacked, ("singling_out", "linkability", "attribute_inference")),
    pair(0.98),
    pair_raw(0.98),
    usefulness(0.01, -0.01),
    rule(1.0),
)


def report(*scores: Score, **changes: Any) -> Report:
    """A report that holds GOOD, with those scores in place of the ones of the same measure."""
    replaced = {score.measure for score in scores}
    kept = tuple(score for score in GOOD if score.measure not in replaced)
    column = ColumnSummary(
        name="age <b>",
        kind="number",
        labels=("0", "50"),
        edges=(0, 50, 100),
        real=(0.5, 0.5),
        synthetic=(0.4, 0.6),
        real_missing=0,
        synthetic_missing=0,
        real_distinct=2,
        synthetic_distinct=2,
    )
    shape = Score(group="shapes", measure="shape", subject=("age <b>",), value=0.9, low=0.8, high=1.0, note="alike")
    fields: dict[str, Any] = {
        "real": Source(rows=100, sha256="a" * 64),
        "synthetic": Source(rows=100, sha256="b" * 64),
        "holdout": Source(rows=100, sha256="c" * 64),
        "target": "outcome",
        "seed": 0,
        "versions": {"synth": "0"},
        "scores": (*kept, *scores, shape),
        "columns": (column,),
        "exhibits": (tried("no risk found", "no result"),),
        "associations": Associations(names=("age <b>",), real=((1.0,),), synthetic=((1.0,),)),
    }
    return Report(**(fields | changes))
