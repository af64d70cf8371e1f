"""Upload: a CSV or a sample in; every row accounted for; the dialect shown and open to correction."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.shared.cached import text_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import PROFILE, UPLOAD, go
from pages.shared.samples import SAMPLES
from pages.shared.strip import top
from pages.shared.words import count, plain, short
from synth.errors import ReadError
from synth.prepare.schema import INTENTS, Intent
from synth.prepare.table import Dialect, Reading
from synth.work import Dataset

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon", " ": "space"}
QUOTES = {'"': "double quotes", "'": "single quotes", "": "no quotes"}
DECIMALS = {".": "point", ",": "comma"}
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "utf-16", "mac_roman", "cp850"]
INTENT_HELP: dict[Intent, str] = {
    "testing": "Rows that look right; figures need not be exact.",
    "analytics": "Totals, rates and relations should hold.",
    "training": "A model learned from it should work on real rows.",
    "augmenting": "More rows of what there is too little of.",
    "publication": "Anybody may see it: the strictest protection.",
}
SHOWN_LINES = 8
UNSAID = "found by itself"


def take_file(session: Session) -> None:
    """Ask what it is for, then take a file or a sample."""
    turn = st.session_state.setdefault("upload_turn", 0)
    st.subheader("What is it for?", anchor=False)
    intent = st.radio(
        "What is it for?",
        list(INTENTS),
        format_func=lambda intent: INTENTS[intent],
        captions=[INTENT_HELP[intent] for intent in INTENTS],
        index=None,
        key=f"intent-{turn}",
        persist_state="session",
        label_visibility="collapsed",
        horizontal=True,
    )
    st.caption("The answer sets sound defaults from here on, and stands on the data card.")
    uploaded = st.file_uploader(
        "Drop a CSV here. It stays on this machine." if intent else "First say what it is for, then drop a CSV here.",
        key=f"upload-{turn}",
        help="Up to 1 GB; also .tsv, .txt and .csv.gz.",
        disabled=intent is None,
    )
    if uploaded is not None and intent is not None:
        with shown_errors():
            add(session, uploaded, intent)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Or try a sample:", width="content")
        for sample in SAMPLES:
            if st.button(sample.title, key=f"sample-{sample.file}", type="tertiary", icon=":material/science:"):
                with shown_errors():
                    go(UPLOAD, dataset=sample.add(session.workspace, intent).id)


def add(session: Session, uploaded: UploadedFile, intent: Intent) -> None:
    """Read a file into the workspace; one that cannot be read is asked about, until it can or another is chosen."""
    known: tuple[str, str] = st.session_state.get("refused", ("", ""))
    read: dict[str, Any] | None = {}
    if known[0] == uploaded.file_id:
        st.error(plain(known[1]), icon=":material/error:")
        with st.expander("Say how it is spelled, and read it again", expanded=True, icon=":material/edit:"):
            read = ask_dialect(f"dialect-{uploaded.file_id}", None)
    if read is None:
        return
    try:
        with st.spinner("Reading it…"):
            dataset = session.workspace.add_dataset(uploaded.name, uploaded.getvalue(), intent=intent, read=read)
    except ReadError as error:
        st.session_state["refused"] = (uploaded.file_id, str(error))
        st.rerun()
    st.session_state["upload_turn"] += 1  # a new uploader: the buffer of this one is let go
    go(UPLOAD, dataset=dataset.id)


def show_reading(session: Session, dataset: Dataset) -> None:
    """How the file was read: the sum that must come out, the dialect, what was rejected, first lines beside rows."""
    text = text_of(session.workspace, dataset)
    reading = text.reading
    with st.container(border=True):
        st.markdown(sentence(reading, dataset))
        with st.grid(4, min_column_width=130):
            st.metric("Rows in file", f"{reading.rows_in_file:,}")
            st.metric("Loaded", f"{reading.loaded:,}")
            st.metric("Rejected", f"{len(reading.rejected):,}")
            st.metric("Blank", f"{reading.blank:,}")
        st.caption(f"{dialect_line(reading.dialect)} SHA-256 {dataset.sha256[:16]}…")
    for note in reading.notes:
        st.info(plain(note), icon=":material/info:")
    if reading.rejected:
        show_rejects(reading)
    left, right = st.columns(2)
    with left:
        st.markdown("**First lines as they stand in the file**")
        st.code("\n".join(first_lines(session, dataset, reading.dialect)), language=None, height=330)
    with right:
        st.markdown("**The same, as read**")
        head = text.frame.head(SHOWN_LINES).map(lambda cell: short(cell, 80))
        st.dataframe(head, hide_index=True, height=330, alt="The first rows as they were read")


def sentence(reading: Reading, dataset: Dataset) -> str:
    """The answer first."""
    read = (
        f"**{plain(short(dataset.name, 60))}**: {count(reading.loaded, 'row')}, {count(dataset.columns, 'column')} read"
    )
    lost = [f"{count(len(reading.rejected), 'line')} could not be read"] * bool(reading.rejected)
    lost += [f"{count(reading.blank, 'line was', 'lines were')} blank"] * bool(reading.blank)
    return f"{read}; {' and '.join(lost)}." if lost else f"{read}, nothing left out."


def dialect_line(dialect: Dialect) -> str:
    """The dialect in one line."""
    header = {0: "no header line", 1: "one header line"}.get(dialect.header, f"{dialect.header} header lines")
    skipped = f", {count(dialect.skip, 'line')} skipped above it" if dialect.skip else ""
    quoted = QUOTES.get(dialect.quote, f"quoted with {plain(dialect.quote)}")
    delimiter = DELIMITERS.get(dialect.delimiter, plain(dialect.delimiter))
    decimal = DECIMALS[dialect.decimal]
    return f"{dialect.encoding}, separated by {delimiter}; {quoted}; {header}{skipped}; decimal {decimal}."


def choose_intent(session: Session, dataset: Dataset) -> None:
    """What it is for, open to another answer."""
    intent = st.selectbox(
        "What is it for?",
        list(INTENTS),
        list(INTENTS).index(dataset.intent),
        format_func=lambda intent: f"{INTENTS[intent]}: {INTENT_HELP[intent][0].lower()}{INTENT_HELP[intent][1:]}",
        key=f"intent-{dataset.id}-{dataset.intent}",
        disabled=bool(session.workspace.runs(dataset.id)),
        help="It sets sound defaults from here on, and stands on the data card. It stands once a run was started.",
    )
    if intent != dataset.intent:
        session.workspace.set_intent(dataset.id, intent)
        st.rerun()


def show_rejects(reading: Reading) -> None:
    """Every line that could not be read, by its number."""
    with st.expander(
        f"{count(len(reading.rejected), 'rejected line')}: none of them is in the table",
        expanded=True,
        icon=":material/warning:",
    ):
        rows = [{"Line": reject.line, "Why": reject.why} for reject in reading.rejected]
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="auto" if len(rows) < 8 else 300, alt="Rejected lines")


def first_lines(session: Session, dataset: Dataset, dialect: Dialect) -> list[str]:
    """The file's first lines, decoded as it was read."""
    with session.workspace.raw(dataset.id).open("rb") as file:
        start = file.read(1 << 16)
    lines = start.decode(dialect.encoding, errors="replace").splitlines()
    return [short(line, 300) for line in lines[: SHOWN_LINES + dialect.header + dialect.skip]]


