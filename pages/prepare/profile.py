"""Profile: one row a column with kind, why and treatment, editable in place; what is dangerous; whose row it is."""

import math
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.cached import profile_of, table_of, text_of
from pages.shared.charts import draw
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import GENERATE, PROFILE, SPEC, go
from pages.shared.rule_editor import show_rules
from pages.shared.strip import top
from pages.shared.words import count, plain, short
from synth.errors import SynthError
from synth.make.spec import spec_of, spec_text
from synth.prepare import Profile, Schema
from synth.prepare.charts import distribution, heat_map, strongest
from synth.prepare.correct import with_kind, with_treatment, with_unit
from synth.prepare.profile import ColumnProfile
from synth.prepare.schema import KINDS, TREATMENTS
from synth.prepare.spelling import listed
from synth.work import Dataset

TREATMENT_WORDS = {
    "model": "learned, with its relations to other columns",
    "fake": "invented, so that none of its values or relations is kept",
    "key": "remade in its pattern, so that none of its values or relations is kept",
    "drop": "left out of the synthetic table",
    "constant": "the same in every row",
}
NOBODY = "no column: every row stands for itself"
NO_TARGET = "none"
SHOWN_ALERTS = 4
NAMED = 6


def show_alerts(profile: Profile) -> None:
    """What to know before going on, the gravest first."""
    lines = alert_lines(profile)
    for line in lines[:SHOWN_ALERTS]:
        st.warning(line, icon=":material/warning:")
    if rest := lines[SHOWN_ALERTS:]:
        with st.expander(f"{count(len(rest), 'more thing')} to know", icon=":material/info:"):
            for line in rest:
                st.markdown(f"- {line}")


def alert_lines(profile: Profile) -> list[str]:
    """One line an alert; alerts of one kind about several columns share theirs."""
    kinds = dict.fromkeys(alert.kind for alert in profile.alerts)
    lines = []
    for kind in kinds:
        first, *others = [alert for alert in profile.alerts if alert.kind == kind]
        names = [plain(short(name)) for alert in others for name in alert.columns[:1]]
        if len(names) > NAMED:
            names = [*names[:NAMED], f"{len(names) - NAMED:,} more"]
        more = f" The same holds for {listed(names)}." if names else ""
        lines.append(f"{plain(first.sentence)} {plain(first.advice)}{more}")
    return lines


def ranked(profile: Profile) -> list[ColumnProfile]:
    """The columns to look at first on top: personal ones, what is not learned, what an alert names; then file order."""
    alerted = {name for alert in profile.alerts for name in alert.columns}

    def calm(column: ColumnProfile) -> tuple[bool, bool, bool]:
        return column.personal is None, column.treatment == "model", column.name not in alerted

    return sorted(profile.columns, key=calm)


def column_rows(profile: Profile, schema: Schema) -> pd.DataFrame:
    """The table of columns as it is shown."""
    rows = []
    for column in ranked(profile):
        decided = schema[column.name]
        rows.append(
            {
                "Column": column.name,
                "Kind": decided.kind,
                "Treatment": decided.treatment,
                "Why": decided.why,
                "Distribution": list(column.histogram),
                "Range or top values": column.summary,
                "Missing": column.missing,
                "Distinct": column.distinct,
                "Personal": decided.personal or "",
                "Sensitive": decided.sensitive,
            }
        )
    return pd.DataFrame(rows)


