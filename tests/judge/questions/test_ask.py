from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synth.errors import ReportError
from synth.judge import Comparison, Score
from synth.judge.exhibits import Question
from synth.judge.questions import Query, ask
from synth.prepare.table import Table
from tests.judge.test_compare import check
from tests.prepare.tables import table


def shops(north: float = 10.0, south: float = 20.0, *, spread: float = 1.0, rows: int = 40) -> Table:
    """As many rows of each shop, with sales around a mean; a tenth of each is on sale."""
    half = rows // 2
    off = spread * np.linspace(-1, 1, half)
    return table(
        number={"sales": np.append(north + off, south + off), "whole": np.arange(rows)},
        category={"shop": ["North"] * half + ["South"] * half, "tag": (["sale"] + ["full"] * 9) * (rows // 10)},
        datetime={"day": np.datetime64("2020-01-01") + (np.arange(rows) * 30).astype("timedelta64[D]")},
        boolean={"open": [True, False] * half},
    )


def asked(question: str, real: Table, synthetic: Table, **options: object) -> tuple[Score, Question]:
    score, exhibit = ask(Comparison.of(real, synthetic, **options), question)  # type: ignore[arg-type]
    assert isinstance(score, Score)
    assert isinstance(exhibit, Question)
    check(score)
    return score, exhibit


def answers(question: str, real: Table, synthetic: Table) -> dict[tuple[str, ...], tuple[float | None, float | None]]:
    return {each.group: (each.real, each.synthetic) for each in asked(question, real, synthetic)[1].answers}


def test_means_by_group_agree_within_what_two_samples_would_differ_by() -> None:
    score, exhibit = asked("mean of sales by shop", shops(), shops(10.1, 23.0))
    north, south = exhibit.answers
    assert north.group == ("North",)
    assert [north.real, north.synthetic] == pytest.approx([10, 10.1])
    error = np.std(np.linspace(-1, 1, 20), ddof=1) / np.sqrt(20)
    assert north.tolerance == pytest.approx(1.96 * error * np.sqrt(2))
    assert (north.agrees, south.agrees) == (True, False)
    assert score.value == 0.5
    assert "1 of 2 groups agree; farthest off, shop South: 20 real, 23 synthetic" in score.note
    assert score.subject == ("mean of sales by shop",)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("count", {(): (40, 40)}),
        ("count by shop", {("North",): (20, 20), ("South",): (20, 20)}),
        ("share where shop = North", {(): (0.5, 0.5)}),
        ("share by open where shop = North", {("true",): (0.5, 0.5), ("false",): (0.5, 0.5)}),
        ("rate of open = true by shop", {("North",): (0.5, 0.5), ("South",): (0.5, 0.5)}),
        ("rate of sales >= 15", {(): (0.5, 0.5)}),
        ("sum of sales by shop", {("North",): (200, 200), ("South",): (400, 400)}),
        ("median of whole", {(): (19.5, 19.5)}),
        ("mean of whole where whole < 10", {(): (4.5, 4.5)}),
        ("mean of whole where day < 2020-03-01 and shop != South", {(): (None, 0.5)}),
    ],
)
def test_figures_are_those_one_would_count(
    question: str, expected: dict[tuple[str, ...], tuple[float | None, float | None]]
) -> None:
    found = answers(question, shops(), shops())
    assert set(found) == set(expected)
    for group, values in expected.items():
        assert found[group] == pytest.approx(values)


def test_counts_and_sums_are_scaled_to_the_real_table_s_rows() -> None:
    assert answers("count by shop", shops(), shops(rows=80))["North",] == pytest.approx((20, 20))
    assert answers("sum of sales", shops(), shops(rows=80))[()] == pytest.approx((600, 600))


def test_dates_part_into_years_and_many_numbers_into_four_ranges() -> None:
    years = answers("count by day", shops(), shops())
    assert [group for (group,) in years] == ["2020", "2022", "all other"]  # 2023 has three rows, so another joins it
    ranges = answers("count by whole", shops(), shops())
    assert len(ranges) == 4
    assert next(iter(ranges)) == ("under 9.75",)
    assert sum(real or 0 for real, _ in ranges.values()) == pytest.approx(40)


def test_groups_of_few_units_are_merged_and_their_names_untold() -> None:
    names = ["common"] * 30 + ["rare one", "rare two", "rare three"] + ["rare four"] * 3 + ["second"] * 14
    real = table(category={"name": names}, number={"x": np.arange(50)})
    found = asked("mean of x by name", real, real)[1]
    assert [each.group for each in found.answers] == [("common",), ("second",), ("all other",)]
    assert "rare" not in found.model_dump_json()
    fewer = table(category={"name": names[:32] + names[36:]}, number={"x": np.arange(46)})
    merged = asked("mean of x by name", fewer, fewer)[1]  # two rare rows alone would be told, so the next group joins
    assert [each.group for each in merged.answers] == [("common",), ("all other",)]


