from __future__ import annotations

from dataclasses import replace

import pytest

from synth.errors import ReportError
from synth.judge.privacy.attacks.personas import PERSONAS, Knowledge, knowledge
from tests.judge.privacy.attacks.town import compared, town

KNOWN = Knowledge(visible=("sex", "age", "town", "job"), others=("weight", "height"), secrets=("income", "illness"))


def test_each_attacker_knows_more_than_the_last_and_never_the_secret() -> None:
    by_name = {persona.name: known for persona, known in KNOWN.attackers("income")}
    assert by_name["neighbour"] == ("sex", "age", "town")
    assert by_name["former employee"] == ("sex", "age", "town", "job", "weight", "height")
    assert by_name["data broker"] == (*by_name["former employee"], "illness")


def test_without_a_secret_to_find_all_secrets_are_hidden() -> None:
    assert not {"income", "illness"} & {name for _, known in KNOWN.attackers() for name in known}


def test_an_attacker_who_knows_nothing_or_the_same_as_another_is_left_out() -> None:
    assert [persona.name for persona, _ in Knowledge((), ("a", "b"), ()).attackers()] == ["data broker"]
    assert [persona.name for persona, _ in Knowledge(("a", "b"), (), ("c",)).attackers("c")] == ["data broker"]
    assert Knowledge((), (), ("c",)).attackers("c") == []


def test_who_knows_what_is_guessed_unless_said() -> None:
    comparison = compared(town(300, 3))
    guessed = knowledge(comparison)
    assert guessed.visible[:2] == ("sex", "age")
    assert guessed.secrets == ("diagnosis", "income")
    assert set(guessed.others).isdisjoint(guessed.visible + guessed.secrets)
    assert set(guessed.reasons) == {*guessed.visible, *guessed.secrets}
    assert guessed.reasons["sex"] == "'sex' is named as something that others see or can look up."
    half = knowledge(replace(comparison, quasi_identifiers=("sex",)))
    assert set(half.reasons) == set(half.secrets) == {"diagnosis", "income"}
    said = knowledge(replace(comparison, quasi_identifiers=("street",), secrets=("age",)))
    assert (said.visible, said.secrets) == (("street",), ("age",))
    assert said.reasons == {}
    assert knowledge(replace(comparison, quasi_identifiers=())).visible == ()


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReportError, match="'shoe size' is not a column"):
        knowledge(replace(compared(town(300, 3)), secrets=("shoe size",)))


def test_every_persona_says_what_it_knows() -> None:
    assert all(persona.about.startswith("knows ") for persona in PERSONAS)