def edit_columns(session: Session, dataset: Dataset, profile: Profile, schema: Schema) -> None:
    """The table, with kind, treatment and sensitivity open to correction."""
    rows = column_rows(profile, schema)
    wanted = ""
    if len(rows) > 20:
        wanted = st.text_input("Find a column", placeholder="part of its name", icon=":material/search:", key="find")
    shown = rows[rows["Column"].str.contains(wanted.strip(), case=False, regex=False)].reset_index(drop=True)
    key = f"columns-{dataset.id}-{st.session_state.get('edits', 0)}-{wanted}"
    st.data_editor(
        shown,
        key=key,
        hide_index=True,
        height=min(36 * len(shown) + 40, 560),
        disabled=["Column", "Distribution", "Range or top values", "Missing", "Distinct", "Personal", "Why"],
        column_config={
            "Column": st.column_config.TextColumn(pinned=True, width=150),
            "Kind": st.column_config.SelectboxColumn(options=list(KINDS), required=True, width=85),
            "Treatment": st.column_config.SelectboxColumn(
                options=list(TREATMENTS),
                required=True,
                width=95,
                help="; ".join(f"{name}: {words}" for name, words in TREATMENT_WORDS.items()),
            ),
            "Distribution": st.column_config.BarChartColumn(width=95, y_min=0),
            "Range or top values": st.column_config.TextColumn(width="medium"),
            "Missing": st.column_config.NumberColumn(format="percent", width="small"),
            "Distinct": st.column_config.NumberColumn(format="localized", width="small"),
            "Personal": st.column_config.TextColumn(width="small"),
            "Sensitive": st.column_config.CheckboxColumn(help="Judged for fairness; handle with care."),
            "Why": st.column_config.TextColumn(width=285),
        },
        on_change=apply_edits,
        args=(session, dataset, key, shown["Column"].tolist()),
        alt="The columns of the table, their kinds and what is done with them",
    )


def apply_edits(session: Session, dataset: Dataset, key: str, names: list[str]) -> None:
    """Keep what was changed in the table; what does not fit is said, and nothing is changed.

    The change is made to the schema as it stands now: another tab may have corrected it since this one was drawn.
    """
    edited: dict[int, dict[str, Any]] = st.session_state[key]["edited_rows"]
    try:
        schema = session.workspace.schema(dataset.id)
        for row, changes in edited.items():
            schema = corrected(session, dataset, schema, names[row], changes)
        keep(session, dataset, schema, [names[row] for row in edited])
    except SynthError as error:
        st.session_state["profile_error"] = str(error)
    st.session_state["edits"] = st.session_state.get("edits", 0) + 1


def corrected(session: Session, dataset: Dataset, schema: Schema, name: str, changes: dict[str, Any]) -> Schema:
    """One column's corrections, as a new schema."""
    text = text_of(session.workspace, dataset)
    if "Kind" in changes:
        schema = with_kind(text, schema, name, changes["Kind"])
    if "Treatment" in changes:
        schema = with_treatment(text, schema, name, changes["Treatment"])
    if "Sensitive" in changes:
        schema = schema.with_column(name, sensitive=changes["Sensitive"])
    return schema


def keep(session: Session, dataset: Dataset, schema: Schema, names: list[str]) -> None:
    """Save a corrected schema and say what follows from it."""
    before = session.workspace.dataset(dataset.id).version
    after = session.workspace.save_schema(dataset.id, schema)
    said = ["Kept."]
    said += [f"{plain(short(name))} is {TREATMENT_WORDS[schema[name].treatment]}." for name in names]
    if after.version != before:
        said.append(f"Runs were made from the columns as they were, so this is version {after.version} of the dataset.")
    st.session_state["profile_saved"] = " ".join(said)


def edit_rules(session: Session, dataset: Dataset, schema: Schema) -> None:
    """What must hold in every made row."""

    def keep_rules(changed: Schema) -> None:
        try:
            keep(session, dataset, changed, [])
        except SynthError as error:
            st.session_state["profile_error"] = str(error)

    show_rules(table_of(session.workspace, dataset), schema, keep_rules, f"rules-{dataset.id}-{len(schema.rules)}")


def choose_roles(session: Session, dataset: Dataset, profile: Profile, schema: Schema) -> None:
    """Whose row it is, and what a model would be asked to tell."""
    left, right = st.columns(2)
    names = [column.name for column in schema.columns]
    units, targets = [NOBODY, *names], [NO_TARGET, *[column.name for column in schema.modelled]]
    known = schema.target if schema.target in targets else None
    turn = f"{dataset.id}-{schema.unit}-{schema.target}-{st.session_state.get('edits', 0)}"
    unit = left.selectbox(
        "Whose row is it?",
        units,
        units.index(schema.unit) if schema.unit else 0,
        key=f"unit-{turn}",
        help="Rows of one person stay together when rows are kept aside, and protection counts people, not rows.",
    )
    target = right.selectbox(
        "Which column would a model predict?",
        targets,
        targets.index(known or NO_TARGET),
        key=f"target-{turn}",
        help="Usefulness is judged on it: a model learned from synthetic rows is tried on real rows kept aside.",
    )
    if profile.unit_why:
        left.caption(plain(profile.unit_why))
    if profile.target_why:
        right.caption(plain(profile.target_why))
    wanted = (None if unit == NOBODY else unit, None if target == NO_TARGET else target)
    if wanted != (schema.unit, known):
        keep_roles(session, dataset, schema, *wanted)
        st.rerun()


