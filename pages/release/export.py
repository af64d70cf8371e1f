"""Export: the pack and what is in it, closed until somebody has signed."""

import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import APPROVE, EXPORT, GENERATE, link
from pages.shared.strip import top
from pages.shared.words import count, plain, size
from synth.errors import ReleaseError
from synth.prepare.schema import INTENTS
from synth.release import Decision, check_pack
from synth.work import Run
from synth.work.signoff import CSV, PARQUET, approval, export, hand_over

CONTENTS = {
    "synthetic.csv": "the table",
    "with_real_rows.csv": "the table, which holds real rows: for internal use only",
    "data_card.md": "what it is, what it may be used for, who answered for it",
    "report.html": "the comparison with the real table, for reading and printing",
    "report.json": "the same figures for programs, with the policy's verdict",
    "recipe.json": "generator, settings, seed, versions and hashes: enough to make it again",
    "decision.json": "who decided what, when, why, and under which conditions",
    "log.txt": "what happened while it was made",
    "README.txt": "how to check the pack",
    "SHA256SUMS": "a hash of each file above",
}
USUAL = CONTENTS.keys() - {"with_real_rows.csv"}


def closed(run: Run, why: str) -> None:
    """Why nothing can be had here now, and where to go."""
    with st.container(border=True):
        if run.state in ("failed", "cancelled"):
            st.markdown(
                f"**This run {'has failed' if run.state == 'failed' else 'was cancelled'}**, so nothing was made."
            )
            link(GENERATE, "Make another", dataset=run.dataset_id)
        else:
            st.markdown(f"**{plain(why)}**")
            link(APPROVE, dataset=run.dataset_id, run=run.id)
    st.caption("After approval this page holds the table as CSV and Parquet, and one zip with:")
    show_contents()


def show_contents(sizes: dict[str, int] | None = None) -> None:
    """Each file of the pack and what it is."""
    for name, what in CONTENTS.items():
        if name not in (sizes or USUAL):
            continue
        about = f" ({size(sizes[name])})" if sizes and name in sizes else ""
        st.markdown(f"- `{name}`: {what}{about}")


def show_pack(session: Session, run: Run, decision: Decision) -> None:
    """Make the pack, check it, offer it, and the bare table beside it."""
    state = f"pack-{run.id}-{decision.time.isoformat()}"
    if state not in st.session_state:
        if not st.button("Make the pack", type="primary", icon=":material/package_2:"):
            st.caption("It will hold:")
            show_contents()
            return
        with st.spinner("Packing and hashing…"):
            st.session_state[state] = str(export(session.workspace, run.id))
    pack = Path(st.session_state[state])
    if changed := check_pack(pack):
        del st.session_state[state]
        st.error(f"The pack is damaged: {plain(', '.join(changed))}. Make it again.")
        return
    with zipfile.ZipFile(pack) as files:
        sizes = {entry.filename: entry.file_size for entry in files.infolist()}
    st.markdown(
        f":material/verified: **{count(len(sizes), 'file')}, {size(pack.stat().st_size)}**, every hash checked."
    )
    offer(session, run, "Download the pack", pack, pack.name, "application/zip", main=True)
    show_contents(sizes)
    st.subheader("Only the table", anchor=False)
    st.caption("The pack says what it is and who answered for it; a bare table does not.")
    folder, stem = session.workspace.run_folder(run.id), pack.stem
    with st.container(horizontal=True):
        offer(session, run, "CSV", folder / CSV, f"{stem}.csv", "text/csv")
        offer(session, run, "Parquet", folder / PARQUET, f"{stem}.parquet", "application/vnd.apache.parquet")
    if neutralised := session.workspace.recipe(run.id).get("neutralised"):
        st.caption(f"In the CSV {neutralised_words(neutralised)}; Parquet holds them as they are.")


def neutralised_words(neutralised: Any) -> str:
    """How many cells of the CSV were kept from being run as formulas."""
    cells = sum(neutralised.values()) if isinstance(neutralised, dict) else int(neutralised)
    return f"{count(cells, 'cell')} that a spreadsheet would run as a formula got an apostrophe before them"


def offer(session: Session, run: Run, label: str, path: Path, name: str, mime: str, *, main: bool = False) -> None:
    """A download that asks at the click whether the approval still stands."""
    st.download_button(
        label,
        data=partial(hand_over, session.workspace, run.id, path),
        file_name=name,
        mime=mime,
        on_click="ignore",
        type="primary" if main else "secondary",
        icon=":material/download:",
    )


def show_terms(decision: Decision, purpose: str) -> None:
    """Who may use it for what."""
    with st.container(border=True):
        st.markdown(
            f"**For {purpose.lower()}**, {decision.answer} by {plain(decision.person)} on "
            f"{decision.time.astimezone():%d %b %Y}" + (f", until {decision.expiry}." if decision.expiry else ".")
        )
        for condition in decision.conditions:
            st.markdown(f"- {plain(condition.text)}")


session = door()
top(session, EXPORT)
run = session.need_run()
try:
    decision = approval(session.workspace, run.id)
except ReleaseError as error:
    closed(run, str(error))
else:
    show_terms(decision, INTENTS[session.need_dataset().intent])
    with shown_errors():
        show_pack(session, run, decision)
