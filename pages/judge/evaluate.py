"""Evaluate only: a real table, somebody else's synthetic one, a holdout; columns matched; then judged as ours."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.cached import mapping_of, table_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import EVALUATE, RUN, go
from pages.shared.strip import top
from pages.shared.words import count, plain, short, size
from synth.errors import SynthError
from synth.prepare.schema import INTENTS
from synth.work import Dataset
from synth.work.evaluation import Upload
from synth.work.mapping import ColumnMapping

NONE_OF_OURS = "none of ours"
NO_TARGET = "no target"
MATCH = "match"
PARTS = {
    "synthetic": ("Synthetic table", "Drop the synthetic table here."),
    "holdout": ("Holdout, if there is one", "Drop real rows here that its generator never saw."),
}


def choose_real(session: Session) -> None:
    """The real table: one that is here already, or a new one."""
    datasets = session.workspace.datasets()
    if datasets:
        names = {dataset.id: dataset.name for dataset in datasets}
        chosen = st.selectbox(
            "Real table",
            list(names),
            index=list(names).index(session.dataset.id) if session.dataset else None,
            format_func=lambda dataset_id: short(names[dataset_id], 60),
            placeholder="Choose one that is here already",
        )
        if chosen and (session.dataset is None or chosen != session.dataset.id):
            go(EVALUATE, dataset=chosen)
    with st.expander("Upload another real table", icon=":material/upload_file:", expanded=not datasets):
        intent = st.selectbox(
            "What is the synthetic table for?", list(INTENTS), index=None, format_func=lambda intent: INTENTS[intent]
        )
        uploaded = st.file_uploader(
            "Drop the real table here. It stays on this machine."
            if intent
            else "First say what it is for, then drop the real table here.",
            disabled=intent is None,
            key=f"real-{_turn('real')}",
        )
        if uploaded is not None and intent is not None:
            with shown_errors():
                with st.spinner("Reading it…"):
                    dataset = session.workspace.add_dataset(uploaded.name, uploaded.getvalue(), intent=intent)
                _next_turn("real")
                go(EVALUATE, dataset=dataset.id)


def choose_part(session: Session, dataset: Dataset, part: str) -> tuple[Upload, bytes] | None:
    """The synthetic table or the holdout: kept on disk at once and named in the address; None while it is not here."""
    label, prompt = PARTS[part]
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{label}**")
        named = st.query_params.get(part)
        if named:
            try:
                upload, content = session.workspace.aside(dataset.id, named)
            except SynthError as error:
                st.warning(plain(str(error)), icon=":material/upload_file:")
            else:
                st.markdown(plain(short(upload.name, 60)))
                st.caption(
                    f"{count(upload.rows, 'row')}, {count(len(upload.columns), 'column')}, {size(upload.bytes)}; "
                    f"SHA-256 {upload.sha256[:16]}…"
                )
                if st.button("Choose another", key=f"another-{part}", icon=":material/undo:", type="tertiary"):
                    del st.query_params[part]
                    st.query_params.pop(MATCH, None)
                    st.rerun()
                return upload, content
        uploaded = st.file_uploader(prompt, key=f"{part}-{_turn(part)}")
        if uploaded is not None:
            with shown_errors():
                with st.spinner("Reading it…"):
                    kept = session.workspace.put_aside(dataset.id, uploaded.name, uploaded.getvalue())
                _next_turn(part)  # a new uploader: the buffer of this one is let go
                st.query_params[part] = kept.id
                st.rerun()
        if part == "holdout":
            st.caption("Without it privacy and usefulness cannot be measured.")
    return None


def _turn(part: str) -> int:
    turn: int = st.session_state.setdefault(f"evaluate-{part}", 0)
    return turn


def _next_turn(part: str) -> None:
    st.session_state[f"evaluate-{part}"] += 1


def match_columns(session: Session, dataset: Dataset, upload: Upload) -> dict[str, str | None] | None:
    """Show which column is which and why; the corrections, or None where they cannot be.

    They stand in the address, from which a new session takes up those that were made before.
    """
    ours, key = table_of(session.workspace, dataset).schema.names, f"columns-{upload.id}"
    before: dict[str, str | None] = st.session_state.setdefault(
        f"before-{upload.id}", from_address(upload.columns, ours)
    )
    shown = mapping_rows(mapping_of(session.workspace, dataset, upload, before), upload)
    corrections = before | _corrections(key, shown["Their column"].tolist())
    in_address(corrections, upload.columns, ours)
    st.subheader("Which column is which?", anchor=False)
    place = st.container()
    st.data_editor(
        shown,
        key=key,
        hide_index=True,
        height=min(36 * len(shown) + 40, 400),
        disabled=["Their column", "Why"],
        column_config={
            "Their column": st.column_config.TextColumn(pinned=True, width="medium"),
            "Is ours": st.column_config.SelectboxColumn(
                options=[NONE_OF_OURS, *ours],
                required=True,
                width="medium",
            ),
            "Why": st.column_config.TextColumn(width="large"),
        },
        alt="Each column of the synthetic table, the real column it is taken for, and why",
    )
    with place:
        try:
            found = mapping_of(session.workspace, dataset, upload, corrections)
        except SynthError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return None
        show_mapping(found)
    return corrections


def mapping_rows(found: ColumnMapping, upload: Upload) -> pd.DataFrame:
    """A row for each of their columns: those that need a look first."""
    matches = {match.theirs: match for match in found.matches}
    rows = [
        {
            "Their column": name,
            "Is ours": matches[name].ours if name in matches else NONE_OF_OURS,
            "Why": matches[name].reason if name in matches else "no column of ours is like it",
        }
        for name in upload.columns
    ]
    order = {"same name": 2, "no column of ours is like it": 0}
    rows.sort(key=lambda row: order.get(row["Why"], 1))
    return pd.DataFrame(rows)


def _corrections(key: str, names: list[str]) -> dict[str, str | None]:
    """What was changed in the table of columns, whose rows are these."""
    edited: dict[int, dict[str, Any]] = st.session_state.get(key, {}).get("edited_rows", {})
    return {
        names[int(row)]: None if change["Is ours"] == NONE_OF_OURS else change["Is ours"]
        for row, change in edited.items()
        if "Is ours" in change
    }


def from_address(theirs: Sequence[str], ours: Sequence[str]) -> dict[str, str | None]:
    """The corrections that the address tells, by the columns' places; what it tells of no column is passed over."""
    found: dict[str, str | None] = {}
    for pair in st.query_params.get(MATCH, "").split("."):
        first, _, second = pair.partition("-")
        if first.isdecimal() and int(first) < len(theirs) and (not second or second.isdecimal()):
            name = ours[int(second)] if second and int(second) < len(ours) else None
            if name not in found.values() or name is None:
                found[theirs[int(first)]] = name
    return found


