"""Goals of quality on figures made up for them, and results kept by what they depend on; nothing is timed here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import kept, quality, quality_runs
from benchmarks import quality_goals as goals
from benchmarks.measure import Measured
from benchmarks.quality_goals import Goal, averaged
from benchmarks.quality_scores import figures, line, scored, within_twins
from benchmarks.quality_tables import ADULT, SMALL, TABLES, title
from benchmarks.quality_text import beside_published, by_table, rates_missed
from synth.make.recommend import MEASURED
from synth.prepare import split
from tests.make.tables import visits

BEST = {
    "detection": 0.5,
    "dcr_share": 0.5,
    "lost": 0.001,
    "shape": 0.99,
    "shape ratio": 0.9,
    "pair": 0.98,
    "pair ratio": 1.0,
    "synthetic": 0.92,
    "copies": 0.001,
    "copies low": 0.0005,
    "twins": 0.001,
    "twins high": 0.002,
    "rates": 10.0,
    "rates kept": 10.0,
    "rows": 100.0,
    "seconds": 2.0,
}


def test_all_goals_at_once_are_met_only_by_one_that_meets_each() -> None:
    assert all(goal.met for goal in goals.of_adult("trees", averaged([BEST, BEST])))
    for figure, value in (
        ("detection", 0.52),
        ("detection", 0.48),
        ("dcr_share", 0.52),
        ("lost", 0.006),
        ("shape ratio", 1.06),
        ("pair ratio", 1.06),
        ("copies low", 0.003),
    ):
        met = [goal.met for goal in goals.of_adult("trees", averaged([BEST | {figure: value}]))]
        assert met.count(False) == 2, figure
        assert met[-1] is False


def test_what_was_not_measured_is_no_pass() -> None:
    without = {name: value for name, value in BEST.items() if name != "lost"}
    found = goals.of_adult("trees", averaged([without]))
    assert [goal.met for goal in found].count(None) == 2
    assert found[-1].met is None
    assert goals.of_rates("trees", [{}]).met is None
    assert goals.of_time("trees", "adult", None, None, 3).met is None
    assert [goal.met for goal in goals.of_tables("trees", {})] == [None] * 4


def test_seeds_are_averaged_but_copies_are_the_worst() -> None:
    found = averaged([BEST | {"detection": 0.5}, BEST | {"detection": 0.6, "copies low": 0.004}])
    assert found["detection"] == pytest.approx(0.55)
    assert found["copies beyond twins"] == pytest.approx(0.002)


def test_rates_that_were_not_kept_are_named() -> None:
    found = averaged([BEST | {"off zero gain": 0.02}, BEST, BEST | {"off zero gain": 0.04}])
    assert rates_missed({"trees": {"adult": found}}).endswith("- adult, `trees`: zero gain +3.0%.\n")
    assert rates_missed({"trees": {"adult": BEST}}) == ""


def test_tables_give_medians_and_the_worst() -> None:
    tables = {name: BEST | {"detection": value} for name, value in (("a", 0.5), ("b", 0.54), ("c", 0.63))}
    found = {goal.what: goal for goal in goals.of_tables("boost", tables)}
    assert found["median detection AUC"].reached == "0.5400 over 3 tables"
    assert found["greatest detection AUC"] == Goal(2, "boost", "greatest detection AUC", "≤ 0.62", "0.6300 (c)", False)


def test_small_tables_may_copy_in_no_split() -> None:
    assert [goal.met for goal in goals.of_small("trees", "penguins", BEST | {"within twins": 1.0})] == [True, True]
    copied = goals.of_small("trees", "penguins", BEST | {"within twins": 0.95, "dcr_share": 0.55})
    assert [goal.met for goal in copied] == [False, False]


def test_rates_of_all_tables_are_pooled() -> None:
    assert goals.of_rates("trees", [BEST, BEST | {"rates kept": 9.0}]).reached == "95.0% of 20"
    assert goals.of_rates("trees", [BEST, BEST | {"rates kept": 9.0}]).met
    assert not goals.of_rates("trees", [BEST, BEST | {"rates kept": 8.0}]).met


def test_ten_times_the_rows_may_take_eleven_times_the_time() -> None:
    memory = {10: 100.0, 100: 200.0, 1000: 1500.0}
    found = goals.of_growth("trees", {10: 1.0, 100: 11.0, 1000: 140.0}, memory)
    assert [(goal.what, goal.met) for goal in found] == [
        ("100 rows beside 10", True),
        ("1,000 rows beside 100", False),
    ]


def test_a_peer_must_be_worse_on_every_figure() -> None:
    peer = BEST | {"detection": 0.9, "shape": 0.9, "pair": 0.8, "lost": 0.05}
    assert all(goal.met for goal in goals.beside("boost", "adult", BEST, peer, 20.0, 30.0))
    better = goals.beside("boost", "adult", BEST, peer | {"lost": 0.0}, 19.0, 30.0)
    assert [goal.met for goal in better] == [False, False, True]
    assert better[1].reached == "3 of 4, not lost"


def test_tables_in_words() -> None:
    text = beside_published({"synthpop": averaged([BEST | {"dcr_share": 0.6}]), "trees": averaged([BEST])})
    assert "| synthpop | 0.5000 | **0.6000** |" in text
    assert "| trees | 0.5000 | 0.5000 |" in text
    assert "| penguins | `trees` | 100 | 0.5000 |" in by_table({"trees": {"penguins": BEST}})
    assert "| 4 | trees |" in goals.table([goals.of_rates("trees", [BEST])])


def test_figures_are_those_of_the_headlines() -> None:
    parts = split(visits(240), holdout=0.5, seed=0)
    found = scored(parts.train, parts.train, parts.holdout, "smoker")
    numbers = figures(found)
    assert numbers["copies"] == 1
    assert numbers["lost"] == 0
    assert numbers["rates kept"] == numbers["rates"] > 0
    assert not within_twins(numbers)
    assert "copies 100.0000%" in line(found)


def test_a_result_is_kept_by_all_that_it_depends_on(tmp_path: Path) -> None:
    places = {kept.place(tmp_path, "a", *content) for content in (("x", 1), ("x", 2), ("y", 1), ("x", 1))}
    assert len(places) == 3
    (first, *_) = places
    done: list[int] = []

    def measure() -> Measured:
        done.append(1)
        return Measured(scores={"shape": 0.5})

    assert kept.result(first, measure) == kept.result(first, measure) == Measured(scores={"shape": 0.5})
    assert done == [1]


def test_a_table_that_is_there_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "mine.csv"
    source.write_text("x\n1\n")
    table = f"{source}:x"
    asked: list[str] = []

    def run(task: str, *given: str, **_: Any) -> Measured:
        asked.append(task)
        if task == "made":
            Path(given[-1]).write_text(f"x\n{given[-2]}\n")
        return Measured(scores=dict(BEST))

    monkeypatch.setattr(quality_runs, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(quality_runs, "run", run)
    assert quality_runs.Runs(start=False).ours(table, "trees", 0).judged.why == "not measured yet"
    for seed in (0, 0, 1):
        assert quality_runs.Runs().ours(table, "trees", seed).judged.scores == BEST
    assert asked == ["made", "judged", "made", "judged"]
    assert quality_runs.Runs(start=False).ours(table, "trees", 1).judged.scores == BEST


def test_goals_of_what_was_not_made_stand_as_not_measured() -> None:
    found = list(quality.of_halves({1, 2, 4}, "trees", {ADULT: [], "penguins": [BEST]}, {"penguins": BEST}))
    assert {goal.number for goal in found} == {1, 2, 4}
    assert [goal.met for goal in found if goal.number == 2] == [None] * 4  # 100 rows are too few
    assert [goal.met for goal in found if goal.number == 1][-1] is None
    assert [goal.met for goal in found if goal.number == 4] == [True]


def test_options_say_which_tables_generators_and_goals() -> None:
    asked = quality.options(["penguins", "--generators", "trees", "--seeds", "1", "--goals", "1,4"])
    assert (asked.tables, asked.generators, asked.seeds, asked.goals) == (["penguins"], ["trees"], 1, {1, 4})
    assert quality.options([]).tables == list(TABLES)
    assert ADULT in TABLES
    assert set(SMALL) < set(TABLES)
    assert title("/far/away/mine.csv.gz:x") == "mine"


def test_the_page_is_written_only_where_everything_was_asked_for_and_is_known() -> None:
    assert quality.whole(quality.options([]), "| 1 | trees | not measured | – |")
    assert quality.whole(quality.options(["--kept"]), "all known")
    assert not quality.whole(quality.options(["--kept"]), "| 1 | trees | not measured | – |")
    for less in (["penguins"], ["--seeds", "1"], ["--goals", "1,2"], ["--epochs", "0"], ["--generators", "trees"]):
        assert not quality.whole(quality.options(less), "all known")


@pytest.mark.parametrize("name", MEASURED)
def test_generators_are_recommended_by_the_figures_of_the_page(name: str) -> None:
    page = quality.RESULTS.read_text(encoding="utf-8")
    told = [f"| 2 | {name} | median {figure} |" for figure in ("detection AUC", "DCR share")]
    found = [next(line for line in page.splitlines() if line.startswith(start)) for start in told]
    reached = [round(float(line.split("|")[5].split()[0]), 3) for line in found]
    assert tuple(reached) == MEASURED[name]