def correct(session: Session, dataset: Dataset, dialect: Dialect) -> None:
    """Let the steward say how the file is spelled; the whole file is read again."""
    with st.expander("Not read right? Correct it", icon=":material/edit:"):
        if dataset.locked:
            st.caption("A run was started from this reading, so it stands. Upload the file again to read it otherwise.")
            return
        read = ask_dialect(f"dialect-{dataset.id}", dialect)
        if read is not None:
            with shown_errors(), st.spinner("Reading it again…"):
                go(UPLOAD, dataset=session.workspace.read_again(dataset.id, read).id)


def ask_dialect(key: str, found: Dialect | None) -> dict[str, Any] | None:
    """A form on how a file is spelled: what was found, or nothing yet. What to read it with, once it is sent."""
    known: dict[str, Any] = found.model_dump() if found else dict.fromkeys(Dialect.model_fields)
    with st.form(key, border=False):
        first, second, third = st.columns(3)
        with first:
            read: dict[str, Any] = {
                "delimiter": _one_of("Separator", DELIMITERS, known["delimiter"]),
                "encoding": _one_of("Encoding", dict(zip(ENCODINGS, ENCODINGS, strict=True)), known["encoding"]),
            }
        with second:
            read["header"] = st.number_input("Header lines", 0, None, known["header"], 1, placeholder=UNSAID)
            read["skip"] = st.number_input("Lines to skip above", 0, None, known["skip"], 1, placeholder=UNSAID)
        with third:
            read["quote"] = _one_of("Quote", QUOTES, known["quote"])
            read["decimal"] = _one_of("Decimal sign", DECIMALS, known["decimal"])
        nulls = st.text_input("Also missing when spelled (separate with a space)", placeholder="unknown -99")
        if not st.form_submit_button("Read it again", icon=":material/refresh:"):
            return None
    read["nulls"] = tuple(nulls.split())
    return {option: value for option, value in read.items() if value is not None}


def _one_of(label: str, known: dict[str, str], found: str | None) -> str | None:
    """A choice among the known, open to another that is typed; None where it is left to be found."""
    signs = list(dict.fromkeys([*([] if found is None else [found]), *known]))
    chosen: str | None = st.selectbox(
        label,
        signs,
        index=None if found is None else 0,
        format_func=lambda sign: known.get(sign, sign),
        accept_new_options=True,
        placeholder=UNSAID,
    )
    return chosen


session = door()
top(session, UPLOAD)
if session.dataset is None:
    take_file(session)
else:
    with shown_errors():
        show_reading(session, session.dataset)
        correct(session, session.dataset, text_of(session.workspace, session.dataset).reading.dialect)
        choose_intent(session, session.dataset)
        st.space("small")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Yes, it was read right", type="primary", icon=":material/arrow_forward:"):
                go(PROFILE, dataset=session.dataset.id)
            st.caption("Next: what is in it, and what is dangerous.")
    with st.expander("Upload another table", icon=":material/upload_file:"):
        take_file(session)
