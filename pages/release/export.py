"""Export: the pack and what is in it, closed until somebody has signed."""

import zipfile
from pathlib import Path

import streamlit as st

from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import APPROVE, EXPORT, link
from pages.shared.strip import top
from pages.shared.words import count, plain, size
from synth.prepare.schema import INTENTS
from synth.release import Decision, check_pack
from synth.work import Run
from synth.work.signoff import decisions_on, export

CONTENTS = {
    "synthetic.csv": "the table",
    "data_card.md": "what it is, what it may be used for, who answered for it",
    "report.html": "the comparison with the real table, for reading and printing",
    "report.json": "the same figures for programs, with the policy's verdict",
    "recipe.json": "generator, settings, seed, versions and hashes: enough to make it again",
    "decision.json": "who decided what, when, why, and under which conditions",
    "log.txt": "what happened while it was made",
    "README.txt": "how to check the pack",
    "SHA256SUMS": "a hash of each file above",
}


def closed(run: Run, decisions: list[Decision]) -> None:
    """Why nothing can be had here yet, and where to go."""
    with st.container(border=True):
        if decisions:
            st.markdown(f"**This run was refused** by {plain(decisions[-1].person)}. Nothing leaves.")
        else:
            st.markdown("**Nobody has approved this run yet.** Nothing leaves before that.")
        link(APPROVE, dataset=run.dataset_id, run=run.id)
    st.caption("After approval this page holds one zip with:")
    show_contents()


def show_contents(sizes: dict[str, int] | None = None) -> None:
    """Each file of the pack and what it is."""
    for name, what in CONTENTS.items():
        about = f" ({size(sizes[name])})" if sizes and name in sizes else ""
        st.markdown(f"- `{name}`: {what}{about}")


def show_pack(session: Session, run: Run, decision: Decision) -> None:
    """Make the pack, check it, offer it."""
    state = f"pack-{run.id}-{decision.time.isoformat()}"
    if state not in st.session_state:
        if not st.button("Make the pack", type="primary", icon=":material/package_2:"):
            st.caption("It will hold:")
            show_contents()
            return
        with st.spinner("Packing and hashing…"):
            st.session_state[state] = str(export(session.workspace, run.id))
    pack = Path(st.session_state[state])
    changed = check_pack(pack)
    if changed:
        st.error(f"The pack is damaged: {plain(', '.join(changed))}. Make it again.")
        del st.session_state[state]
        return
    with zipfile.ZipFile(pack) as files:
        sizes = {entry.filename: entry.file_size for entry in files.infolist()}
    st.markdown(
        f":material/verified: **{count(len(sizes), 'file')}, {size(pack.stat().st_size)}**, every hash checked."
    )
    st.download_button(
        "Download the pack",
        data=pack.read_bytes,
        file_name=pack.name,
        mime="application/zip",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )
    show_contents(sizes)


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
decisions = decisions_on(session.workspace, run.id)
if not decisions or decisions[-1].answer == "refused":
    closed(run, decisions)
else:
    show_terms(decisions[-1], INTENTS[session.need_dataset().intent])
    with shown_errors():
        show_pack(session, run, decisions[-1])
