"""From rules: a spec written in a form or as YAML, seen as rows at once, and made into a table without any data."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.charts import draw
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import RUN, SPEC, go
from pages.shared.spec_column import column_form
from pages.shared.spec_draft import NEW, START, Draft, draft_of, drawn_or_why, first_rows, unused
from pages.shared.spec_lists import lists_form
from pages.shared.strip import top
from pages.shared.words import count, plain
from synth.errors import SynthError
from synth.make.spec import Spec
from synth.make.spec.text import spec_fields
from synth.make.spec.words import come_from
from synth.prepare.charts import distribution
from synth.prepare.palette import SYNTHETIC
from synth.prepare.schema import INTENTS
from synth.prepare.table import Table
from synth.work import Dataset
from synth.work.runs import check_size
from synth.work.specs import GENERATOR


def type_it(draft: Draft, key: str) -> Spec | None:
    """The YAML, to read and to change; None while it is no spec, and then it says why."""
    typed = st.text_area(
        "The same as YAML",
        draft.text,
        height=520,
        key=f"{key}-yaml-{draft.edition}",
        help="Changes count once you click outside, or press Ctrl and Enter.",
    )
    draft.text = typed
    try:
        return draft.spec()
    except SynthError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def choose_column(draft: Draft, spec: Spec, key: str) -> None:
    """All columns as a table: the one that is clicked is the one to change."""
    rows = [{"Column": each.name, "Kind": each.kind, "Values": come_from(each)} for each in spec.columns]
    event = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}-columns-{draft.edition}",
        height="content" if len(rows) <= 12 else 460,
        column_config={"Values": st.column_config.TextColumn(width="large")},
        alt="The columns of the spec",
    )
    chosen = event.selection.rows
    draft.column = min(chosen[0] if chosen else draft.column, len(spec.columns) - 1)
    st.caption("Click the box before a column to change it.")


def change_columns(draft: Draft, spec: Spec, key: str) -> None:
    """Add a column, move the chosen one, take it away."""
    at, last = draft.column, len(spec.columns) - 1
    with st.container(horizontal=True, gap="small"):
        add = st.button("Add a column", icon=":material/add:", key=f"{key}-add")
        up = st.button("Up", icon=":material/arrow_upward:", key=f"{key}-up", disabled=at == 0)
        down = st.button("Down", icon=":material/arrow_downward:", key=f"{key}-down", disabled=at == last)
        away = st.button("Remove", icon=":material/delete:", key=f"{key}-away", disabled=last == 0)
    if add:
        new = {"name": unused("column", spec), "kind": "number", "values": dict(NEW["number"])}
        changed(draft, lambda fields: fields["columns"].append(new), column=last + 1)
    if up or down:
        to = at - 1 if up else at + 1
        changed(draft, lambda fields: fields["columns"].insert(to, fields["columns"].pop(at)), column=to)
    if away:
        changed(draft, lambda fields: fields["columns"].pop(at), column=max(at - 1, 0))


def changed(draft: Draft, how: Any, column: int) -> None:
    """Make a change and draw the page anew; one that does not fit is told, and not made."""
    with shown_errors():
        draft.change(how)
        draft.column = column
        st.rerun()


def change_column(draft: Draft, spec: Spec, table: Table | str, key: str) -> None:
    """The form of the chosen column, and how its values are spread."""
    at = draft.column
    name = spec.columns[at].name
    with st.container(border=True):
        st.markdown(f"**{plain(name)}**")
        with shown_errors():
            fields = column_form(spec, at, f"{key}-{draft.edition}")
            if st.button("Change this column", icon=":material/check:", key=f"{key}-change"):
                changed(draft, lambda whole: whole["columns"].__setitem__(at, fields), column=at)
        if isinstance(table, Table) and spec.columns[at].modelled:
            figure = distribution(table, name).update_traces(marker_color=SYNTHETIC)
            draw(figure, alt=f"How {name} is spread in {len(table):,} rows", key=f"{key}-figure")


def change_lists(draft: Draft, spec: Spec, key: str) -> None:
    """Correlations, scenarios and rules."""
    held = len(spec.correlations) + len(spec.scenarios) + len(spec.rules)
    told = f" ({held})" if held else ""
    with st.expander(f"Correlations, rare scenarios and rules{told}", icon=":material/rule:"), shown_errors():
        lists = lists_form(spec_fields(spec), f"{key}-{draft.edition}")
        if st.button("Change these", icon=":material/check:", key=f"{key}-lists"):
            changed(draft, lambda fields: fields.update(lists), column=draft.column)


def show_rows(table: Table | str) -> None:
    """Ten rows, or why there are none."""
    st.subheader("Ten of its rows", anchor=False)
    if isinstance(table, str):
        st.error(plain(table), icon=":material/error:")
        return
    for note in table.reading.notes:
        st.caption(plain(note))
    st.dataframe(first_rows(table), hide_index=True, placeholder="–", alt="Ten rows made from the spec", key="ten-rows")


def keep(session: Session, dataset: Dataset | None, draft: Draft, name: str, intent: Any) -> Dataset:
    """Keep the draft in the workspace."""
    if dataset is None:
        kept = session.workspace.add_spec(name, draft.text, intent=intent)
        st.session_state[f"spec-{kept.id}"] = st.session_state.pop("spec-new")
        return kept
    return session.workspace.save_spec(dataset.id, draft.text)


def make_it(session: Session, dataset: Dataset | None, draft: Draft, spec: Spec | None, key: str) -> None:
    """How many rows, and the start, where there is a spec that can make them."""
    st.subheader("Make it", anchor=False)
    name, intent = (dataset.name, dataset.intent) if dataset else ("", "testing")
    with st.grid(4, min_column_width=180):
        if dataset is None:
            name = st.text_input("Name of the table", "A table from rules", key=f"{key}-name")
            intent = st.selectbox(
                "What it is for", list(INTENTS), format_func=lambda one: INTENTS[one], key=f"{key}-for"
            )
        rows = st.text_input("Rows", "1000", key=f"{key}-rows", persist_state="session")
        seed = st.text_input(
            "Seed", "0", key=f"{key}-seed", persist_state="session", help="The same seed, the same table."
        )
    with st.container(horizontal=True, vertical_alignment="center"), shown_errors():
        if st.button("Make the table", type="primary", icon=":material/play_arrow:", disabled=spec is None):
            many, from_ = check_size(rows, seed)
            kept = keep(session, dataset, draft, name, intent)
            run = session.workspace.start_run(kept.id, GENERATOR, settings={}, rows=many, seed=from_)
            go(RUN, dataset=kept.id, run=run.id)
        if st.button("Save", icon=":material/save:", disabled=spec is None):
            go(SPEC, dataset=keep(session, dataset, draft, name, intent).id)
        if spec is not None and not spec.notes:
            st.caption("No data is needed, so none can be given away.")


def show(session: Session, dataset: Dataset | None) -> None:
    """The whole page."""
    key = dataset.id if dataset else "new"
    draft = draft_of(key, session.workspace.spec(dataset.id) if dataset else START)
    said = st.container()
    left, right = st.columns([3, 2], gap="medium")
    with right:
        spec = type_it(draft, key)
    with left:
        if spec is None:
            st.info("Mend the YAML, and its columns appear here again.", icon=":material/info:")
        else:
            table = drawn_or_why(draft.text)
            choose_column(draft, spec, key)
            change_columns(draft, spec, key)
            change_column(draft, spec, table, key)
    if spec is not None:
        change_lists(draft, spec, key)
        show_rows(table)
        said.markdown(summary(spec))
    make_it(session, dataset, draft, spec if spec is not None and isinstance(table, Table) else None, key)


def summary(spec: Spec) -> str:
    """The spec in a sentence."""
    parts = [count(len(spec.columns), "column")]
    parts += [count(len(spec.correlations), "correlation")] * bool(spec.correlations)
    parts += [count(len(spec.scenarios), "rare scenario")] * bool(spec.scenarios)
    parts += [count(len(spec.rules), "rule")] * bool(spec.rules)
    return f"**{', '.join(parts)}.** Every value is drawn as you state it here."


session = door()
top(session, SPEC)
dataset = session.dataset if session.dataset is not None and session.dataset.stated else None
with shown_errors():
    show(session, dataset)
