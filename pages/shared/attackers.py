"""Who could find out what: a card for each attacker, and what they are taken to know, to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from pages.shared.charts import draw
from pages.shared.evidence import Evidence
from pages.shared.sentences import high_enough, sentence, table_height
from pages.shared.task import of_run, show_task
from pages.shared.words import plain, short
from synth.judge.charts.attacks import alt_attack_chart, attack_chart
from synth.judge.exhibits import Attack, Attacks
from synth.judge.privacy.attacks.personas import PERSONAS, Persona

RESULTS: dict[str, tuple[str, str, Literal["red", "green", "gray"]]] = {
    "risk": ("at risk", ":material/warning:", "red"),
    "no risk found": ("no risk found", ":material/check_circle:", "green"),
    "no result": ("no result, which does not mean safe", ":material/help:", "gray"),
}
"""Word, icon and colour of what an attack came to, the worst first."""
NAMED = 4


def show_attackers(found: Attacks) -> None:
    """A card for each attacker, and why anybody was left out."""
    with st.grid(3, min_column_width=280):
        for persona in PERSONAS:
            with st.container(border=True, height="stretch"):
                tried = [attack for attack in found.tried if attack.persona == persona.name]
                show_attacker(persona, tried, any(persona.name in reason for reason in found.not_tried))
    if found.not_tried:
        st.caption(plain(f"Not tried. {untried(found.not_tried)}"))
    st.caption(
        "How to read this: an attack that finds out more of people in the table than of people the generator never saw "
        "has learned it from their rows. One that does no better than luck says nothing, either way."
    )


def untried(reasons: Sequence[str]) -> str:
    """Why attacks were left out: those of one cause together."""
    causes: dict[str, list[str]] = {}
    for reason in reasons:
        what, _, why = reason.partition(": ")
        causes.setdefault(why, []).append(what)
    return " ".join(f"{'; '.join(what)}{': ' if why else ''}{why}" for why, what in causes.items())


def show_attacker(persona: Persona, attacks: Sequence[Attack], explained: bool) -> None:
    """What one of them knows, and what they found; whether it is explained elsewhere why they were not tried."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**A {persona.name}**", width="content")
        if attacks:
            word, icon, colour = RESULTS[min((attack.result for attack in attacks), key=list(RESULTS).index)]
            st.badge(word, icon=icon, color=colour)
    st.caption(f"{persona.about[0].upper()}{persona.about[1:]}.")
    if not attacks:
        why = "see why below" if explained else "this attacker would know nothing, or no more than the next one"
        st.markdown(f"Not tried: {why}.")
        return
    known = max((attack.known for attack in attacks), key=len)
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    names = ", ".join(plain(short(name, 24)) for name in known[:NAMED])
    st.caption(f"Here: {names}{more}.", help=plain(", ".join(known)) if more else None)
    for attack in attacks:
        word, icon, colour = RESULTS[attack.result]
        st.markdown(f":{colour}[{icon}] {deed(attack)} :{colour}[{word.capitalize()}.]")


def deed(attack: Attack) -> str:
    """What an attack reached, in a sentence of its own."""
    main, control, baseline = (f"{band.value:.0%}" for band in (attack.main, attack.control, attack.baseline))
    match attack.attack:
        case "singling out":
            return f"Singles out {main}; of other people {control}, by luck {baseline}."
        case "linkability":
            return f"Links two records of {main}; of other people {control}, by luck {baseline}."
        case _:
            secret = plain(short(attack.secret or "", 24))
            return f"Guesses **{secret}** of {main}; of other people {control}, without the table {baseline}."


def show_attacks(found: Attacks) -> None:
    """All of them: a chart of each kind, and a table, the most dangerous first."""
    with st.grid(3, min_column_width=300):
        for kind in dict.fromkeys(attack.attack for attack in found.tried):
            draw(attack_chart(found, kind), alt=alt_attack_chart(found, kind), key=f"attack-{kind}")
    rows = [
        {
            "Attacker": attack.persona,
            "Attack": attack.attack,
            "Secret": attack.secret or "–",
            "Result": RESULTS[attack.result][0],
            "In the table": 100 * attack.main.value,
            "Other people": 100 * attack.control.value,
            "By luck": 100 * attack.baseline.value,
            "Targets": attack.targets,
            "What it says": attack.sentence,
        }
        for attack in found.tried
    ]
    height = high_enough(attack.sentence for attack in found.tried)
    share = st.column_config.NumberColumn(format="%.1f%%", width="small")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=height,
        height=table_height(len(rows), most=6, row=height),
        column_config={
            "In the table": share,
            "Other people": share,
            "By luck": share,
            "Targets": st.column_config.NumberColumn(format="localized", width="small"),
            "What it says": sentence(),
        },
        alt="Attacks, the most dangerous first",
    )


def ask_knowledge(shown: Evidence, found: Attacks) -> None:
    """What outsiders are taken to know and to want, for the steward to correct; then the attacks are made again."""
    st.subheader("What can others know, and what must they not find out?", anchor=False)
    names = list(shown.report.associations.names)
    with st.form(f"knowledge-{shown.run.id}", border=True):
        guessed = "These were guessed from names and from how unique they make people. " if found.reasons else ""
        st.caption(f"{guessed}Correct what you know better.")
        visible = st.multiselect("Others can know", names, [name for name in found.visible if name in names])
        show_reasons(found, found.visible)
        wanted = st.multiselect("Must not be found out", names, [name for name in found.secrets if name in names])
        show_reasons(found, found.secrets)
        if st.form_submit_button("Attack again", icon=":material/refresh:"):
            shown.session.workspace.start_task(
                shown.run.id,
                "attacks",
                {"quasi_identifiers": visible, "secrets": [name for name in wanted if name not in visible]},
            )
            st.rerun()
    show_task(of_run(shown.session, shown.run, "attacks", "The attacks are made again"))


def show_reasons(found: Attacks, names: Sequence[str]) -> None:
    """Why each of these was guessed; nothing of those that somebody has said."""
    reasons = [f"- {plain(found.reasons[name])}" for name in names if name in found.reasons]
    if reasons:
        st.caption("\n".join(reasons))