def keep_roles(session: Session, dataset: Dataset, schema: Schema, unit: str | None, target: str | None) -> None:
    """Save another unit or target; one that does not fit is said, and nothing is changed."""
    try:
        if unit != schema.unit:
            schema = with_unit(text_of(session.workspace, dataset), schema, unit)
        keep(session, dataset, Schema.build(**schema.model_dump() | {"target": target}), [])
    except SynthError as error:
        st.session_state["profile_error"] = str(error)
        st.session_state["edits"] = st.session_state.get("edits", 0) + 1


def show_detail(session: Session, dataset: Dataset, schema: Schema, profile: Profile) -> None:
    """One column, large."""
    st.subheader("Look at one column", anchor=False)
    names = [column.name for column in ranked(profile)]
    first = names.index(schema.modelled[0].name) if schema.modelled else 0
    name = st.selectbox("Column", names, first, key=f"look-{dataset.id}", label_visibility="collapsed")
    table = table_of(session.workspace, dataset)
    log = schema[name].kind == "number" and st.toggle("Logarithmic scale", key=f"log-{dataset.id}")
    figure = distribution(table, name, log=log)
    draw(figure, alt=f"Distribution of {short(name)}", key="detail")
    st.markdown(
        f"**{schema[name].kind.capitalize()}: {TREATMENT_WORDS[schema[name].treatment]}.** {plain(schema[name].why)}"
    )
    unparsed = table.reading.unparsed.get(name, 0)
    if unparsed:
        st.caption(f"{count(unparsed, 'cell does', 'cells do')} not fit this kind, so nothing is known there.")


def show_heat_map(profile: Profile) -> None:
    """How columns hang together."""
    with st.expander("How columns hang together", icon=":material/grid_on:", expanded=len(profile.columns) <= 40):
        names = list(profile.associations.names)
        if len(names) < 2:
            st.caption("There are fewer than two columns to relate.")
            return
        figure = heat_map(names, profile.associations.matrix, strongest(names, profile.associations.matrix))
        draw(
            figure,
            alt="Heat map of relations between columns",
            key="heat",
            read="each cell is the strength between two columns. 0 is none, 1 is complete; for two numbers −1 means "
            "that one falls as the other rises.",
        )


def show(session: Session, dataset: Dataset) -> None:
    """The whole page."""
    schema, profile = session.workspace.schema(dataset.id), profile_of(session.workspace, dataset)
    st.markdown(f"**{plain(profile.headline)}**")
    show_alerts(profile)
    choose_roles(session, dataset, profile, schema)
    st.subheader("Columns", anchor=False)
    if (error := st.session_state.pop("profile_error", None)) is not None:
        st.error(plain(error), icon=":material/error:")
    if (saved := st.session_state.pop("profile_saved", None)) is not None:
        st.success(saved, icon=":material/check:")
    edit_columns(session, dataset, profile, schema)
    edit_rules(session, dataset, schema)
    show_detail(session, dataset, schema, profile)
    show_heat_map(profile)
    holdout = math.ceil(dataset.rows * 0.2)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Go on to Generate", type="primary", icon=":material/arrow_forward:"):
            session.workspace.split(dataset.id)
            go(GENERATE, dataset=dataset.id)
        if st.button("Start rules from this profile", icon=":material/edit_note:"):
            text = spec_text(spec_of(session.workspace.table(dataset.id)))
            kept = session.workspace.add_spec(f"{dataset.name} from rules", text, intent=dataset.intent)
            go(SPEC, dataset=kept.id)
        st.caption(f"About {holdout:,} of {dataset.rows:,} rows are then drawn and kept aside, to judge by.")


session = door()
top(session, PROFILE)
dataset = session.need_table()
with shown_errors():
    show(session, dataset)
