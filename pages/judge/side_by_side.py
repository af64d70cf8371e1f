"""Side by side: two to five runs of a dataset, score by score with the best marked; which is recommended, and why."""

import pandas as pd
import streamlit as st

from pages.shared.cached import evidence_of
from pages.shared.charts import draw
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.marks import MARKS
from pages.shared.places import COMPARE, GENERATE, SIDE_BY_SIDE, link
from pages.shared.strip import top
from pages.shared.words import count, duration, plain
from synth.judge.charts.runs import alt_pareto, drawn, finding, pareto
from synth.judge.html import HEADLINE
from synth.judge.score import Score
from synth.judge.side_by_side import FEWEST, MOST, Contender, SideBySide, side_by_side
from synth.judge.words import figure, title
from synth.work import Dataset, Run

AT_FIRST = 3
DECIDING = {*HEADLINE, "detection", "membership", "singling_out", "linkability", "attribute_inference", "expert_review"}
BEST = "★"


def choose(dataset: Dataset, runs: dict[str, Run]) -> list[Run]:
    """Which runs; the choice stands in the address."""
    named = [run_id for run_id in st.query_params.get("runs", "").split("-") if run_id in runs]
    chosen = st.multiselect(
        f"Runs of this table ({FEWEST} to {MOST})",
        list(runs),
        default=(named or list(runs)[:AT_FIRST])[:MOST],
        max_selections=MOST,
        format_func=lambda run_id: label(runs[run_id]),
        key=f"runs-{dataset.id}",
    )
    st.query_params["runs"] = "-".join(chosen)
    return [runs[run_id] for run_id in chosen]


def label(run: Run) -> str:
    """A run's name for people."""
    return f"{run.maker} {run.id[:4]}, {count(run.rows, 'row')}"


def contender(session: Session, run: Run) -> Contender | None:
    """A run as it is set beside others; None while it is not judged."""
    report, verdict = evidence_of(session.workspace, run)
    if report is None or verdict is None:
        return None
    return Contender(
        name=f"{run.maker} {run.id[:4]}", report=report, outcome=verdict.outcome, seconds=made_in(session, run)
    )


def made_in(session: Session, run: Run) -> float | None:
    """Seconds from its start until its rows were drawn; None for a table from elsewhere."""
    begun = [step.time for step in session.workspace.steps(run.id) if step.stage == "comparing"]
    return (begun[0] - run.started).total_seconds() if begun and run.started and run.fitted else None


def show_recommended(found: SideBySide, runs: list[Run]) -> None:
    """The answer first: which one, and why."""
    with st.container(border=True):
        if found.recommended is None:
            st.markdown(f":material/block: **{plain(found.reason)}**")
        else:
            run = runs[found.recommended]
            st.markdown(f":material/star: **Recommended: {plain(found.reason)}**")
            link(COMPARE, "See its evidence", dataset=run.dataset_id, run=run.id)
        for note in found.notes:
            st.caption(plain(note))


def show_table(found: SideBySide) -> None:
    """The scores of the whole tables, a column a run: those that decide, or all."""
    everything = st.toggle("All scores of the whole table", key="all-scores", persist_state="session")
    verdicts = [MARKS[outcome][0] for outcome in found.outcomes]
    times = ["–" if point.seconds is None else duration(point.seconds) for point in found.points]
    rows = [
        {"Measure": "Verdict of the policy", "Good is": "", **dict(zip(found.names, verdicts, strict=True))},
        {"Measure": "Time to make", "Good is": "lower", **dict(zip(found.names, times, strict=True))},
    ]
    for row in found.rows if everything else [row for row in found.rows if row.measure in DECIDING]:
        cells = [cell(score, best=place in row.best) for place, score in enumerate(row.scores)]
        known = next(score for score in row.scores if score is not None)
        rows.append({"Measure": title(known), "Good is": way(known), **dict(zip(found.names, cells, strict=True))})
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(35 * len(rows) + 38, 640),
        column_config={
            "Measure": st.column_config.TextColumn(pinned=True, width=240),
            "Good is": st.column_config.TextColumn(width=80),
        },
        alt="Scores of the whole table, run beside run; a star marks the best",
    )
    st.caption(f"{BEST} marks the best of a line; equal figures share it. A dash: the run has no such score.")


def cell(score: Score | None, *, best: bool) -> str:
    """A figure as people read it, the best with a star."""
    if score is None:
        return "–"
    if score.value is None:
        return "not measured"
    return f"{figure(score.value, score.measure)} {BEST if best else ''}".strip()


def way(score: Score) -> str:
    """Which way is good."""
    if score.better == "nearer":
        return "nearer" if score.ideal is None else f"near {figure(score.ideal, score.measure)}"
    return score.better


session = door()
top(session, SIDE_BY_SIDE)
dataset = session.need_dataset()
done = {run.id: run for run in session.workspace.runs(dataset.id) if run.state == "done"}
if len(done) < FEWEST:
    with st.container(border=True):
        st.markdown(
            f"**{'No run' if not done else 'Only one run'} of this table is done.** With two or more, scores stand "
            "side by side, and the best run is recommended with its reason."
        )
        link(GENERATE, "Make one", dataset=dataset.id)
    st.stop()
with shown_errors():
    chosen = choose(dataset, done)
    judged = [(run, one) for run in chosen if (one := contender(session, run)) is not None]
    if len(judged) < FEWEST:
        st.caption("Choose at least two.")
        st.stop()
    found = side_by_side([one for _, one in judged])
    show_recommended(found, [run for run, _ in judged])
    show_table(found)
    if any(map(drawn, found.points)):
        draw(
            pareto(found),
            alt=alt_pareto(found),
            key="pareto",
            read="to the right is more like the real table, up is safer, a larger mark took longer. A filled mark is "
            "ahead of every other in something; the star is recommended.",
        )
    else:
        st.markdown(f"**{finding(found)}.** Without both, no chart can weigh one against the other.")
