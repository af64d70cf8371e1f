from __future__ import annotations

import pytest

from synth.judge.charts.attacks import alt_attack_chart, attack_chart
from synth.judge.exhibits import Attack, Attacks
from synth.judge.score import Band


def tried(result: str, *, main: float = 0.9, wanted: str | None = "<b>illness</b>") -> Attack:
    return Attack.model_validate(
        {
            "attack": "attribute inference",
            "persona": "data broker",
            "known": ("age",),
            "secret": wanted,
            "targets": 100,
            "main": Band(value=main, low=main - 0.1, high=main + 0.05),
            "control": Band(value=0.5, low=0.4, high=0.6),
            "baseline": Band(value=0.3, low=0.2, high=0.4),
            "result": result,
            "sentence": "A sentence.",
        }
    )


def test_each_try_is_a_line_of_three_dots_with_their_intervals() -> None:
    figure = attack_chart(Attacks(tried=(tried("risk"), tried("no result", main=0.4))), "attribute inference")
    assert [trace.name for trace in figure.data] == [
        "people in the table",
        "people not in it",
        "guesses without the table",
    ]
    assert list(figure.data[0].x) == [0.9, 0.4]
    assert figure.data[0].error_x.arrayminus[0] == pytest.approx(0.1)
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert figure.layout.yaxis.ticktext[1].endswith(": no result")
    assert figure.layout.xaxis.title.text == "share whose secret is guessed right"


def test_the_title_states_the_worst_and_shows_no_markup() -> None:
    figure = attack_chart(Attacks(tried=(tried("risk", main=0.7), tried("risk"))), "attribute inference")
    title = figure.layout.title.text.replace("<br>", " ")
    assert "a data broker succeeds at" in title
    assert "90% in the table, 50% of others" in title
    assert "<b>illness" not in title


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (["no risk found", "no risk found"], "Attribute inference: no risk found in 2 of 2 tries."),
        (
            ["no risk found", "no result"],
            "Attribute inference: no risk found in 1 of 2 tries, no result in the others.",
        ),
        (["no result"], "Attribute inference: no result, which does not mean safe."),
        ([], "Attribute inference: not tried."),
    ],
)
def test_the_alternative_says_the_same(results: list[str], said: str) -> None:
    assert alt_attack_chart(Attacks(tried=tuple(map(tried, results))), "attribute inference").startswith(said)


def test_the_alternative_gives_the_figures() -> None:
    told = alt_attack_chart(Attacks(tried=(tried("risk", wanted=None),)), "attribute inference")
    assert (
        "Data broker: risk: 90% of people in the table, 50% of people not in it, 30% of guesses without the table."
        in told
    )


def test_an_attack_that_was_not_tried_is_an_empty_figure() -> None:
    figure = attack_chart(Attacks(tried=(tried("risk"),)), "linkability")
    assert [len(trace.x) for trace in figure.data] == [0, 0, 0]
    assert "not tried" in figure.layout.title.text