def test_a_whole_of_few_units_is_untold() -> None:
    score, exhibit = asked("mean of sales where whole < 3", shops(), shops())
    assert exhibit.answers[0].real is None
    assert score.status == "not measured"


def test_rows_of_one_unit_count_once_and_widen_the_tolerance() -> None:
    rng = np.random.default_rng(0)
    means = rng.normal(size=20)
    rows = {"x": np.repeat(means, 5)}
    by_row = table(number=rows, category={"c": ["a"] * 100})
    by_unit = table(
        number=rows, category={"c": ["a"] * 100}, key={"who": np.repeat([f"p{i}" for i in range(20)], 5)}, unit="who"
    )
    narrow, wide = (asked("mean of x", each, each)[1].answers[0].tolerance for each in (by_row, by_unit))
    assert narrow is not None
    assert wide is not None
    assert wide == pytest.approx(narrow * np.sqrt(5), rel=0.05)


def test_a_group_that_the_synthetic_table_lost_disagrees_where_chance_does_not_explain_it() -> None:
    real = shops()
    lost = replace(real, frame=real.frame.assign(shop="North"))
    south = next(each for each in asked("mean of sales by shop", real, lost)[1].answers if each.group == ("South",))
    assert (south.synthetic, south.agrees) == (None, False)


def test_levels_that_only_the_synthetic_table_has_are_shown_as_others() -> None:
    real = shops()
    made = replace(real, frame=real.frame.assign(shop=["North"] * 20 + ["Atlantis"] * 20))
    found = {each.group: each for each in asked("count by shop", real, made)[1].answers}
    assert found["all other",].synthetic == pytest.approx(20)
    assert found["all other",].real is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("mean of sale", "no column 'sale' in both tables. There are sales"),
        ("mean of shop", "'shop' is a category: ask for a rate of it"),
        ("mean of day", "'day' is a datetime"),
        ("rate of shop = East", "hold 'East' in 'shop', so it cannot be asked for. Its values are North and South."),
        ("rate of tag = sale", "Fewer than 5 real rows or units hold 'sale'"),
        ("count where whole = 3", "Ask for a range"),
        ("count where shop < North", "has no order"),
        ("count where sales < much", "'much' is none: write it as 1250.5"),
        ("count where day < soon", "'soon' is none: write it as 2024-03-01"),
        ("count where who = p1", "not modelled"),
    ],
)
def test_what_does_not_fit_the_table_says_what_there_is(question: str, said: str) -> None:
    real = shops()
    keyed = table(
        number={name: real.frame[name] for name in ("sales", "whole")},
        category={name: real.frame[name] for name in ("shop", "tag")},
        datetime={"day": real.frame["day"]},
        key={"who": [f"p{place}" for place in range(40)]},
    )
    with pytest.raises(ReportError, match=said):
        ask(Comparison.of(keyed, keyed), question)


def test_fresh_samples_agree_in_about_19_of_20_groups() -> None:
    rng = np.random.default_rng(0)

    def sample() -> Table:
        group = rng.choice(list("abcdefgh"), 800)
        return table(number={"x": rng.normal(size=800)}, category={"g": group, "y": rng.choice(["u", "v"], 800)})

    agreeing = [
        bool(each.agrees)
        for _ in range(12)
        for pair in [(sample(), sample())]
        for question in ("mean of x by g", "rate of y = u by g", "median of x by g", "share by g")
        for each in asked(question, *pair)[1].answers
    ]
    assert 0.9 < np.mean(agreeing) <= 0.99


def test_missing_infinite_and_huge_cells_will_do() -> None:
    wild = table(
        number={"x": [np.inf, -np.inf, None, 1e308, -1e308, *range(25)]},
        category={"g": [None] * 10 + ["a"] * 20},
    )
    for question in ("mean of x by g", "median of x", "sum of x by x", "rate of x > 3 by g", "count by x, g"):
        asked(question, wild, wild)
    assert answers("mean of x", wild, wild)[()] == (12, 12)


def test_the_same_question_has_the_same_answer_in_a_form_and_as_text() -> None:
    comparison = Comparison.of(shops(), shops(11))
    form = Query(figure="mean", column="sales", by=("shop",))
    assert ask(comparison, form) == ask(comparison, "mean of sales by shop")


@pytest.mark.parametrize(
    ("question", "rate"),
    [
        ("rate of whole >= 38", None),  # two have it
        ("rate of whole < 38", None),  # two lack it
        ("rate of whole >= 35", 0.125),
        ("rate of whole >= 100", 0.0),
    ],
)
def test_no_rate_tells_of_fewer_than_k_units(question: str, rate: float | None) -> None:
    assert answers(question, shops(), shops())[()][0] == rate
