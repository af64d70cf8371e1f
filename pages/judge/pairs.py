"""Pairs: which columns go together, real beside synthetic on one colour scale, and the pairs that differ most."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.shared.cached import comparison_of
from pages.shared.charts import CONFIG, draw
from pages.shared.door import door
from pages.shared.errors import shown_errors
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import PAIRS
from pages.shared.scores import beside_fresh, score_table
from pages.shared.words import count, plain
from synth.judge.attention import short, untold
from synth.judge.charts.heat_maps import MOST_NAMES, alt_heat_map, heat_maps, strength_gap
from synth.judge.charts.joint import alt_joint, joint
from synth.judge.clustered import clustered, most_different
from synth.judge.exhibits import JointTable
from synth.judge.pairs.joint_table import joint_table
from synth.judge.report import Associations
from synth.judge.score import Score
from synth.judge.words import shown as as_shown

WORST = 50
Pair = tuple[str, ...]


def show_maps(shown: Evidence) -> None:
    """Three heat maps on one scale; a click on a cell chooses its two columns."""
    found = shown.report.associations
    st.markdown(f"**{plain(strength_gap(found))}**")
    if len(found.names) > MOST_NAMES:
        few, whole = f"The {MOST_NAMES} that differ most", f"All {len(found.names)}"
        wanted = st.segmented_control("Columns", [few, whole], default=few, required=True, key="maps")
        found = clustered(found if wanted == whole else most_different(found, MOST_NAMES))
    with st.grid(3, min_column_width=300):
        for name, chart in heat_maps(found).items():
            key = f"map-{name}-{len(found.names)}"
            st.plotly_chart(
                chart,
                config=CONFIG,
                alt=alt_heat_map(found, name),
                key=key,
                on_select=partial(choose_cell, key, found.names),
                selection_mode="points",
            )
    beside = (
        " Columns that go together stand side by side." if len(shown.report.associations.names) > MOST_NAMES else ""
    )
    st.caption(
        "How to read this: each cell is the strength between two columns, from −1 (orange) over 0 (white) to 1 "
        f"(purple). The nearer the third map is to white, the better.{beside}"
    )
    st.caption("Click a cell to see its two columns below.")


def choose_cell(key: str, names: Sequence[str]) -> None:
    """The columns of the clicked cell become the chosen pair."""
    points = st.session_state[key]["selection"]["points"]
    if points:
        first, second = names[int(points[0]["y"])], names[int(points[0]["x"])]
        if first != second:
            st.session_state["first"], st.session_state["second"] = first, second


def show_pairs(shown: Evidence, likeness: Mapping[Pair, Score]) -> None:
    """The pairs that are least alike; selecting a row chooses the pair."""
    pairs = list(likeness)[:WORST]
    st.markdown(f"**{finding(list(likeness.values()))}**")
    strength = strengths(shown.report.associations)
    rows = [
        {
            "First": pair[0],
            "Second": pair[1],
            "Alike": on_page(likeness[pair], likeness[pair].value),
            "Fresh real": fresh and on_page(likeness[pair], fresh.value),
            "Strength, real": strength.get(pair, (None, None))[0],
            "Strength, synthetic": strength.get(pair, (None, None))[1],
            "Beside it": beside_fresh(likeness[pair]),
        }
        for pair in pairs
        for fresh in [likeness[pair].reference]
    ]
    key = f"pairs-{shown.run.id}"
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="auto" if len(rows) < 9 else 320,
        placeholder="–",
        on_select=lambda: choose(key, pairs),
        selection_mode="single-row",
        key=key,
        column_config={
            "Alike": st.column_config.NumberColumn(
                format="%.3f", width=64, help="All values of both columns at once, less what chance alone would do."
            ),
            "Fresh real": st.column_config.NumberColumn(format="%.3f", width=84),
            "Strength, real": st.column_config.NumberColumn(format="%.2f", width=100),
            "Strength, synthetic": st.column_config.NumberColumn(format="%.2f", width=130),
            "Beside it": st.column_config.TextColumn(width=104, help="How it stands beside a fresh real sample."),
        },
        alt="Pairs of columns, the least alike first",
    )
    st.caption(
        f"The {len(rows)} least alike first. Alike compares all values of both columns at once; strength, which the "
        "maps show, is one number: a pair can differ in one and not in the other."
    )


def finding(scores: list[Score]) -> str:
    """What the pairs come to, and of how many nothing can be said."""
    off, blind = (sum(map(marked, scores)) for marked in (short, untold))
    told = f"{off:,} {'lies' if off == 1 else 'lie'} short of" if off else "none lies clearly short of"
    unsure = f"; of {blind:,} it cannot be told, as no relation at all would score as much" if blind else ""
    return f"{count(len(scores), 'pair')}: {told} a fresh real sample{unsure}."


def strengths(found: Associations) -> dict[Pair, tuple[float | None, float | None]]:
    """What the maps show of each two columns: the strength of their relation, real and synthetic."""
    return {
        (a, b): (found.real[row][place], found.synthetic[row][place])
        for row, a in enumerate(found.names)
        for place, b in enumerate(found.names)
    }


def on_page(score: Score, value: float | None) -> float | None:
    """A figure of a score as people see it."""
    return None if value is None else as_shown(value, score.measure)


def rank(score: Score) -> tuple[bool, float]:
    """The least alike first, behind what was not measured."""
    return score.value is not None, score.value or 0.0


def choose(key: str, pairs: list[Pair]) -> None:
    """The selected row becomes the chosen pair."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(pairs):
        st.session_state["first"], st.session_state["second"] = pairs[rows[0]]


def show_pair(shown: Evidence, names: list[str], likeness: Mapping[Pair, Score]) -> None:
    """The chosen two columns: in words, and how often each two of their values fall together."""
    worst = next(iter(likeness), (names[0], names[1]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first, second = (
            st.selectbox(
                f"{key.capitalize()} column", names, names.index(name), key=key, bind="query-params", width=300
            )
            for key, name in zip(("first", "second"), worst, strict=True)
        )
    if first == second:
        st.caption("Choose two different columns.")
        return
    score = likeness.get((first, second)) or likeness.get((second, first))
    st.markdown(plain(score.note) if score else "This pair was not measured.")
    with shown_errors():
        table = shown.report.exhibit(JointTable, first, second)
        if table is None and shown.run.settled:
            table = joint_table(comparison_of(shown.session.workspace, shown.run), first, second)
        if table is not None:
            draw(
                joint(table),
                alt=alt_joint(table),
                key=f"joint-{first}-{second}",
                read="each cell is the share of rows with both values; the more alike both sides, the better. "
                "Cells of too few real rows stay empty.",
            )
    scores = [score for score in shown.report.group("pairs") if set(score.subject) == {first, second}]
    score_table(scores, alt=f"Every measure of {first} with {second}")


session = door()
shown = evidence(session, PAIRS)
scores = groups_scores(shown, "pairs")
found = [score for score in scores if score.measure == "pair" and len(score.subject) == 2]
likeness: dict[Pair, Score] = {score.subject: score for score in sorted(found, key=rank)}
names = list(shown.report.associations.names)
if scores and len(names) > 1:
    show_maps(shown)
    show_pairs(shown, likeness)
    show_pair(shown, names, likeness)
onward(PAIRS, shown.run)
