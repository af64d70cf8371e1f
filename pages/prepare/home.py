"""Home: datasets and runs with their state, a sample to try, delete with a receipt."""

import streamlit as st

from pages.shared.door import Session, door, forget
from pages.shared.errors import shown_errors
from pages.shared.places import EVALUATE, GENERATE, HOME, PROFILE, SIDE_BY_SIDE, SPEC, UPLOAD, go, link
from pages.shared.samples import SAMPLES
from pages.shared.strip import next_place, rows_of, state_badge
from pages.shared.words import ago, count, plain, short, size
from synth.prepare.schema import INTENTS
from synth.work import Dataset, Run


def headline(datasets: list[Dataset], runs: list[Run]) -> str:
    """What waits, in words."""
    waiting = sum(run.state == "done" and run.decision in (None, "expired") for run in runs)
    going = sum(not run.settled for run in runs)
    if not datasets:
        return "Nothing is here yet. Start with a sample table, or upload your own: it stays on this machine."
    if waiting or going:
        parts = [f"{count(waiting, 'run')} for your decision"] * bool(waiting)
        parts += [f"{count(going, 'run')} still going"] * bool(going)
        return "Waiting: " + ", ".join(parts) + "."
    return f"{count(len(datasets), 'dataset')}, nothing waits for you."


def show_dataset(session: Session, dataset: Dataset, runs: list[Run]) -> None:
    """One dataset with its runs, each with where it waits."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(short(dataset.name, 60))}**", width="stretch")
            if dataset.stated:
                link(SPEC, "Rules", dataset=dataset.id)
            else:
                link(PROFILE, "Profile", dataset=dataset.id)
                link(GENERATE, "New run", dataset=dataset.id)
            if sum(run.state == "done" for run in runs) > 1:
                link(SIDE_BY_SIDE, dataset=dataset.id)
            if st.button("Delete", icon=":material/delete:", key=f"delete-{dataset.id}", type="tertiary"):
                confirm_delete(session, dataset)
        st.caption(
            f"{rows_of(dataset)}, {count(dataset.columns, 'column')}, {size(dataset.bytes)}; "
            f"for {INTENTS[dataset.intent].lower()}; {'begun' if dataset.stated else 'uploaded'} {ago(dataset.created)}"
        )
        for run in runs:
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                st.markdown(f"{plain(short(run.maker))}, {count(run.rows, 'row')}", width="content")
                state_badge(run)
                st.caption(ago(run.created), width="content")
                place, label = next_place(run)
                link(place, label, dataset=dataset.id, run=run.id)


@st.dialog("Delete this dataset?")
def confirm_delete(session: Session, dataset: Dataset) -> None:
    """Name what goes before it goes."""
    st.markdown(f"**{plain(dataset.name)}** and everything made from it goes for good:")
    for line in session.workspace.what_goes(dataset.id):
        st.markdown(f"- {plain(line)}")
    st.caption("A receipt stays: what was deleted and when, without any data.")
    if any(not run.settled for run in session.workspace.runs(dataset.id)):
        return
    with shown_errors():
        if st.button("Delete all of this", type="primary", icon=":material/delete_forever:"):
            receipt = session.workspace.delete_dataset(dataset.id)
            forget()
            st.session_state["receipt"] = receipt.number
            st.rerun()


def show_receipts(session: Session) -> None:
    """What was deleted; the last one stands at the top right after."""
    receipts = session.workspace.receipts()
    fresh = st.session_state.pop("receipt", None)
    for receipt in receipts:
        if receipt.number == fresh:
            st.success(
                f"Deleted {plain(receipt.name)} with {count(len(receipt.runs), 'run')} "
                f"({count(len(receipt.files), 'file')}, {size(receipt.bytes)}). Receipt {receipt.number} is kept.",
                icon=":material/receipt_long:",
            )
    if receipts:
        with st.expander(f"Receipts of what was deleted ({len(receipts)})", icon=":material/receipt_long:"):
            for receipt in receipts:
                st.markdown(
                    f"**{receipt.number}** {plain(receipt.name)}, {count(receipt.rows, 'row')}, "
                    f"{count(len(receipt.runs), 'run')}, {receipt.time.astimezone():%d %b %Y %H:%M}"
                )
                st.code(f"sha256 of the file: {receipt.sha256}", language=None, wrap_lines=True)


def show_samples(session: Session) -> None:
    """Tables to try, one click each."""
    st.subheader("Try it with a sample table", anchor=False)
    with st.grid(3, min_column_width=240):
        for sample in SAMPLES:
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{sample.title}**")
                st.caption(sample.what)
                if st.button("Try this one", key=f"try-{sample.file}", icon=":material/science:"):
                    with shown_errors():
                        go(UPLOAD, dataset=sample.add(session.workspace).id)


session = door()
st.title(HOME.question, anchor=False)
datasets, all_runs = session.workspace.datasets(), session.workspace.runs()
st.markdown(headline(datasets, all_runs))
receipts_place = st.container()
with st.container(horizontal=True, vertical_alignment="center"):
    if st.button("Upload a table", type="primary", icon=":material/upload_file:"):
        forget()
        go(UPLOAD)
    if st.button("Start from rules", icon=":material/edit_note:", help="Make a table without any data."):
        forget()
        go(SPEC)
    link(EVALUATE, "Judge a table from elsewhere")
for dataset in datasets:
    show_dataset(session, dataset, [run for run in all_runs if run.dataset_id == dataset.id])
show_samples(session)
with receipts_place:
    show_receipts(session)