def in_address(corrections: Mapping[str, str | None], theirs: Sequence[str], ours: Sequence[str]) -> None:
    """Let the address tell the corrections: `3-5.4-` matches their column 3 with our 5, and 4 with none."""
    told = ".".join(
        f"{theirs.index(name)}-{'' if match is None else ours.index(match)}" for name, match in corrections.items()
    )
    if told:
        st.query_params[MATCH] = told
    else:
        st.query_params.pop(MATCH, None)


def show_mapping(found: ColumnMapping) -> None:
    """The answer in words: how many match, what is missing, what is left out, what is of another kind."""
    ours = len(found.matches) + len(found.missing)
    guessed = sum(match.reason != "same name" for match in found.matches)
    some = f"{len(found.matches)} of {ours}" if found.missing else f"All {ours}"
    st.markdown(
        f"**{some} columns of the real table are found there"
        + (f"; {guessed} under another name.** Correct in the table what is wrong." if guessed else ", by name.**")
    )
    if found.missing:
        st.warning(f"Missing there, so not judged: {_names(found.missing)}.", icon=":material/playlist_remove:")
    if found.extra:
        st.info(
            f"None of ours, so neither judged nor released: {_names(found.extra)}.", icon=":material/playlist_remove:"
        )
    for note in found.notes:
        st.info(plain(note), icon=":material/info:")


def _names(names: tuple[str, ...]) -> str:
    some = ", ".join(plain(short(name)) for name in names[:12])
    return f"{some} and {len(names) - 12} more" if len(names) > 12 else some


def ask_and_start(
    session: Session,
    dataset: Dataset,
    synthetic: tuple[Upload, bytes],
    holdout: tuple[Upload, bytes] | None,
    columns: dict[str, str | None],
) -> None:
    """Who made it, what should be predicted from it, and the start."""
    schema = table_of(session.workspace, dataset).schema
    targets = [NO_TARGET, *(column.name for column in schema.modelled)]
    with st.form("evaluate", border=True):
        left, middle, right = st.columns(3)
        name = left.text_input("Which generator made it?", placeholder="unknown")
        vendor = middle.text_input("Whose generator is it?", placeholder="unknown")
        target = right.selectbox(
            "What should it predict?",
            targets,
            index=targets.index(schema.target) if schema.target in targets else 0,
            format_func=short,
            disabled=holdout is None,
        )
        if st.form_submit_button("Judge it", type="primary", icon=":material/balance:"):
            with shown_errors(), st.spinner("Reading all three…"):
                run = session.workspace.start_evaluation(
                    dataset.id,
                    synthetic[0].name,
                    synthetic[1],
                    holdout=holdout[1] if holdout else None,
                    holdout_name=holdout[0].name if holdout else "",
                    columns=columns,
                    generator_name=name,
                    vendor=vendor,
                    target=None if target == NO_TARGET else target,
                )
                session.workspace.forget_aside(dataset.id)
                go(RUN, dataset=dataset.id, run=run.id)


session = door()
top(session, EVALUATE)
st.markdown("A table that was made elsewhere is judged by the same measures, the same policy and the same signature.")
choose_real(session)
if session.dataset is None:
    st.caption("Then come the synthetic table and, if there is one, the holdout.")
    st.stop()
left, right = st.columns(2)
with left:
    synthetic = choose_part(session, session.dataset, "synthetic")
with right:
    holdout = choose_part(session, session.dataset, "holdout")
if synthetic is not None:
    with shown_errors():
        columns = match_columns(session, session.dataset, synthetic[0])
        if columns is not None:
            ask_and_start(session, session.dataset, synthetic, holdout, columns)
